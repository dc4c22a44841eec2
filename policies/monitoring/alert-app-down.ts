import { OUTAGES_READ, outageAlert, outagesOf, servicesOf } from '#facts';
import { definePolicy, list, number, param, shared } from '#policy';

export default definePolicy({
  title: 'An alert fires when the application is down',
  why: 'A check that fails in silence leaves the application down until a user complains.',
  severity: 'critical',
  strategy: ['L158', 'L219'],
  on: 'cloudresourcemanager.googleapis.com/Project',
  environments: ['production'],
  reads: OUTAGES_READ,
  params: {
    ...shared('domain', 'services', 'monitoringProject'),
    maxWindowSeconds: number('longest time from the outage to the alert, in seconds', 900, 'tool'),
    criticalTypes: list('kinds of channel that a new alert notifies', ['sms', 'pagerduty'], 'L157'),
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
