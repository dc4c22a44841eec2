import { databaseAlerts, databaseUseAlert } from '#facts';
import { definePolicy, param } from '#policy';

const number = { type: 'number', minimum: 0 } as const;
const high = {
  unit: { const: 'ratio' },
  statistic: { enum: ['mean', 'max', 'last', 'p50', 'p95', 'p99'] },
  comparison: { const: 'GT' },
  threshold: { within: [0, param('maxUtilization')] },
  windowSeconds: { atMost: param('maxWindowSeconds') },
  state: { const: 'live' },
} as const;

export default definePolicy({
  title: 'Alerts watch CPU, memory and disk of every primary database',
  why: 'A database out of CPU, memory or disk takes the whole application with it.',
  severity: 'medium',
  strategy: ['L165'],
  on: 'sqladmin.googleapis.com/Instance',
  environments: ['production'],
  reads: ['monitoring.googleapis.com/AlertPolicy', 'monitoring.googleapis.com/NotificationChannel'],
  params: {
    maxUtilization: { is: 'highest share in use', value: 0.8, from: 'L165', schema: number },
    maxWindowSeconds: { is: 'most seconds from load to alert', value: 900, from: 'tool', schema: number },
  },
  when: { instanceType: { const: 'CLOUD_SQL_INSTANCE' } },
  view: {
    cpu: (instance, world, context) => databaseAlerts('sql-cpu', instance, world, context),
    memory: (instance, world, context) => databaseAlerts('sql-memory', instance, world, context),
    disk: (instance, world, context) => databaseAlerts('sql-disk', instance, world, context),
  },
  want: { cpu: { some: high }, memory: { some: high }, disk: { some: high } },
  repair: { create: databaseUseAlert, createType: 'monitoring.googleapis.com/AlertPolicy' },
});
