import type { PlanTable } from '../table.ts';

export const SCHEDULED_JOBS: readonly PlanTable[] = [
  {
    resources: ['google_cloud_scheduler_job'],
    type: 'cloudscheduler.googleapis.com/Job',
    name: '//cloudscheduler.googleapis.com/projects/{project}/locations/{region}/jobs/{name}',
    fields: { paused: { to: 'state', read: (paused) => (paused === true ? 'PAUSED' : 'ENABLED') } },
    dropped: ['name', 'region', 'state'],
    creation: {
      state: { value: 'ENABLED', source: 'Cloud Scheduler API v1, jobs: enabled until it is paused' },
      timeZone: { value: 'Etc/UTC', source: 'hashicorp/google, google_cloud_scheduler_job: default Etc/UTC' },
    },
  },
];
