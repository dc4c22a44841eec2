import { PROJECT } from '../deployment.ts';
import type { Row } from '../row.ts';

const API = 'cloudasset@v1';
const SCOPE = `projects/${PROJECT}`;

/** Cloud Asset. */
export const ASSET_ROWS: readonly Row[] = [
  {
    command: `gcloud asset list --project=${PROJECT} --content-type=resource`,
    node: { api: API, call: 'assets.list', with: { parent: SCOPE, contentType: 'RESOURCE', pageSize: 1000 } },
    says: 'secretmanager.googleapis.com/Secret',
  },
  {
    command: `gcloud asset search-all-resources --scope=${SCOPE}`,
    node: { api: API, call: 'v1.searchAllResources', with: { scope: SCOPE, pageSize: 500 } },
    says: 'clouddeploy.googleapis.com/Target',
  },
  {
    command: `gcloud asset search-all-iam-policies --scope=${SCOPE}`,
    node: { api: API, call: 'v1.searchAllIamPolicies', with: { scope: SCOPE } },
    says: 'roles/owner',
  },
  {
    command: `gcloud asset query --project=${PROJECT} --statement='SELECT name FROM STANDARD_METADATA LIMIT 2'`,
    node: {
      api: API,
      call: 'v1.queryAssets',
      with: { parent: SCOPE, requestBody: { statement: 'SELECT name FROM STANDARD_METADATA LIMIT 2' } },
    },
  },
  {
    command: `gcloud asset get-history --project=${PROJECT} --asset-names=//run.googleapis.com/${SCOPE}/locations/us-central1/services/web --start-time=-p1d --content-type=resource`,
  },
  {
    command: `gcloud asset export --project=${PROJECT} --content-type=resource --output-path=gs://pinky-static/assets.json`,
    node: {
      api: API,
      call: 'v1.exportAssets',
      with: {
        parent: SCOPE,
        requestBody: {
          contentType: 'RESOURCE',
          outputConfig: { gcsDestination: { uri: 'gs://pinky-static/assets.json' } },
        },
      },
    },
  },
];
