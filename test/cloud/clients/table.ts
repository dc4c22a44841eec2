import { PROJECT } from './deployment.ts';
import type { Row } from './row.ts';

/**
 * What operators do with gcloud and gsutil, by API. A write says how it is seen and all that it changes: anything else
 * that differs before and after is a failure.
 */
export const ROWS: readonly Row[] = [
  // Service Usage
  {
    command: 'gcloud services list --enabled',
    node: {
      api: 'serviceusage@v1',
      call: 'services.list',
      with: { parent: `projects/${PROJECT}`, filter: 'state:ENABLED' },
    },
    says: 'run.googleapis.com',
  },
  {
    command: 'gcloud services disable redis.googleapis.com',
    node: {
      api: 'serviceusage@v1',
      call: 'services.disable',
      with: { name: `projects/${PROJECT}/services/redis.googleapis.com` },
    },
  },
  {
    command: 'gcloud services enable redis.googleapis.com',
    node: {
      api: 'serviceusage@v1',
      call: 'services.enable',
      with: { name: `projects/${PROJECT}/services/redis.googleapis.com` },
    },
  },
];
