import { expect, test } from 'vitest';
import { sqlTier } from '#facts';
import { attempt } from '#policy';
import { instance } from './sql.ts';

const sizeOf = (tier: string) => attempt(() => sqlTier(instance('db', { settings: { tier } })));

test.each([
  ['db-custom-4-8192', 4, 8192],
  ['db-custom-1-3840', 1, 3840],
  ['db-custom-N4-2-8192', 2, 8192],
  ['db-f1-micro', 0.2, 614],
  ['db-g1-small', 0.5, 1740],
  ['db-n1-standard-4', 4, 15360],
  ['db-n1-highmem-64', 64, 425984],
  ['db-perf-optimized-N-2', 2, 16384],
  ['db-perf-optimized-N-96', 96, 786432],
  ['db-perf-optimized-N-128', 128, 884736],
  ['db-memory-optimized-N-4', 4, 131072],
  ['db-c4a-highmem-72', 72, 589824],
])('%s has %d vCPUs and %d MB', (tier, vcpu, memoryMb) => expect(sizeOf(tier)).toEqual({ vcpu, memoryMb }));

test.each(['', 'D1', 'db-z9-titan-4', 'db-custom-4', 'db-custom-4-8192-1', 'toString', 'db-n1-standard-'])(
  'the size of %j is not known',
  (tier) => expect(sizeOf(tier)).toMatchObject({ code: 'unrecognised' }),
);
