import { OUTAGES_READ, outageAlert, outagesOf, servicesOf } from '#facts';
import { definePolicy, param } from '#policy';

const number = { type: 'number', minimum: 0 } as const;
const list = { type: 'array', items: { type: 'string' } } as const;

export default definePolicy({
  title: 'An alert fires when the application is down',
  why: 'A check that fails in silence leaves the application down until a user complains.',
  severity: 'critical',
  strategy: ['L158', 'L219'],
  on: 'cloudresourcemanager.googleapis.com/Project',
  environments: ['production'],
  reads: OUTAGES_READ,
  params: {
    maxWindowSeconds: { is: 'most seconds from outage to alert', value: 900, from: 'tool', schema: number },
    criticalTypes: { is: 'channels of a new alert', value: ['sms', 'pagerduty'], from: 'L157', schema: list },
  },
  when: { services: { count: { atLeast: 1 } } },
  view: { services: servicesOf, alerts: outagesOf },
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
