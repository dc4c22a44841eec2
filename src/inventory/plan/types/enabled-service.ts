import type { PlanTable } from '../table.ts';

export const ENABLED_SERVICES: readonly PlanTable[] = [
  {
    resources: ['google_project_service'],
    type: 'serviceusage.googleapis.com/Service',
    name: '//serviceusage.googleapis.com/projects/{project}/services/{service}',
    dropped: [
      'check_if_service_has_usage_on_destroy',
      'disable_dependent_services',
      'disable_on_destroy',
      'service',
    ],
    creation: {
      state: { value: 'ENABLED', source: 'google_project_service: the resource is that the API is enabled' },
    },
  },
];
