import type { PlanTable } from '../table.ts';

const API = 'Cloud Monitoring API v3, AlertPolicy';

export const ALERT_POLICIES: readonly PlanTable[] = [
  {
    resources: ['google_monitoring_alert_policy'],
    type: 'monitoring.googleapis.com/AlertPolicy',
    // The last part of the name is given by the API.
    name: '//monitoring.googleapis.com/projects/{project}/alertPolicies/{name}',
    fields: {
      notification_channels: {
        to: 'notificationChannels',
        refers: 'monitoring.googleapis.com/NotificationChannel',
      },
    },
    dropped: ['creation_record'],
    creation: {
      name: { source: `${API}.name: given by the API` },
      enabled: { value: true, source: 'hashicorp/google, google_monitoring_alert_policy: default true' },
      notificationChannels: { value: () => [], source: `${API}: none unless set` },
      validity: { source: `${API}.validity: only where the policy is invalid` },
    },
  },
];
