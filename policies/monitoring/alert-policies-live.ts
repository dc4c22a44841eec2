import { channelsOf, silencesOf } from '#facts';
import { definePolicy, number, param, shared } from '#policy';

export default definePolicy({
  title: 'Alert policies are enabled, valid and reach somebody',
  why: 'A disabled, invalid, snoozed or mute alert looks like protection and is none.',
  severity: 'high',
  strategy: ['L157', 'L162', 'L314'],
  on: 'monitoring.googleapis.com/AlertPolicy',
  environments: ['production'],
  reads: ['monitoring.googleapis.com/NotificationChannel', 'monitoring.googleapis.com/Snooze'],
  params: { ...shared('monitoringProject'), maxSnoozeHours: number('hours a snooze may last', 24, 'tool') },
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
    'snoozes[*].hours': { atMost: param('maxSnoozeHours') },
  },
});
