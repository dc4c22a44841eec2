import { dependencyAudit, PIPELINES_READ, usesOf } from '#facts';
import { definePolicy, list, param } from '#policy';

const severities = ['low', 'medium', 'high', 'critical'];

export default definePolicy({
  title: 'A pipeline stops at vulnerable dependencies',
  why: 'A known hole in a dependency reaches production on the next release.',
  severity: 'high',
  strategy: ['L81'],
  on: 'repo.git/Repository',
  reads: PIPELINES_READ,
  params: {
    severities: list('severities that must stop the pipeline', ['high', 'critical'], 'tool', {
      enum: severities,
    }),
  },
  view: { uses: (_, world) => usesOf(world, dependencyAudit) },
  at: { uses: 'pipelines' },
  want: { uses: { some: { effect: { const: 'blocks' }, catches: { containsAll: param('severities') } } } },
  repair:
    'Run npm audit --audit-level=high (or osv-scanner) as a step of its own, without || true, allowFailure or continue-on-error.',
});
