import { invalidationsOf, PIPELINES_READ } from '#facts';
import { definePolicy } from '#policy';

export default definePolicy({
  title: 'A deployment clears the cache of the CDN',
  why: 'Users keep the old pages for as long as the cache may keep them.',
  severity: 'low',
  strategy: ['L196'],
  on: 'repo.git/Repository',
  environments: ['production'],
  reads: PIPELINES_READ,
  view: { invalidations: (_, world) => invalidationsOf(world) },
  at: { invalidations: 'pipelines' },
  want: { invalidations: { some: { order: { const: 'after the deployment' } } } },
  repair:
    'After the production deployment run gcloud compute url-maps invalidate-cdn-cache URL_MAP --path=/index.html --async.',
});
