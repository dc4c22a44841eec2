import type { cloudscheduler_v1 } from 'googleapis/build/src/apis/cloudscheduler/index.js';
import type { Credentials } from '../../../google/credentials.ts';
import { authOf, CALL } from './call.ts';
import type { Collector } from './model.ts';

async function api(credentials: Credentials): Promise<cloudscheduler_v1.Cloudscheduler> {
  const { default: module } = await import('googleapis/build/src/apis/cloudscheduler/index.js');
  return module.cloudscheduler({ version: 'v1', auth: authOf(credentials) });
}

/**
 * Scheduled jobs, location by location: a list over all of them is not documented. Sources: Cloud Scheduler API v1,
 * projects.locations.list and projects.locations.jobs.list; https://cloud.google.com/scheduler/quotas for the rate.
 */
const JOBS: Collector = {
  type: 'cloudscheduler.googleapis.com/Job',
  service: 'cloudscheduler.googleapis.com',
  method: 'cloudscheduler.projects.locations.jobs.list',
  permissions: ['cloudscheduler.locations.list', 'cloudscheduler.jobs.list'],
  quota: { name: 'cloudscheduler reads', perMinute: 1250 },
  of: 'project',
  async list(credentials, { project, name }, token) {
    const { locations } = (await api(credentials)).projects;
    const page = token && { pageToken: token };
    if (name === '') {
      const { data } = await locations.list({ name: `projects/${project}`, ...page }, CALL);
      const places = (data.locations ?? []).flatMap(({ locationId }) => locationId ?? []);
      return {
        next: data.nextPageToken,
        found: [],
        more: places.map((place) => ({ project, name: place })),
      };
    }
    const { data } = await locations.jobs.list(
      { parent: `projects/${project}/locations/${name}`, ...page },
      CALL,
    );
    return {
      next: data.nextPageToken,
      found: (data.jobs ?? []).map((job) => ({
        name: `cloudscheduler.googleapis.com/${job.name}`,
        location: name,
        data: job,
      })),
    };
  },
};

export const SCHEDULER: readonly Collector[] = [JOBS];
