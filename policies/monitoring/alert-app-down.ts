import { outageAlert, outagesOf, servicesOf } from '#facts';
import { definePolicy, param } from '#policy';

const list = { type: 'array', items: { type: 'string' } } as const;

export default definePolicy({
  title: 'An alert fires when the application is down',
  why: 'A check that fails in silence leaves the application down until a user complains.',
  severity: 'critical',
  strategy: ['L158', 'L219'],
  on: 'cloudresourcemanager.googleapis.com/Project',
  environments: ['production'],
  reads: [
    'run.googleapis.com/Service',
    'monitoring.googleapis.com/AlertPolicy',
    'monitoring.googleapis.com/UptimeCheckConfig',
  ],
  params: {
    maxWindowSeconds: {
      is: 'most seconds from the outage to the alert',
      value: 900,
      from: 'tool',
      schema: { type: 'number', minimum: 0 },
    },
    criticalTypes: {
      is: 'kinds of channel that a new alert notifies',
      value: ['sms', 'pagerduty'],
      from: 'L157',
      schema: list,
    },
  },
  when: { services: { count: { atLeast: 1 } } },
  view: {
    services: (project, world, context) => servicesOf(project, world, context),
    alerts: (project, world, context) => outagesOf(project, world, context),
  },
  want: {
    alerts: {
      some: {
        watches: { enum: ['domain', 'requests', 'instances'] },
        fires: { const: true },
        windowSeconds: { atMost: param('maxWindowSeconds') },
        state: { const: 'live' },
      },
    },
  },
  repair: { create: outageAlert, createType: 'monitoring.googleapis.com/AlertPolicy' },
});
