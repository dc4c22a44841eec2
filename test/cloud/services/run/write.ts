import { ApiError } from '../../core/errors.ts';
import { isObject, type JsonObject, listOf, objectOf, textOf } from '../../core/json.ts';
import { lastOf, pathOf } from '../../core/names.ts';
import type { Operation } from '../../core/operations.ts';
import type { Call } from '../../core/service.ts';
import type { Resource } from '../../core/store.ts';
import { etagOf, numericIdOf, uuidOf } from '../../core/tokens.ts';
import { KINDS } from './names.ts';
import { revisionNameOf, sameTemplate, withDefaults } from './template.ts';

/** The fields of a service that a client sets; a write of the whole resource replaces all of them. */
export const SETTABLE = [
  'description',
  'labels',
  'annotations',
  'client',
  'clientVersion',
  'ingress',
  'launchStage',
  'binaryAuthorization',
  'template',
  'traffic',
  'scaling',
  'invokerIamDisabled',
  'defaultUriDisabled',
  'iapEnabled',
  'multiRegionSettings',
  'customAudiences',
  'buildConfig',
] as const;

/** A v2 service with its type, as operations carry it. */
const typed = (data: JsonObject): JsonObject => ({
  '@type': 'type.googleapis.com/google.cloud.run.v2.Service',
  ...data,
});

const condition = (type: string, state: string, now: string, message?: string): JsonObject => ({
  type,
  state,
  ...(message === undefined ? {} : { message }),
  lastTransitionTime: now,
});

/** The conditions of a service or revision: what stands for the whole, and its parts. */
const conditionsOf = (state: string, now: string, message?: string): JsonObject => ({
  terminalCondition: condition('Ready', state, now, message),
  conditions: ['ConfigurationsReady', 'RoutesReady'].map((type) => condition(type, state, now, message)),
});

/** What a write is about. */
export interface Written {
  readonly name: string;
  /** Undefined where it is created. */
  readonly before: Resource | undefined;
  /** All fields of SETTABLE that are set after it. */
  readonly wanted: JsonObject;
  readonly projectNumber: string;
}

/** The service as it stands right after a write: a generation more, not yet reconciled. */
function drafted(call: Call, { name, before, wanted, projectNumber }: Written): JsonObject {
  const now = call.cloud.clock.iso();
  const member = call.principal.member.replace(/^[^:]+:/, '');
  const was = before?.data ?? {};
  const kept = Object.fromEntries(
    Object.entries(was).filter(([key]) => !(SETTABLE as readonly string[]).includes(key)),
  );
  const old = objectOf(was['template']);
  const asked = objectOf(wanted['template']);
  const same = before !== undefined && sameTemplate(old, asked);
  return {
    name: pathOf(name),
    uid: uuidOf(name, now),
    createTime: now,
    creator: member,
    uri: `https://${lastOf(name)}-${numericIdOf(name).slice(0, 10)}-uc.a.run.app`,
    ...kept,
    ingress: 'INGRESS_TRAFFIC_ALL',
    launchStage: 'GA',
    traffic: [{ type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 100 }],
    ...wanted,
    template: same ? old : withDefaults(asked, projectNumber),
    generation: String(Number(was['generation'] ?? 0) + 1),
    observedGeneration: was['observedGeneration'] ?? '0',
    updateTime: now,
    lastModifier: member,
    ...conditionsOf('CONDITION_RECONCILING', now),
    reconciling: true,
    etag: JSON.stringify(etagOf(name, now, (before?.version ?? 0) + 1)),
  };
}

/** The revision that a changed template makes: its name, or undefined where none is made. */
function revisionFor({ cloud }: Call, { name, before }: Written, data: JsonObject): string | undefined {
  const template = objectOf(data['template']);
  if (before && sameTemplate(objectOf(before.data['template']), template)) return undefined;
  const short = textOf(template['revision']) ?? revisionNameOf(lastOf(name), Number(data['generation']));
  const revision = `${name}/revisions/${short}`;
  if (cloud.store.get(revision)) {
    throw new ApiError(409, {
      status: 'ALREADY_EXISTS',
      message: `Revision named '${short}' with different configuration already exists.`,
    });
  }
  return revision;
}

/**
 * Writes a service: checks it, stores it as not yet reconciled with the revision that its template makes, and starts the
 * work that makes it ready. `dry` checks only.
 */
export function writeService(call: Call, written: Written, dry = false): Operation {
  const { cloud } = call;
  const data = drafted(call, written);
  const revision = revisionFor(call, written, data);
  if (revision !== undefined) data['latestCreatedRevision'] = pathOf(revision);
  const { name } = written;
  const [, project = '', , location = ''] = pathOf(name).split('/');
  const start = (effect: () => JsonObject, failure?: (error: { message: string }) => void): Operation =>
    cloud.operations.start({
      kind: 'longrunning',
      target: name,
      type: 'update',
      member: call.principal.member,
      project,
      location,
      parent: `projects/${project}/locations/${location}/operations`,
      fate: call.fate,
      metadata: () => typed(cloud.store.get(name)?.data ?? data),
      effect,
      ...(failure ? { failure } : {}),
    });
  if (dry) return cloud.operations.finish(start(() => typed(data)));
  cloud.store.put({ name, type: KINDS.Service.type, project, location, data });
  if (revision !== undefined) cloud.store.put(revisionDraft(call, revision, name, data));
  const generation = data['generation'];
  return start(
    () => typed(settled(call, name, generation as string, revision)),
    ({ message }) => settled(call, name, generation as string, revision, message),
  );
}

function revisionDraft(
  { cloud, principal }: Call,
  revision: string,
  service: string,
  data: JsonObject,
): Parameters<typeof cloud.store.put>[0] {
  const { revision: _, healthCheckDisabled: __, ...template } = objectOf(data['template']);
  const now = cloud.clock.iso();
  return {
    name: revision,
    type: KINDS.Revision.type,
    data: {
      name: pathOf(revision),
      uid: uuidOf(revision, now),
      generation: '1',
      createTime: now,
      updateTime: now,
      launchStage: data['launchStage'] ?? 'GA',
      service: pathOf(service),
      creator: principal.member.replace(/^[^:]+:/, ''),
      ...template,
      conditions: [condition('Ready', 'CONDITION_RECONCILING', now)],
      reconciling: true,
      etag: JSON.stringify(etagOf(revision, now)),
    },
  };
}

/** Ends the reconciliation of a generation, well or (with a message) badly; a later generation is left to its own. */
function settled(
  { cloud }: Call,
  name: string,
  generation: string,
  revision: string | undefined,
  failed?: string,
): JsonObject {
  const now = cloud.clock.iso();
  const state = failed === undefined ? 'CONDITION_SUCCEEDED' : 'CONDITION_FAILED';
  if (revision !== undefined && cloud.store.get(revision)) {
    const ready = [condition('Ready', state, now, failed)];
    cloud.store.patch(revision, {
      data: { conditions: ready, observedGeneration: '1', reconciling: undefined },
    });
  }
  const current = cloud.store.get(name);
  if (!current) return {};
  if (current.data['generation'] !== generation) return current.data;
  const ready =
    failed === undefined ? current.data['latestCreatedRevision'] : current.data['latestReadyRevision'];
  const statuses = listOf(current.data['traffic'])
    .filter(isObject)
    .map((one) =>
      one['type'] === 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST'
        ? { ...one, revision: lastOf(String(ready)) }
        : one,
    );
  return cloud.store.patch(name, {
    data: {
      observedGeneration: generation,
      ...conditionsOf(state, now, failed),
      ...(ready === undefined ? {} : { latestReadyRevision: ready, trafficStatuses: statuses }),
      reconciling: undefined,
    },
  }).data;
}

/** Moves on what a service still waits for, as time does where nobody asks for an operation. */
export function moveOn({ cloud }: Call, name: string): void {
  for (const { status, name: operation } of cloud.operations.list('longrunning', { target: name })) {
    if (status !== 'DONE') cloud.operations.poll('longrunning', operation);
  }
}

/** Starts the removal of a service and its revisions. */
export function removeService(call: Call, { name, data, project, location }: Resource): Operation {
  const { cloud } = call;
  const gone = { ...data, deleteTime: cloud.clock.iso() };
  return cloud.operations.start({
    kind: 'longrunning',
    target: name,
    type: 'delete',
    member: call.principal.member,
    project,
    location,
    parent: `projects/${project}/locations/${location}/operations`,
    fate: call.fate,
    metadata: () => typed(gone),
    effect: () => {
      for (const one of cloud.store.list('*', { project })) {
        if (one.name === name || one.name.startsWith(`${name}/`)) cloud.store.remove(one.name);
      }
      return typed(gone);
    },
  });
}

/** 409 of a write that names a version which is not the present one. */
export const conflict = (service: string, given: string, current: string): ApiError =>
  new ApiError(409, {
    status: 'ABORTED',
    message: `Conflict for resource '${service}': version '${given}' was specified but current version is '${current}'.`,
  });
