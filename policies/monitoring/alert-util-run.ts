import { containerUseAlert, serviceAlerts } from '#facts';
import { definePolicy, number, param, shared } from '#policy';

const high = {
  unit: { const: 'ratio' },
  percentile: { atLeast: param('minPercentile') },
  comparison: { const: 'GT' },
  threshold: { within: [0, param('maxUtilization')] },
  windowSeconds: { atMost: param('maxWindowSeconds') },
  state: { const: 'live' },
} as const;

export default definePolicy({
  title: 'Alerts watch CPU and memory of every Cloud Run service',
  why: 'Containers at their limits are throttled or killed, and requests fail with them.',
  severity: 'medium',
  strategy: ['L165'],
  on: 'run.googleapis.com/Service',
  environments: ['production'],
  reads: ['monitoring.googleapis.com/AlertPolicy', 'monitoring.googleapis.com/NotificationChannel'],
  params: {
    ...shared('monitoringProject'),
    maxUtilization: number('largest share in use that may go unnoticed', 0.8, 'L165', { maximum: 1 }),
    minPercentile: number('lowest percentile of the containers that counts', 50, 'tool', { maximum: 100 }),
    maxWindowSeconds: number('longest time from the load to the alert, in seconds', 900, 'tool'),
  },
  view: {
    cpu: (service, world, context) => serviceAlerts('run-cpu', service, world, context),
    memory: (service, world, context) => serviceAlerts('run-memory', service, world, context),
  },
  want: { cpu: { some: high }, memory: { some: high } },
  repair: { create: containerUseAlert, createType: 'monitoring.googleapis.com/AlertPolicy' },
});
