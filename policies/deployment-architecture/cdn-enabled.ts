import { type Asset, definePolicy, shared } from '#policy';

const field = ({ type }: Asset) =>
  type === 'compute.googleapis.com/BackendBucket' ? 'enableCdn' : 'enableCDN';

export default definePolicy({
  title: 'Cloud CDN caches static assets and the chosen services',
  why: 'Without the CDN every user waits for one region, and every request is paid for twice.',
  severity: 'medium',
  strategy: ['L33', 'L194', 'L245'],
  on: ['compute.googleapis.com/BackendBucket', 'compute.googleapis.com/BackendService'],
  environments: ['production'],
  params: shared('cdn.services'),
  view: {
    cached: (asset) => (asset.data as Record<string, unknown>)[field(asset)],
    chosen: (asset, _world, { param }) =>
      asset.type === 'compute.googleapis.com/BackendBucket' ||
      param<string[]>('cdn.services').includes(asset.data.name ?? ''),
  },
  at: { cached: field },
  when: { chosen: { const: true } },
  want: { cached: { const: true } },
  repair: { requires: 'Cache-Control: private on responses that must not be shared' },
});
