import type { PlanTable } from '../table.ts';

const V3 = 'Cloud Monitoring API v3 reference';

export const UPTIME_CHECKS: readonly PlanTable[] = [
  {
    resources: ['google_monitoring_uptime_check_config'],
    type: 'monitoring.googleapis.com/UptimeCheckConfig',
    name: '//monitoring.googleapis.com/projects/{project}/uptimeCheckConfigs/{name}',
    dropped: ['uptime_check_id', 'http_check.auth_info'],
    creation: {
      checkerType: {
        value: 'STATIC_IP_CHECKERS',
        source: `${V3}, UptimeCheckConfig.CheckerType: the default is converted to STATIC_IP_CHECKERS on creation`,
      },
      'httpCheck?.port': {
        value: ({ httpCheck }) => ((httpCheck as { useSsl?: unknown }).useSsl === true ? 443 : 80),
        source: `${V3}, HttpCheck.port: defaults to 80 without SSL, or 443 with SSL`,
      },
    },
  },
];
