import { canariesOf, PIPELINES_READ } from '#facts';
import { definePolicy, integer, number, param } from '#policy';

export default definePolicy({
  title: 'A release starts with a canary that is watched',
  why: 'What fails only under real traffic fails for all users, when nobody looked at a few first.',
  severity: 'high',
  strategy: ['L96', 'L97', 'L98'],
  on: 'repo.git/Repository',
  environments: ['production'],
  reads: PIPELINES_READ,
  params: {
    initialPercent: integer('most traffic that a new revision gets first, in per cent', 5, 'L96', {
      minimum: 1,
      maximum: 99,
    }),
    bakeMinutes: number('minutes before it gets more', 30, 'L97', { minimum: 0, maximum: 10080 }),
  },
  view: { canaries: (_, world) => canariesOf(world) },
  at: { canaries: 'pipelines' },
  want: {
    canaries: { count: { atLeast: 1 } },
    'canaries[*].percent': { atMost: param('initialPercent') },
    'canaries[*].minutes': { atLeast: param('bakeMinutes') },
  },
  repair:
    'Deploy with --no-traffic --tag=new, then gcloud run services update-traffic --to-tags=new=5, sleep 30m and check the metrics before the next share.',
});
