import { containerUseAlert, serviceAlerts } from '#facts';
import { definePolicy, param } from '#policy';

const number = { type: 'number', minimum: 0 } as const;
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
    maxUtilization: { is: 'highest share in use', value: 0.8, from: 'L165', schema: number },
    minPercentile: { is: 'lowest percentile that counts', value: 50, from: 'tool', schema: number },
    maxWindowSeconds: { is: 'most seconds from load to alert', value: 900, from: 'tool', schema: number },
  },
  view: {
    cpu: (service, world, context) => serviceAlerts('run-cpu', service, world, context),
    memory: (service, world, context) => serviceAlerts('run-memory', service, world, context),
  },
  want: { cpu: { some: high }, memory: { some: high } },
  repair: { create: containerUseAlert, createType: 'monitoring.googleapis.com/AlertPolicy' },
});
