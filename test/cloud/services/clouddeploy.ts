import { ApiError } from '../core/errors.ts';
import { lastOf } from '../core/names.ts';
import type { Service } from '../core/service.ts';
import { uuidOf } from '../core/tokens.ts';
import { operationHandlers } from '../core/views.ts';
import { crudHandlers, methodsOf } from '../crud/index.ts';
import { type Kind, times } from '../crud/kind.ts';

const V1 = 'google.cloud.deploy.v1';

/** Every kind has an etag, a uid and operations. */
const kind = (
  one: string,
  plural: string,
  permission: string,
  id: string,
  more: Partial<Kind> = {},
): Kind => ({
  type: `clouddeploy.googleapis.com/${one}`,
  plural,
  permission,
  methods: methodsOf([`${V1}.CloudDeploy`], one),
  id,
  page: { size: 50, most: 1000 },
  unreachable: true,
  // UpdateDeliveryPipelineRequest.update_mask
  unmasked: 'replaced',
  allowMissing: true,
  etag: {
    http: 409,
    status: 'ABORTED',
    message: `The etag provided does not match the current etag of the ${one}.`,
  },
  work: {
    verbs: ['create', 'update', 'delete'],
    metadata: `${V1}.OperationMetadata`,
    details: (_, verb, target) => ({ target, verb, apiVersion: 'v1', requestedCancellation: false }),
    message: `${V1}.${one}`,
  },
  fill: (call, write) => ({ uid: uuidOf(write.name), ...write.data, ...times(call, write) }),
  missing: (path) => `Resource '${path}' was not found`,
  taken: (path) => `Resource '${path}' already exists`,
  ...more,
});

/** A pipeline with releases below it goes only where `force` is set (DeleteDeliveryPipelineRequest.force). */
const PIPELINE = kind(
  'DeliveryPipeline',
  'deliveryPipelines',
  'clouddeploy.deliveryPipelines',
  'deliveryPipelineId',
  {
    leaving(call, { name, project }) {
      const below = call.cloud.store.list('*', { project }).some((one) => one.name.startsWith(`${name}/`));
      if (!below || call.query.get('force') === 'true') return;
      const message = `Resource '${lastOf(name)}' has child resources; it is deleted with them where force is set.`;
      throw new ApiError(400, { status: 'FAILED_PRECONDITION', message });
    },
  },
);

const TARGET = kind('Target', 'targets', 'clouddeploy.targets', 'targetId', {
  fill: (call, write) => ({
    uid: uuidOf(write.name),
    ...write.data,
    targetId: lastOf(write.name),
    ...times(call, write),
  }),
});

/** What a pipeline brought about. */
const readOnly = (one: string): Partial<Kind> => ({
  methods: { [`${V1}.CloudDeploy.Get${one}`]: 'get', [`${V1}.CloudDeploy.List${one}s`]: 'list' },
});

/** Cloud Deploy v1 (https://cloud.google.com/deploy/docs/api/reference/rest). */
export default {
  host: 'clouddeploy.googleapis.com',
  handlers: {
    ...crudHandlers([
      PIPELINE,
      TARGET,
      kind('Automation', 'automations', 'clouddeploy.automations', 'automationId'),
      kind('Release', 'releases', 'clouddeploy.releases', 'releaseId', readOnly('Release')),
      kind('Rollout', 'rollouts', 'clouddeploy.rollouts', 'rolloutId', readOnly('Rollout')),
    ]),
    ...operationHandlers,
  },
} satisfies Service;
