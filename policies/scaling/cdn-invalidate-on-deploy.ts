import { invalidation, PIPELINES_READ, usesOf } from '#facts';
import { definePolicy } from '#policy';

export default definePolicy({
  title: 'A deployment clears the cache of the CDN',
  why: 'Users keep the old pages for as long as the cache may keep them.',
  severity: 'low',
  strategy: ['L196'],
  on: 'repo.git/Repository',
  environments: ['production'],
  reads: PIPELINES_READ,
  view: { uses: (_, world) => usesOf(world, invalidation) },
  at: { uses: 'pipelines' },
  want: { uses: { some: { effect: { enum: ['blocks', 'ignored'] } } } },
  repair:
    'After the production deployment run gcloud compute url-maps invalidate-cdn-cache URL_MAP --path=/index.html --async.',
});
