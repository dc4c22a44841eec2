import { ApiError } from '../../core/errors.ts';
import { isObject, type Json, type JsonObject, listOf, objectOf } from '../../core/json.ts';
import { merged } from '../../core/merge.ts';
import type { Call, Handler } from '../../core/service.ts';
import { COLLECTIONS, type Collection } from './collections.ts';
import { checkFingerprint } from './names.ts';
import { start } from './operations.ts';
import { found } from './read.ts';
import { labelFingerprint, shown } from './shown.ts';
import { ready, rewrite, writable } from './write.ts';

/** Fields that a setter puts in place, from the body or the query; by the method that does it. */
const SETTERS: Readonly<Record<string, readonly string[]>> = {
  setSecurityPolicy: ['securityPolicy'],
  setEdgeSecurityPolicy: ['securityPolicy'],
  setTarget: ['target'],
  setUrlMap: ['urlMap'],
  setSslPolicy: ['sslPolicy'],
  setSslCertificates: ['sslCertificates'],
  setCertificateMap: ['certificateMap'],
  setQuicOverride: ['quicOverride'],
  setPrivateIpGoogleAccess: ['privateIpGoogleAccess'],
  setMachineType: ['machineType'],
  setDeletionProtection: ['deletionProtection'],
  setNamedPorts: ['namedPorts'],
  resize: ['sizeGb'],
};

/** What a method calls otherwise than the field that it sets. */
const FIELDS: Readonly<Record<string, string>> = { setEdgeSecurityPolicy: 'edgeSecurityPolicy' };

const nameOf = (call: Call): string => call.path.slice(call.path.lastIndexOf('/') + 1);

const set =
  (collection: Collection): Handler =>
  (call) => {
    const method = nameOf(call);
    const before = found(call, collection, method === 'resize' ? 'resize' : method);
    ready(call, before.name);
    const body = writable(objectOf(call.body));
    const changes: Record<string, Json> = {};
    for (const field of SETTERS[method] ?? []) {
      const query = call.query.get(field);
      changes[FIELDS[method] ?? field] = body[field] ?? (query === null ? null : query === 'true');
    }
    return start(call, before.name, method, () =>
      rewrite(call, collection, before.name, merged(before.data, changes)),
    );
  };

const LABELS_CHANGED = 'Labels fingerprint either invalid or resource labels have changed.';

const setLabels =
  (collection: Collection): Handler =>
  (call) => {
    const before = found(call, collection, 'setLabels');
    const { labels = {}, labelFingerprint: given } = objectOf(call.body);
    checkFingerprint(given, labelFingerprint(before.name, before.data), {
      needed: true,
      field: 'resource.labelFingerprint',
      message: LABELS_CHANGED,
    });
    ready(call, before.name);
    return start(call, before.name, 'setLabels', () =>
      rewrite(call, collection, before.name, { ...before.data, labels }),
    );
  };

/** Metadata and tags of an instance, each with a fingerprint of its own. */
const setPart =
  (field: 'metadata' | 'tags'): Handler =>
  (call) => {
    const instances = collectionOf('instances');
    const before = found(call, instances, field === 'metadata' ? 'setMetadata' : 'setTags');
    const body = objectOf(call.body);
    checkFingerprint(body['fingerprint'], objectOf(before.data[field])['fingerprint'], {
      needed: false,
      message: `Supplied fingerprint does not match current ${field} fingerprint.`,
    });
    ready(call, before.name);
    const fingerprint = shown(instances, before)['fingerprint'] ?? '';
    return start(call, before.name, field === 'metadata' ? 'setMetadata' : 'setTags', () =>
      rewrite(call, instances, before.name, { ...before.data, [field]: { ...body, fingerprint } }),
    );
  };

const setStatus =
  (status: string): Handler =>
  (call) => {
    const instances = collectionOf('instances');
    const before = found(call, instances, nameOf(call));
    ready(call, before.name);
    return start(call, before.name, nameOf(call), () =>
      rewrite(call, instances, before.name, { ...before.data, status }),
    );
  };

const collectionOf = (plural: string): Collection =>
  COLLECTIONS.find((one) => one.plural === plural) as Collection;

/** Members of an instance group, which the group itself does not show. */
const listInstances: Handler = (call) => {
  const { name } = found(call, collectionOf('instanceGroups'), 'list');
  return { kind: 'compute#instanceGroupsListInstances', id: name.replace(/^\/\/[^/]+\//, '') };
};

/** Rules of a security policy, by their priority. */
const policies = collectionOf('securityPolicies');
const rulesOf = (data: JsonObject): JsonObject[] => listOf(data['rules']).filter(isObject);

const noRule = (priority: number): ApiError =>
  new ApiError(400, {
    message: `Invalid value for field 'priority': '${priority}'. The security policy does not contain a rule at priority ${priority}.`,
    reason: 'invalid',
  });

function change(
  call: Call,
  type: string,
  apply: (rules: JsonObject[], priority: number) => JsonObject[],
): JsonObject {
  const before = found(call, policies, 'update');
  ready(call, before.name);
  const priority = Number(call.query.get('priority') ?? objectOf(call.body)['priority'] ?? 0);
  const rules = apply(rulesOf(before.data), priority).sort(
    (a, b) => Number(a['priority']) - Number(b['priority']),
  );
  return start(call, before.name, type, () =>
    rewrite(call, policies, before.name, { ...before.data, rules }),
  );
}

const getRule: Handler = (call) => {
  const { data } = found(call, policies, 'get');
  const priority = Number(call.query.get('priority') ?? 0);
  const rule = rulesOf(data).find((one) => one['priority'] === priority);
  if (!rule) throw noRule(priority);
  return rule;
};

const addRule: Handler = (call) =>
  change(call, 'addRule', (rules, priority) => {
    if (rules.some((one) => one['priority'] === priority)) {
      throw new ApiError(400, {
        message: `Invalid value for field 'resource.priority': '${priority}'. Cannot have rules with the same priorities.`,
        reason: 'invalid',
      });
    }
    return [
      ...rules,
      {
        kind: 'compute#securityPolicyRule',
        description: '',
        preview: false,
        ...objectOf(call.body),
        priority,
      },
    ];
  });

/** Merges; a field that the mask names and the body does not have is cleared. */
const patchRule: Handler = (call) =>
  change(call, 'patchRule', (rules, priority) => {
    if (!rules.some((one) => one['priority'] === priority)) throw noRule(priority);
    const body = objectOf(call.body);
    const masked = (call.query.get('updateMask') ?? '')
      .split(',')
      .map((path) => path.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
    const cleared = Object.fromEntries(
      masked.filter((key) => key !== '' && !key.includes('.') && !(key in body)).map((key) => [key, null]),
    );
    return rules.map((one) => (one['priority'] === priority ? merged(one, { ...body, ...cleared }) : one));
  });

const removeRule: Handler = (call) =>
  change(call, 'removeRule', (rules, priority) => {
    if (!rules.some((one) => one['priority'] === priority)) throw noRule(priority);
    return rules.filter((one) => one['priority'] !== priority);
  });

const capital = (method: string): string => method.charAt(0).toUpperCase() + method.slice(1);

/** Every method that changes a part of a resource, by class and method. */
export const setters: Readonly<Record<string, Handler>> = {
  ...Object.fromEntries(
    COLLECTIONS.flatMap((collection) =>
      Object.values(collection.classes).flatMap((name) => [
        ...Object.keys(SETTERS).map((method) => [`${name}.${capital(method)}`, set(collection)]),
        [`${name}.SetLabels`, setLabels(collection)],
      ]),
    ),
  ),
  'Instances.SetMetadata': setPart('metadata'),
  'Instances.SetTags': setPart('tags'),
  'Instances.Start': setStatus('RUNNING'),
  'Instances.Stop': setStatus('TERMINATED'),
  'Instances.Reset': setStatus('RUNNING'),
  'InstanceGroups.ListInstances': listInstances,
  'RegionInstanceGroups.ListInstances': listInstances,
  ...Object.fromEntries(
    ['SecurityPolicies', 'RegionSecurityPolicies'].flatMap((name) => [
      [`${name}.GetRule`, getRule],
      [`${name}.AddRule`, addRule],
      [`${name}.PatchRule`, patchRule],
      [`${name}.RemoveRule`, removeRule],
    ]),
  ),
};
