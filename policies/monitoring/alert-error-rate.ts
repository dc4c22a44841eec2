import { errorRatioAlert, SERVICE_ALERTS_READ, serviceAlerts } from '#facts';
import { definePolicy, param } from '#policy';

const number = { type: 'number', minimum: 0 } as const;
const list = { type: 'array', items: { type: 'string', enum: ['4xx', '5xx'] } } as const;
const flag = { type: 'boolean' } as const;

export default definePolicy({
  title: 'An alert watches the error ratio of every Cloud Run service',
  why: 'A release that breaks a small share of requests goes unnoticed until users leave.',
  severity: 'high',
  strategy: ['L163'],
  on: 'run.googleapis.com/Service',
  environments: ['production'],
  reads: SERVICE_ALERTS_READ,
  params: {
    maxRatio: { is: 'largest share of failed requests', value: 0.01, from: 'L163', schema: number },
    classes: { is: 'classes of response that are failures', value: ['5xx'], from: 'tool', schema: list },
    maxWindowSeconds: { is: 'most seconds from errors to alert', value: 900, from: 'tool', schema: number },
    acceptBurnRate: { is: 'alerts on a burn rate count too', value: false, from: 'tool', schema: flag },
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
