import type { PlanTable } from '../table.ts';

export const BUILD_TRIGGERS: readonly PlanTable[] = [
  {
    resources: ['google_cloudbuild_trigger'],
    type: 'cloudbuild.googleapis.com/BuildTrigger',
    name: '//cloudbuild.googleapis.com/projects/{project}/locations/{location}/triggers/{trigger_id}',
    fields: {
      'build.secret': 'build.secrets',
      'build.step': 'build.steps',
      service_account: { refers: 'iam.googleapis.com/ServiceAccount' },
      trigger_id: 'id',
    },
    dropped: ['location'],
  },
];
