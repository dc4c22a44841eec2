import type { PlanTable } from '../table.ts';

const HOST = '//clouddeploy.googleapis.com/projects/{project}/locations/{location}';

const DELIVERY_PIPELINE: PlanTable = {
  resources: ['google_clouddeploy_delivery_pipeline'],
  type: 'clouddeploy.googleapis.com/DeliveryPipeline',
  name: `${HOST}/deliveryPipelines/{name}`,
  dropped: ['location', 'name'],
};

const DEPLOY_TARGET: PlanTable = {
  resources: ['google_clouddeploy_target'],
  type: 'clouddeploy.googleapis.com/Target',
  name: `${HOST}/targets/{name}`,
  dropped: ['associated_entities', 'location', 'name'],
};

const DEPLOY_AUTOMATION: PlanTable = {
  resources: ['google_clouddeploy_automation'],
  type: 'clouddeploy.googleapis.com/Automation',
  name: `${HOST}/deliveryPipelines/{delivery_pipeline}/automations/{name}`,
  dropped: ['delivery_pipeline', 'location', 'name'],
};

export const CLOUD_DEPLOY: readonly PlanTable[] = [DELIVERY_PIPELINE, DEPLOY_TARGET, DEPLOY_AUTOMATION];
