import { channelsOf, signalsOf } from '#facts';
import { definePolicy, param } from '#policy';

export default definePolicy({
  title: 'Critical alerts reach a phone or a pager',
  why: 'A mail at night is read in the morning; an outage does not wait for it.',
  severity: 'high',
  strategy: ['L157', 'L293'],
  on: 'monitoring.googleapis.com/AlertPolicy',
  environments: ['production'],
  reads: ['monitoring.googleapis.com/NotificationChannel'],
  params: {
    criticalTypes: {
      is: 'kinds of channel that reach somebody at once (there is none for voice)',
      value: ['sms', 'pagerduty', 'webhook_tokenauth', 'webhook_basicauth', 'pubsub'],
      from: 'L157',
      schema: { type: 'array', items: { type: 'string' } },
    },
  },
  when: [{ severity: { const: 'CRITICAL' } }, { outages: { some: { fires: { const: true } } } }],
  view: {
    outages: (policy) => signalsOf(policy, ['uptime', 'traffic', 'instances', 'db', 'security']),
    channels: (policy, world) => channelsOf(policy, world),
  },
  at: { channels: 'notificationChannels' },
  want: {
    channels: {
      some: { type: { enum: param('criticalTypes') }, enabled: { const: true }, verified: { const: true } },
    },
  },
  repair:
    'Create a notification channel of a type that pages (an SMS number must be verified with the code it is sent), then add it to the alert policy.',
});
