import { Unknown } from '../../../policy/unknown.ts';
import type { PlanTable } from '../table.ts';

/** Kinds of channel that deliver without a code being entered first. Others may be UNVERIFIED until somebody does. */
const WITHOUT_CODE: ReadonlySet<unknown> = new Set([
  'email',
  'google_chat',
  'pagerduty',
  'pubsub',
  'slack',
  'webhook_basicauth',
  'webhook_tokenauth',
]);

const AWAITS_CODE = new Unknown(
  'after-apply',
  'a channel of this type may have to be verified by a code first',
  {
    needs: 'apply the plan, verify the channel, and audit what was deployed',
  },
);

export const NOTIFICATION_CHANNELS: readonly PlanTable[] = [
  {
    resources: ['google_monitoring_notification_channel'],
    type: 'monitoring.googleapis.com/NotificationChannel',
    name: '//monitoring.googleapis.com/projects/{project}/notificationChannels/{name}',
    dropped: ['force_delete', 'sensitive_labels'],
    creation: {
      verificationStatus: {
        value: ({ type }) => (WITHOUT_CODE.has(type) ? undefined : AWAITS_CODE),
        source:
          'Cloud Monitoring API v3 reference, NotificationChannel.VerificationStatus: not given for channels that need no verification to function',
      },
    },
  },
];
