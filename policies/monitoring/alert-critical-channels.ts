import { channelsOf, signalsOf } from '#facts';
import { definePolicy, list, param } from '#policy';

const paging = ['sms', 'pagerduty', 'webhook_tokenauth', 'webhook_basicauth', 'pubsub'];

export default definePolicy({
  title: 'Critical alerts reach a phone or a pager',
  why: 'A mail at night is read in the morning; an outage does not wait for it.',
  severity: 'high',
  strategy: ['L157', 'L293'],
  on: 'monitoring.googleapis.com/AlertPolicy',
  environments: ['production'],
  reads: ['monitoring.googleapis.com/NotificationChannel'],
  params: { criticalTypes: list('kinds of channel that reach somebody at once', paging, 'L157') },
  when: [{ severity: { const: 'CRITICAL' } }, { outages: { some: { fires: { const: true } } } }],
  view: {
    outages: (policy) => signalsOf(policy, ['uptime', 'traffic', 'instances', 'db', 'security']),
    channels: channelsOf,
  },
  at: { channels: 'notificationChannels' },
  want: {
    channels: {
      some: { type: { enum: param('criticalTypes') }, enabled: { const: true }, verified: { const: true } },
    },
  },
  repair: 'Add a channel that pages to the alert policy (an SMS number is verified by the code it is sent).',
});
