import { errorRatioAlert, SERVICE_ALERTS_READ, serviceAlerts } from '#facts';
import { definePolicy, flag, list, number, param, shared } from '#policy';

export default definePolicy({
  title: 'An alert watches the error ratio of every Cloud Run service',
  why: 'A release that breaks a small share of requests goes unnoticed until users leave.',
  severity: 'high',
  strategy: ['L163'],
  on: 'run.googleapis.com/Service',
  environments: ['production'],
  reads: SERVICE_ALERTS_READ,
  params: {
    ...shared('monitoringProject'),
    maxRatio: number('largest share of requests that may fail unnoticed', 0.01, 'L163', { maximum: 1 }),
    classes: list('classes of response that are failures', ['5xx'], 'tool', { enum: ['4xx', '5xx'] }),
    maxWindowSeconds: number('longest time from the errors to the alert, in seconds', 900, 'tool'),
    acceptBurnRate: flag('whether an alert on the burn rate of an SLO counts too', false, 'tool'),
  },
  view: { alerts: (service, world, context) => serviceAlerts('errors', service, world, context) },
  want: {
    alerts: {
      some: [
        {
          unit: { const: 'ratio' },
          classes: { containsAll: param('classes') },
          comparison: { const: 'GT' },
          threshold: { within: [0, param('maxRatio')] },
          windowSeconds: { atMost: param('maxWindowSeconds') },
          state: { const: 'live' },
        },
        { form: { const: 'slo-burn-rate' }, state: { const: 'live' } },
      ],
    },
  },
  repair: { create: errorRatioAlert, createType: 'monitoring.googleapis.com/AlertPolicy' },
});
