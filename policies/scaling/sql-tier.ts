import { sqlTier } from '#facts';
import { definePolicy, number, param, text } from '#policy';

export default definePolicy({
  title: 'Cloud SQL runs on a machine of the planned size',
  why: 'A smaller machine runs out of memory or CPU under the load it was planned for.',
  severity: 'high',
  strategy: ['L185'],
  on: 'sqladmin.googleapis.com/Instance',
  environments: ['production'],
  params: {
    minVcpu: number('vCPUs, at least', 4, 'L185'),
    maxVcpu: number('vCPUs, at most', 128, 'tool'),
    minMemoryMb: number('memory in MB, at least', 8192, 'L185'),
    maxMemoryMb: number('memory in MB, at most', 884736, 'tool'),
    tier: text('tier that a repair moves to', 'db-custom-4-8192', 'L185'),
    plusTier: text('tier that it moves to on Enterprise Plus', 'db-perf-optimized-N-4', 'tool'),
  },
  when: { instanceType: { const: 'CLOUD_SQL_INSTANCE' } },
  view: { vcpu: (db) => sqlTier(db).vcpu, memoryMb: (db) => sqlTier(db).memoryMb },
  at: { vcpu: 'settings.tier', memoryMb: 'settings.tier' },
  want: {
    vcpu: { within: [param('minVcpu'), param('maxVcpu')] },
    memoryMb: { within: [param('minMemoryMb'), param('maxMemoryMb')] },
  },
  repair: {
    impact: 'restart',
    set: {
      'settings.tier': ({ data }, _world, { param }) =>
        param(data.settings?.edition === 'ENTERPRISE_PLUS' ? 'plusTier' : 'tier'),
    },
  },
});
