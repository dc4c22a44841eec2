import { ApiError } from './errors.ts';
import { type JsonObject, objectOf } from './json.ts';
import type { Binding, Policy } from './policy.ts';
import type { Call, Handler } from './service.ts';
import type { Resource } from './store.ts';
import { etagOf, sameEtag } from './tokens.ts';

/** Policies of a resource: what it is, and how its permissions begin (`run.services`). */
export interface Governed {
  /** The resource that a call names; throws the service's 404. */
  readonly found: (call: Call) => Resource;
  readonly permissions: string;
}

/** The policy of a resource as it is shown; one that was never set is empty and has an etag all the same. */
export const policyOf = (resource: Resource): Policy =>
  resource.iam ?? { version: 1, etag: etagOf(resource.name, 'policy') };

/** 409 of a policy that was read before somebody else wrote it (body: DataBiosphere/leonardo#737). */
const changedMeanwhile = (): ApiError =>
  new ApiError(409, {
    status: 'ABORTED',
    message:
      'There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff.',
    reason: 'aborted',
  });

/**
 * Writes a policy whole. An etag that is not the present one is refused; without one the write is unconditional
 * (https://cloud.google.com/iam/docs/policies#etag). Conditions ask for version 3, in what is there and in what is
 * written (https://cloud.google.com/iam/docs/policies#specifying-version-set).
 */
export function writePolicy(call: Call, resource: Resource, given: Policy): Policy {
  const before = policyOf(resource);
  if (given.etag !== undefined && given.etag !== '' && !sameEtag(given.etag, before.etag ?? ''))
    throw changedMeanwhile();
  const conditional = [...(before.bindings ?? []), ...(given.bindings ?? [])].some(
    ({ condition }) => condition,
  );
  if (conditional && (given.version ?? 0) < 3) {
    throw new ApiError(400, {
      status: 'INVALID_ARGUMENT',
      message:
        'The version of the policy must be 3 to set or to replace a policy with conditional role bindings.',
    });
  }
  const bindings: Binding[] = (given.bindings ?? []).filter(({ members }) => members?.length > 0);
  const { auditConfigs = before.auditConfigs } = given;
  const policy: Policy = {
    version: conditional ? 3 : 1,
    etag: etagOf(resource.name, 'policy', resource.version + 1),
    ...(bindings.length > 0 ? { bindings } : {}),
    ...(auditConfigs ? { auditConfigs } : {}),
  };
  call.cloud.store.patch(resource.name, { iam: policy });
  return policy;
}

/** The three methods of google.iam.v1.IAMPolicy, for a service to list under its own ids. */
export function iamHandlers({ found, permissions }: Governed): {
  readonly get: Handler;
  readonly set: Handler;
  readonly test: Handler;
} {
  const shown = (policy: Policy): JsonObject => structuredClone(policy) as unknown as JsonObject;
  return {
    get(call) {
      const resource = found(call);
      call.require(`${permissions}.getIamPolicy`, resource.name);
      return shown(policyOf(resource));
    },
    set(call) {
      const resource = found(call);
      call.require(`${permissions}.setIamPolicy`, resource.name);
      return shown(writePolicy(call, resource, objectOf(objectOf(call.body)['policy']) as unknown as Policy));
    },
    test(call) {
      const resource = found(call);
      const asked = objectOf(call.body)['permissions'];
      const held = (Array.isArray(asked) ? asked.map(String) : []).filter((one) =>
        call.may(one, resource.name),
      );
      return held.length > 0 ? { permissions: held } : {};
    },
  };
}
