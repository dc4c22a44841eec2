import { PIPELINES_READ, rollback, usesOf } from '#facts';
import { definePolicy } from '#policy';

export default definePolicy({
  title: 'A deployment that fails gives the traffic back',
  why: 'Cloud Run never takes traffic from a revision that was ready once.',
  severity: 'high',
  strategy: ['L92'],
  on: 'repo.git/Repository',
  environments: ['production'],
  reads: PIPELINES_READ,
  view: { uses: (_, world) => usesOf(world, rollback) },
  at: { uses: 'pipelines' },
  want: { uses: { some: { effect: { const: 'runs on failure' } } } },
  repair:
    'After the health check, run gcloud run services update-traffic --to-revisions=PREVIOUS=100 where it fails: in an else, after ||, or in a step with if: failure().',
});
