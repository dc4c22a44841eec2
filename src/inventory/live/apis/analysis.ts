import type { containeranalysis_v1 } from 'googleapis/build/src/apis/containeranalysis/index.js';
import type { Credentials } from '../../../google/credentials.ts';
import { authOf, CALL } from './call.ts';
import type { Collector } from './model.ts';

/** The most that is given. Source: Artifact Analysis API v1, projects.occurrences.list, `pageSize`. */
const PAGE = 1000;

async function api(credentials: Credentials): Promise<containeranalysis_v1.Containeranalysis> {
  const { default: module } = await import('googleapis/build/src/apis/containeranalysis/index.js');
  return module.containeranalysis({ version: 'v1', auth: authOf(credentials) });
}

/**
 * What was found in an image that serves, and whether it was looked at at all: no finding proves nothing where there is
 * no record of discovery. Source: Artifact Analysis API v1, projects.occurrences.list and its `filter`.
 */
const OCCURRENCES: Collector = {
  type: 'containeranalysis.googleapis.com/Occurrence',
  service: 'containeranalysis.googleapis.com',
  method: 'containeranalysis.projects.occurrences.list',
  permissions: ['containeranalysis.occurrences.list'],
  // Its documentation gives no number for this method; this is a modest one.
  quota: { name: 'containeranalysis reads', perMinute: 300 },
  of: 'image',
  async list(credentials, { project, name }, token) {
    const { occurrences } = (await api(credentials)).projects;
    const { data } = await occurrences.list(
      {
        parent: `projects/${project}`,
        filter: `resourceUrl="https://${name}" AND (kind="VULNERABILITY" OR kind="DISCOVERY")`,
        pageSize: PAGE,
        returnPartialSuccess: true,
        ...(token && { pageToken: token }),
      },
      CALL,
    );
    return {
      next: data.nextPageToken,
      unreachable: data.unreachable ?? [],
      found: (data.occurrences ?? []).map((one) => ({
        name: `containeranalysis.googleapis.com/${one.name}`,
        data: one,
      })),
    };
  },
};

export const ANALYSIS: readonly Collector[] = [OCCURRENCES];
