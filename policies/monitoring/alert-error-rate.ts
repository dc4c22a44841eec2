import { errorRatioAlert, serviceAlerts } from '#facts';
import { definePolicy, param } from '#policy';

const classes = { type: 'string', enum: ['4xx', '5xx'] } as const;

export default definePolicy({
  title: 'An alert watches the error ratio of every Cloud Run service',
  why: 'A release that breaks a small share of requests goes unnoticed until users leave.',
  severity: 'high',
  strategy: ['L163'],
  on: 'run.googleapis.com/Service',
  environments: ['production'],
  reads: [
    'monitoring.googleapis.com/AlertPolicy',
    'compute.googleapis.com/BackendService',
    'compute.googleapis.com/NetworkEndpointGroup',
  ],
  params: {
    maxRatio: {
      is: 'largest share of failed requests',
      value: 0.01,
      from: 'L163',
      schema: { type: 'number', minimum: 0, maximum: 1 },
    },
    classes: {
      is: 'classes of response that count as failed',
      value: ['5xx'],
      from: 'tool',
      schema: { type: 'array', items: classes },
    },
    maxWindowSeconds: {
      is: 'most seconds from the errors to the alert',
      value: 900,
      from: 'tool',
      schema: { type: 'number' },
    },
    acceptBurnRate: {
      is: 'whether an alert on an objective’s burn rate counts',
      value: false,
      from: 'tool',
      schema: { type: 'boolean' },
    },
  },
  view: {
    alerts: (service, world, context) =>
      serviceAlerts('errors', service, world, context, context.param<boolean>('acceptBurnRate')),
  },
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
