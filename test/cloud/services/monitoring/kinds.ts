import type { JsonObject } from '../../core/json.ts';

/** One kind of configuration of Cloud Monitoring. */
export interface Kind {
  readonly type: string;
  /** In paths. */
  readonly plural: string;
  /** Full name of the API's class, and what its methods call one and many. */
  readonly rpc: string;
  readonly one: string;
  readonly many: string;
  /** Field of the list. */
  readonly field: string;
  /** How its permissions begin. */
  readonly permission: string;
  /** Parameter of a create that chooses the id; the service does where it is left out. */
  readonly id?: string;
  /** Whether names have the project's number, as recorded, or what the request had. */
  readonly numbered?: boolean;
  /** Whether the list counts all. */
  readonly counts?: boolean;
  /** What a create fills in. */
  readonly defaults?: JsonObject;
  /** Whether it carries an etag, held against that of an update. */
  readonly etag?: boolean;
}

const V3 = 'google.monitoring.v3';

/** Fields and defaults as recorded (https://cloud.google.com/monitoring/api/ref_v3/rest). */
export const KINDS: readonly Kind[] = [
  {
    type: 'monitoring.googleapis.com/AlertPolicy',
    plural: 'alertPolicies',
    rpc: `${V3}.AlertPolicyService`,
    one: 'AlertPolicy',
    many: 'AlertPolicies',
    field: 'alertPolicies',
    permission: 'monitoring.alertPolicies',
    counts: true,
    defaults: { enabled: true },
  },
  {
    type: 'monitoring.googleapis.com/NotificationChannel',
    plural: 'notificationChannels',
    rpc: `${V3}.NotificationChannelService`,
    one: 'NotificationChannel',
    many: 'NotificationChannels',
    field: 'notificationChannels',
    permission: 'monitoring.notificationChannels',
    counts: true,
    defaults: { enabled: true },
  },
  {
    type: 'monitoring.googleapis.com/UptimeCheckConfig',
    plural: 'uptimeCheckConfigs',
    rpc: `${V3}.UptimeCheckService`,
    one: 'UptimeCheckConfig',
    many: 'UptimeCheckConfigs',
    field: 'uptimeCheckConfigs',
    permission: 'monitoring.uptimeCheckConfigs',
    counts: true,
    defaults: { period: '60s', timeout: '10s', checkerType: 'STATIC_IP_CHECKERS' },
  },
  {
    type: 'monitoring.googleapis.com/Snooze',
    plural: 'snoozes',
    rpc: `${V3}.SnoozeService`,
    one: 'Snooze',
    many: 'Snoozes',
    field: 'snoozes',
    permission: 'monitoring.snoozes',
  },
  {
    type: 'monitoring.googleapis.com/Group',
    plural: 'groups',
    rpc: `${V3}.GroupService`,
    one: 'Group',
    many: 'Groups',
    field: 'group',
    permission: 'monitoring.groups',
  },
  {
    type: 'monitoring.googleapis.com/Service',
    plural: 'services',
    rpc: `${V3}.ServiceMonitoringService`,
    one: 'Service',
    many: 'Services',
    field: 'services',
    permission: 'monitoring.services',
    id: 'serviceId',
    numbered: true,
  },
  {
    type: 'monitoring.googleapis.com/ServiceLevelObjective',
    plural: 'serviceLevelObjectives',
    rpc: `${V3}.ServiceMonitoringService`,
    one: 'ServiceLevelObjective',
    many: 'ServiceLevelObjectives',
    field: 'serviceLevelObjectives',
    permission: 'monitoring.slos',
    id: 'serviceLevelObjectiveId',
    numbered: true,
  },
  {
    type: 'monitoring.googleapis.com/Dashboard',
    plural: 'dashboards',
    rpc: 'google.monitoring.dashboard.v1.DashboardsService',
    one: 'Dashboard',
    many: 'Dashboards',
    field: 'dashboards',
    permission: 'monitoring.dashboards',
    numbered: true,
    etag: true,
  },
];
