import { latencyAlert, SERVICE_ALERTS_READ, serviceAlerts } from '#facts';
import { definePolicy, param } from '#policy';

const number = { type: 'number', minimum: 0 } as const;
const flag = { type: 'boolean' } as const;

export default definePolicy({
  title: 'An alert watches the latency of every Cloud Run service',
  why: 'A slow application loses its users before it fails, and no error is ever counted.',
  severity: 'high',
  strategy: ['L164'],
  on: 'run.googleapis.com/Service',
  environments: ['production'],
  reads: SERVICE_ALERTS_READ,
  params: {
    maxLatencyMs: { is: 'longest latency in milliseconds', value: 2000, from: 'L164', schema: number },
    sanityFloorMs: { is: 'below it, seconds were meant', value: 200, from: 'tool', schema: number },
    minPercentile: { is: 'lowest percentile that counts', value: 95, from: 'L137', schema: number },
    maxWindowSeconds: { is: 'most seconds from delay to alert', value: 900, from: 'tool', schema: number },
    acceptBurnRate: { is: 'alerts on a burn rate count too', value: false, from: 'tool', schema: flag },
  },
  view: { alerts: (service, world, context) => serviceAlerts('latency', service, world, context) },
  want: {
    alerts: {
      some: [
        {
          unit: { const: 'ms' },
          percentile: { atLeast: param('minPercentile') },
          comparison: { const: 'GT' },
          threshold: { within: [param('sanityFloorMs'), param('maxLatencyMs')] },
          windowSeconds: { atMost: param('maxWindowSeconds') },
          state: { const: 'live' },
        },
        { form: { const: 'slo-burn-rate' }, state: { const: 'live' } },
      ],
    },
  },
  repair: { create: latencyAlert, createType: 'monitoring.googleapis.com/AlertPolicy' },
});
