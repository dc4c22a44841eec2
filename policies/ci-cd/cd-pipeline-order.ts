import { PIPELINES_READ, stagesOf } from '#facts';
import { definePolicy } from '#policy';

export default definePolicy({
  title: 'The production pipeline runs its stages in order',
  why: 'A stage that nothing waits for, or that comes too late, stops no bad release.',
  severity: 'medium',
  strategy: ['L66', 'L67', 'L68', 'L69', 'L70', 'L71', 'L72', 'L73'],
  on: 'repo.git/Repository',
  environments: ['production'],
  reads: PIPELINES_READ,
  view: { stages: (_, world) => stagesOf(world) },
  at: { stages: 'pipelines' },
  want: { 'stages[*].order': { const: 'in order' } },
  repair:
    'In one pipeline, let each stage wait for the one before it (waitFor, needs): dependency audit, tests, image build, staging deployment, integration tests, production deployment with --no-traffic, health check, traffic change.',
});
