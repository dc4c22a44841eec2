import { channelsOf, signalsOf, WARNINGS } from '#facts';
import { definePolicy } from '#policy';

export default definePolicy({
  title: 'Warnings go out by mail',
  why: 'A warning that nobody receives is found when it has become an outage.',
  severity: 'medium',
  strategy: ['L162', 'L293'],
  on: 'monitoring.googleapis.com/AlertPolicy',
  environments: ['production'],
  reads: ['monitoring.googleapis.com/NotificationChannel'],
  when: { warnings: { count: { atLeast: 1 } }, critical: { const: false } },
  view: {
    warnings: (policy) => signalsOf(policy, WARNINGS),
    critical: ({ data }) => data.severity === 'CRITICAL',
    channels: channelsOf,
  },
  at: { channels: 'notificationChannels', critical: 'severity' },
  want: {
    channels: { some: { type: { const: 'email' }, enabled: { const: true }, verified: { const: true } } },
  },
  repair: 'Create an e-mail notification channel for the team and add it to the alert policy.',
});
