import { PIPELINES_READ, qualityCheck, usesOf } from '#facts';
import { definePolicy } from '#policy';

export default definePolicy({
  title: 'A pipeline lints, checks the format and the types',
  why: 'What no pipeline checks is checked by nobody once there is haste.',
  severity: 'medium',
  strategy: ['L82'],
  on: 'repo.git/Repository',
  reads: PIPELINES_READ,
  view: {
    linters: (_, world) => usesOf(world, qualityCheck),
    formatters: (_, world) => usesOf(world, qualityCheck),
    typeChecks: (_, world) => usesOf(world, qualityCheck),
  },
  at: { linters: 'pipelines', formatters: 'pipelines', typeChecks: 'pipelines' },
  want: {
    linters: { some: { lint: { const: true }, effect: { const: 'blocks' } } },
    formatters: { some: { format: { const: true }, effect: { const: 'blocks' } } },
    typeChecks: { some: { types: { const: true }, effect: { const: 'blocks' } } },
  },
  repair: 'Run eslint, prettier --check and tsc --noEmit (or biome ci and tsc) as steps that may not fail.',
});
