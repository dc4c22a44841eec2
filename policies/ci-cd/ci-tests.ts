import { PIPELINES_READ, testRun, usesOf } from '#facts';
import { definePolicy } from '#policy';

export default definePolicy({
  title: 'A pipeline runs unit and integration tests and measures coverage',
  why: 'What no test runs breaks unseen, and nobody knows how much that is.',
  severity: 'high',
  strategy: ['L83'],
  on: 'repo.git/Repository',
  reads: PIPELINES_READ,
  view: {
    unitTests: (_, world) => usesOf(world, testRun),
    integrationTests: (_, world) => usesOf(world, testRun),
    coverage: (_, world) => usesOf(world, testRun),
  },
  at: { unitTests: 'pipelines', integrationTests: 'pipelines', coverage: 'pipelines' },
  want: {
    unitTests: { some: { kind: { const: 'unit' }, effect: { const: 'blocks' } } },
    integrationTests: { some: { kind: { const: 'integration' }, effect: { const: 'blocks' } } },
    coverage: { some: { coverage: { const: true } } },
  },
  repair: 'Run the unit tests with --coverage, and the integration tests, as steps that may not fail.',
});
