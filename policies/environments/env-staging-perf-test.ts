import { loadTest, PIPELINES_READ, usesOf } from '#facts';
import { definePolicy } from '#policy';

export default definePolicy({
  title: 'A pipeline tests performance before production',
  why: 'A slow release is found by users.',
  severity: 'low',
  strategy: ['L51', 'L302'],
  on: 'repo.git/Repository',
  reads: PIPELINES_READ,
  view: { uses: (_, world) => usesOf(world, loadTest) },
  at: { uses: 'pipelines' },
  want: { uses: { some: { effect: { const: 'blocks' } } } },
  repair:
    'Run k6, artillery, locust or Lighthouse CI against the staging environment, as a step that may not fail.',
});
