import { guaranteedInstances, scaledByHand, scalingPath } from '#facts';
import { definePolicy, param } from '#policy';

export default definePolicy({
  title: 'Cloud Run keeps two instances warm',
  why: 'With fewer, a crash or a cold start leaves users waiting or without an answer.',
  severity: 'high',
  strategy: ['L177'],
  on: 'run.googleapis.com/Service',
  environments: ['production'],
  reads: ['run.googleapis.com/Revision'],
  params: {
    min: {
      is: 'instances kept at all times',
      value: 2,
      from: 'L177',
      schema: { type: 'integer', minimum: 0 },
    },
  },
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
