import { guaranteedInstances, scaledByHand, scalingPath } from '#facts';
import { definePolicy, integer, param } from '#policy';

export default definePolicy({
  title: 'Cloud Run keeps enough instances warm',
  why: 'With fewer, a crash or a cold start leaves users waiting or without an answer.',
  severity: 'high',
  strategy: ['L177'],
  on: 'run.googleapis.com/Service',
  environments: ['production'],
  reads: ['run.googleapis.com/Revision'],
  params: { min: integer('instances of a service kept at all times', 2, 'L177') },
  view: {
    guaranteed: (service, world, { param, note }) => guaranteedInstances(service, world, param('min'), note),
  },
  at: { guaranteed: (service) => scalingPath(service, 'minInstanceCount') },
  want: { guaranteed: { atLeast: param('min') } },
  repair: {
    set: {
      'scaling.minInstanceCount': (service, _world, { param }) =>
        scaledByHand(service) ? service.data.scaling?.minInstanceCount : param('min'),
      'scaling.manualInstanceCount': (service, _world, { param }) =>
        scaledByHand(service) ? param('min') : service.data.scaling?.manualInstanceCount,
    },
  },
});
