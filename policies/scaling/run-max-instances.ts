import { highestInstances, scaledByHand, scalingPath } from '#facts';
import { definePolicy, integer, param } from '#policy';

export default definePolicy({
  title: 'Cloud Run grows to no more instances than planned',
  why: 'Without a bound, an attack or a retry loop is paid for by the instance and drains the database.',
  severity: 'high',
  strategy: ['L178'],
  on: 'run.googleapis.com/Service',
  environments: ['production'],
  reads: ['run.googleapis.com/Revision'],
  params: { max: integer('instances of a service, at most', 100, 'L178', { minimum: 1 }) },
  view: { highest: (service, world, { param }) => highestInstances(service, world, param('max')) },
  at: { highest: (service) => scalingPath(service, 'maxInstanceCount') },
  want: { highest: { atMost: param('max') } },
  repair: {
    set: {
      'scaling.maxInstanceCount': (service, _world, { param }) =>
        scaledByHand(service) ? service.data.scaling?.maxInstanceCount : param('max'),
      'scaling.manualInstanceCount': (service, _world, { param }) =>
        scaledByHand(service) ? param('max') : service.data.scaling?.manualInstanceCount,
    },
  },
});
