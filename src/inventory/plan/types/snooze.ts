import type { PlanTable } from '../table.ts';

export const SNOOZES: readonly PlanTable[] = [
  {
    resources: ['google_monitoring_snooze'],
    type: 'monitoring.googleapis.com/Snooze',
    name: '//monitoring.googleapis.com/projects/{project}/snoozes/{name}',
    fields: { 'criteria.policies': { refers: 'monitoring.googleapis.com/AlertPolicy' } },
    creation: {
      'interval?.startTime': {
        value: ({ interval }) => (interval as { endTime?: unknown } | undefined)?.endTime,
        source: 'Cloud Monitoring API v3 reference, TimeInterval.start_time: the default is the end time',
      },
    },
  },
];
