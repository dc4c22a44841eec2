import { PROJECT, REGION } from '../deployment.ts';
import { IMAGE, TRIGGER } from '../platform.ts';
import type { Row } from '../row.ts';

const PLACE = `projects/${PROJECT}/locations/${REGION}`;
const REPOSITORY = {
  command: `gcloud artifacts repositories describe app --location=${REGION}`,
  node: {
    api: 'artifactregistry@v1',
    call: 'projects.locations.repositories.get',
    with: { name: `${PLACE}/repositories/app` },
  },
};
const BUILD = {
  command: `gcloud builds triggers describe web --region=${REGION}`,
  node: {
    api: 'cloudbuild@v1',
    call: 'projects.locations.triggers.get',
    with: { name: `${PLACE}/triggers/${TRIGGER}` },
  },
};
const TARGET = {
  command: `gcloud deploy targets describe production --region=${REGION}`,
  node: {
    api: 'clouddeploy@v1',
    call: 'projects.locations.targets.get',
    with: { name: `${PLACE}/targets/production` },
  },
};
const JOB = {
  command: `gcloud scheduler jobs describe nightly --location=${REGION}`,
  node: {
    api: 'cloudscheduler@v1',
    call: 'projects.locations.jobs.get',
    with: { name: `${PLACE}/jobs/nightly` },
  },
};

/** Artifact Registry and Artifact Analysis. */
const IMAGES: readonly Row[] = [
  {
    command: 'gcloud artifacts repositories list',
    node: {
      api: 'artifactregistry@v1',
      call: 'projects.locations.repositories.list',
      with: { parent: PLACE },
    },
    says: 'DOCKER',
  },
  {
    command: `gcloud artifacts repositories update app --location=${REGION} --description=images --update-labels=env=production`,
    node: {
      api: 'artifactregistry@v1',
      call: 'projects.locations.repositories.patch',
      with: {
        name: `${PLACE}/repositories/app`,
        updateMask: 'description,labels',
        requestBody: { description: 'images', labels: { env: 'production' } },
      },
    },
    shown: REPOSITORY,
    changes: { description: 'images', 'labels.env': 'production' },
  },
  {
    command: `gcloud artifacts repositories create spare --location=${REGION} --repository-format=docker --immutable-tags`,
    node: {
      api: 'artifactregistry@v1',
      call: 'projects.locations.repositories.create',
      with: {
        parent: PLACE,
        repositoryId: 'spare',
        requestBody: { format: 'DOCKER', dockerConfig: { immutableTags: true } },
      },
    },
  },
  {
    command: `gcloud artifacts repositories delete spare --location=${REGION}`,
    node: {
      api: 'artifactregistry@v1',
      call: 'projects.locations.repositories.delete',
      with: { name: `${PLACE}/repositories/spare` },
    },
  },
  { command: `gcloud artifacts docker images list ${REGION}-docker.pkg.dev/${PROJECT}/app`, says: 'web' },
  {
    command: `gcloud artifacts vulnerabilities list ${IMAGE}`,
    node: {
      api: 'containeranalysis@v1',
      call: 'projects.occurrences.list',
      with: {
        parent: `projects/${PROJECT}`,
        filter: `resourceUrl="https://${IMAGE}" AND kind="VULNERABILITY"`,
      },
    },
    says: 'CVE-2026-0001',
  },
];

/** Cloud Build. */
const BUILDS: readonly Row[] = [
  {
    command: `gcloud builds triggers list --region=${REGION}`,
    node: { api: 'cloudbuild@v1', call: 'projects.locations.triggers.list', with: { parent: PLACE } },
    says: 'cloudbuild.yaml',
  },
  {
    command: `gcloud builds triggers update github web --region=${REGION} --description=main`,
    node: {
      api: 'cloudbuild@v1',
      call: 'projects.locations.triggers.patch',
      with: {
        resourceName: `${PLACE}/triggers/${TRIGGER}`,
        updateMask: 'description',
        requestBody: { description: 'main' },
      },
    },
    shown: BUILD,
    changes: { description: 'main' },
  },
  {
    command: `gcloud builds list --region=${REGION}`,
    node: { api: 'cloudbuild@v1', call: 'projects.locations.builds.list', with: { parent: PLACE } },
    says: 'SUCCESS',
  },
  {
    command: `gcloud builds describe 0c1d2e3f --region=${REGION}`,
    node: {
      api: 'cloudbuild@v1',
      call: 'projects.locations.builds.get',
      with: { name: `${PLACE}/builds/0c1d2e3f` },
    },
    says: TRIGGER,
  },
];

/** Cloud Deploy. */
const DEPLOY: readonly Row[] = [
  {
    command: `gcloud deploy delivery-pipelines list --region=${REGION}`,
    node: {
      api: 'clouddeploy@v1',
      call: 'projects.locations.deliveryPipelines.list',
      with: { parent: PLACE },
    },
    says: 'serialPipeline',
  },
  {
    command: `gcloud deploy delivery-pipelines describe web --region=${REGION}`,
    node: {
      api: 'clouddeploy@v1',
      call: 'projects.locations.deliveryPipelines.get',
      with: { name: `${PLACE}/deliveryPipelines/web` },
    },
    says: 'production',
  },
  {
    command: `gcloud deploy targets list --region=${REGION}`,
    node: { api: 'clouddeploy@v1', call: 'projects.locations.targets.list', with: { parent: PLACE } },
    says: 'production',
  },
  {
    command: `gcloud deploy apply --file=test/cloud/clients/rows/target.yaml --region=${REGION}`,
    node: {
      api: 'clouddeploy@v1',
      call: 'projects.locations.targets.patch',
      with: {
        name: `${PLACE}/targets/production`,
        updateMask: 'requireApproval',
        requestBody: { requireApproval: true },
      },
    },
    shown: TARGET,
    // The command line shows it beside what was rolled out to it.
    changes: { 'Target.requireApproval': true },
    nodeChanges: { requireApproval: true },
  },
];

/** Cloud Scheduler. */
const JOBS: readonly Row[] = [
  {
    command: `gcloud scheduler jobs list --location=${REGION}`,
    node: { api: 'cloudscheduler@v1', call: 'projects.locations.jobs.list', with: { parent: PLACE } },
    says: 'nightly',
  },
  {
    command: `gcloud scheduler jobs update http nightly --location=${REGION} --max-retry-attempts=3`,
    node: {
      api: 'cloudscheduler@v1',
      call: 'projects.locations.jobs.patch',
      with: ({ retryConfig }) => ({
        name: `${PLACE}/jobs/nightly`,
        updateMask: 'retryConfig',
        requestBody: { retryConfig: { ...retryConfig, retryCount: 3 } },
      }),
    },
    shown: JOB,
    changes: { 'retryConfig.retryCount': 3 },
  },
  {
    command: `gcloud scheduler jobs pause nightly --location=${REGION}`,
    node: {
      api: 'cloudscheduler@v1',
      call: 'projects.locations.jobs.pause',
      with: { name: `${PLACE}/jobs/nightly`, requestBody: {} },
    },
    shown: JOB,
    changes: { state: 'PAUSED' },
  },
  {
    command: `gcloud scheduler jobs resume nightly --location=${REGION}`,
    node: {
      api: 'cloudscheduler@v1',
      call: 'projects.locations.jobs.resume',
      with: { name: `${PLACE}/jobs/nightly`, requestBody: {} },
    },
    shown: JOB,
    changes: { state: 'ENABLED' },
  },
  {
    command: `gcloud scheduler jobs run nightly --location=${REGION}`,
    node: {
      api: 'cloudscheduler@v1',
      call: 'projects.locations.jobs.run',
      with: { name: `${PLACE}/jobs/nightly`, requestBody: {} },
    },
  },
  {
    command: `gcloud scheduler jobs create http spare --location=${REGION} --schedule='0 4 * * *' --uri=https://www.example.com/`,
    node: {
      api: 'cloudscheduler@v1',
      call: 'projects.locations.jobs.create',
      with: {
        parent: PLACE,
        requestBody: {
          name: `${PLACE}/jobs/spare`,
          schedule: '0 4 * * *',
          httpTarget: { uri: 'https://www.example.com/' },
        },
      },
    },
  },
  {
    command: `gcloud scheduler jobs delete spare --location=${REGION}`,
    node: {
      api: 'cloudscheduler@v1',
      call: 'projects.locations.jobs.delete',
      with: { name: `${PLACE}/jobs/spare` },
    },
  },
];

/** From the image to where it runs. */
export const DELIVERY_ROWS: readonly Row[] = [...IMAGES, ...BUILDS, ...DEPLOY, ...JOBS];
