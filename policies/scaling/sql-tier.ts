import { sqlTier } from '#facts';
import { definePolicy, param } from '#policy';

const [size, name] = [{ type: 'number', minimum: 0 }, { type: 'string' }] as const;

export default definePolicy({
  title: 'Cloud SQL runs on a machine of the planned size',
  why: 'A smaller machine runs out of memory or CPU under the load it was planned for.',
  severity: 'high',
  strategy: ['L185'],
  on: 'sqladmin.googleapis.com/Instance',
  environments: ['production'],
  params: {
    vcpu: { is: 'fewest vCPUs', value: 4, from: 'L185', schema: size },
    maxVcpu: { is: 'most vCPUs', value: 128, from: 'tool', schema: size },
    memoryMb: { is: 'least memory in MB', value: 8192, from: 'L185', schema: size },
    maxMemoryMb: { is: 'most memory in MB', value: 884736, from: 'tool', schema: size },
    tier: { is: 'tier to move to', value: 'db-custom-4-8192', from: 'L185', schema: name },
    plusTier: {
      is: 'the same on Enterprise Plus',
      value: 'db-perf-optimized-N-4',
      from: 'tool',
      schema: name,
    },
  },
  when: { instanceType: { const: 'CLOUD_SQL_INSTANCE' } },
  view: { vcpu: (db) => sqlTier(db).vcpu, memoryMb: (db) => sqlTier(db).memoryMb },
  at: { vcpu: 'settings.tier', memoryMb: 'settings.tier' },
  want: {
    vcpu: { within: [param('vcpu'), param('maxVcpu')] },
    memoryMb: { within: [param('memoryMb'), param('maxMemoryMb')] },
  },
  repair: {
    impact: 'restart',
    set: {
      'settings.tier': ({ data }, _world, { param }) =>
        param(data.settings?.edition === 'ENTERPRISE_PLUS' ? 'plusTier' : 'tier'),
    },
  },
});
