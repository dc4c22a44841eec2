import { latencyAlert, SERVICE_ALERTS_READ, serviceAlerts } from '#facts';
import { definePolicy, flag, number, param, shared } from '#policy';

export default definePolicy({
  title: 'An alert watches the latency of every Cloud Run service',
  why: 'A slow application loses its users before it fails, and no error is ever counted.',
  severity: 'high',
  strategy: ['L164'],
  on: 'run.googleapis.com/Service',
  environments: ['production'],
  reads: SERVICE_ALERTS_READ,
  params: {
    ...shared('monitoringProject'),
    maxLatencyMs: number('longest latency that may go unnoticed, in milliseconds', 2000, 'L164'),
    sanityFloorMs: number('milliseconds below which a threshold was meant as seconds', 200, 'tool'),
    minPercentile: number('lowest percentile that counts', 95, 'L137', { maximum: 100 }),
    maxWindowSeconds: number('longest time from the delay to the alert, in seconds', 900, 'tool'),
    acceptBurnRate: flag('whether an alert on the burn rate of an SLO counts too', false, 'tool'),
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
