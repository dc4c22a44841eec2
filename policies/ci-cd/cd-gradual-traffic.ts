import { PIPELINES_READ, risesOf } from '#facts';
import { definePolicy, list, param } from '#policy';

export default definePolicy({
  title: 'A deployment moves traffic step by step',
  why: 'A release that takes all traffic at once breaks for all users at once.',
  severity: 'high',
  strategy: ['L91'],
  on: 'repo.git/Repository',
  environments: ['production'],
  reads: PIPELINES_READ,
  params: {
    steps: list('shares of traffic that a new revision goes through, in per cent', [0, 25, 50, 100], 'L91', {
      type: 'integer',
    }),
  },
  view: { rises: (_, world) => risesOf(world) },
  at: { rises: 'pipelines' },
  want: { rises: { some: { shares: { containsAll: param('steps') } } } },
  repair:
    'Deploy with --no-traffic --tag, then move traffic with gcloud run services update-traffic --to-tags in the steps wanted.',
});
