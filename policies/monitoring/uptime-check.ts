import { probesOf, servicesOf, uptimeCheck } from '#facts';
import { definePolicy, integer, number, param, shared } from '#policy';

export default definePolicy({
  title: 'An uptime check probes the domain from several locations',
  why: 'Without a probe from outside, users are the first to notice that the application is down.',
  severity: 'high',
  strategy: ['L158', 'L317'],
  on: 'cloudresourcemanager.googleapis.com/Project',
  environments: ['production'],
  reads: ['run.googleapis.com/Service', 'monitoring.googleapis.com/UptimeCheckConfig'],
  params: {
    ...shared('domain', 'services', 'monitoringProject'),
    maxPeriodSeconds: number('longest time between two probes, in seconds', 300, 'tool'),
    minLocations: integer('fewest locations that probe', 3, 'tool'),
  },
  when: { services: { count: { atLeast: 1 } } },
  view: { services: servicesOf, checks: probesOf },
  want: {
    checks: {
      some: {
        host: { const: param('domain') },
        useSsl: { const: true },
        disabled: { const: false },
        periodSeconds: { atMost: param('maxPeriodSeconds') },
        locations: { atLeast: param('minLocations') },
      },
    },
  },
  repair: { create: uptimeCheck, createType: 'monitoring.googleapis.com/UptimeCheckConfig' },
});
