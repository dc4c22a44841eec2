import { PROJECT, REGION } from '../deployment.ts';
import type { Row } from '../row.ts';

const API = 'redis@v1';
const CALL = 'projects.locations.instances';
const PLACE = `projects/${PROJECT}/locations/${REGION}`;
const NAME = `${PLACE}/instances/cache`;
const SHOWN = {
  command: `gcloud redis instances describe cache --region=${REGION}`,
  node: { api: API, call: `${CALL}.get`, with: { name: NAME } },
};

/** Memorystore for Redis. */
export const CACHE_ROWS: readonly Row[] = [
  {
    command: `gcloud redis instances list --region=${REGION}`,
    node: { api: API, call: `${CALL}.list`, with: { parent: PLACE } },
    says: 'cache',
  },
  { ...SHOWN, says: 'SERVER_AUTHENTICATION' },
  {
    command: `gcloud redis instances update cache --region=${REGION} --update-labels=team=web`,
    node: {
      api: API,
      call: `${CALL}.patch`,
      with: { name: NAME, updateMask: 'labels', requestBody: { labels: { team: 'web' } } },
    },
    shown: SHOWN,
    changes: { 'labels.team': 'web' },
  },
  {
    command: `gcloud redis instances update cache --region=${REGION} --enable-auth`,
    node: {
      api: API,
      call: `${CALL}.patch`,
      with: { name: NAME, updateMask: 'authEnabled', requestBody: { authEnabled: true } },
    },
    shown: SHOWN,
    changes: { authEnabled: true },
  },
  {
    command: `gcloud redis instances get-auth-string cache --region=${REGION}`,
    node: { api: API, call: `${CALL}.getAuthString`, with: { name: NAME } },
    says: 'authString',
  },
  {
    command: `gcloud redis instances create spare --region=${REGION} --size=1 --tier=basic`,
    node: {
      api: API,
      call: `${CALL}.create`,
      with: { parent: PLACE, instanceId: 'spare', requestBody: { tier: 'BASIC', memorySizeGb: 1 } },
    },
  },
  {
    command: `gcloud redis instances delete spare --region=${REGION}`,
    node: { api: API, call: `${CALL}.delete`, with: { name: `${PLACE}/instances/spare` } },
  },
  { command: `gcloud redis operations list --region=${REGION}`, says: 'spare' },
];
