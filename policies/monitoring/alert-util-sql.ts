import { databaseAlerts, databaseUseAlert } from '#facts';
import { definePolicy, number, param, shared } from '#policy';

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
    ...shared('monitoringProject'),
    maxUtilization: number('largest share in use that may go unnoticed', 0.8, 'L165', { maximum: 1 }),
    maxWindowSeconds: number('longest time from the load to the alert, in seconds', 900, 'tool'),
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
