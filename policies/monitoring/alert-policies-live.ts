import { channelsOf, silencesOf } from '#facts';
import { definePolicy, param } from '#policy';

const hours = { type: 'number', minimum: 0 } as const;
export default definePolicy({
  title: 'Alert policies are enabled, valid and reach somebody',
  why: 'A disabled, invalid, muted or mute alert looks like protection and is none.',
  severity: 'high',
  strategy: ['L157', 'L162', 'L314'],
  on: 'monitoring.googleapis.com/AlertPolicy',
  environments: ['production'],
  reads: ['monitoring.googleapis.com/NotificationChannel', 'monitoring.googleapis.com/Snooze'],
  params: { maxSnoozeHours: { is: 'longest snooze in hours', value: 24, from: 'tool', schema: hours } },
  view: {
    problem: ({ data }) => data.validity && (data.validity.message ?? 'invalid'),
    channels: channelsOf,
    snoozes: silencesOf,
  },
  at: { channels: 'notificationChannels' },
  want: {
    enabled: { const: true },
    problem: { absent: true },
    channels: { some: { enabled: { const: true }, verified: { const: true } } },
    snoozes: { every: { hours: { atMost: param('maxSnoozeHours') } } },
  },
});
