import { channelsOf, signalsOf } from '#facts';
import { definePolicy, param } from '#policy';

const list = { type: 'array', items: { type: 'string' } } as const;
const value = ['sms', 'pagerduty', 'webhook_tokenauth', 'webhook_basicauth', 'pubsub'];
export default definePolicy({
  title: 'Critical alerts reach a phone or a pager',
  why: 'A mail at night is read in the morning; an outage does not wait for it.',
  severity: 'high',
  strategy: ['L157', 'L293'],
  on: 'monitoring.googleapis.com/AlertPolicy',
  environments: ['production'],
  reads: ['monitoring.googleapis.com/NotificationChannel'],
  params: {
    criticalTypes: { is: 'channels that reach somebody at once', value, from: 'L157', schema: list },
  },
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
  repair:
    'Create a channel of a type that pages (a number must be verified), then add it to the alert policy.',
});
