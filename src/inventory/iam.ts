import type { Binding, IamPolicy } from '../policy/model.ts';
import { coerce } from '../policy/schemas/coerce.ts';
import { type Schema, schemaOf } from '../policy/schemas/index.ts';
import { Unknown } from '../policy/unknown.ts';
import { isObject } from './spelling.ts';
import { bad } from './types/read.ts';

type Loose = Record<string, unknown>;

/**
 * A record's IAM policy (version 3 shape) from camelCase or snake_case; a binding without members grants nothing to
 * anybody and stays with an empty list; a condition of nothing but nulls, as BigQuery writes it, is none. An Unknown
 * stands where a value is not one, and for the policy where it is none at all.
 */
export function readIam(value: unknown): IamPolicy | Unknown {
  if (!isObject(value)) return bad(value, 'an IAM policy');
  // Nearly all are as they should be; there may be hundreds of thousands of members.
  if (isPlain(value)) return value as unknown as IamPolicy;
  const policy: Loose = { ...value };
  policy['auditConfigs'] ??= policy['audit_configs'];
  if (policy['auditConfigs'] == null) delete policy['auditConfigs'];
  else policy['auditConfigs'] = camel(policy['auditConfigs']);
  delete policy['audit_configs'];
  policy['bindings'] ??= [];
  coerce(schemaOf('$iam') as Schema, policy, (path, seen) => bad(seen, `a value for ${path}`));
  const bindings = policy['bindings'] as Unknown | (Loose | Unknown)[];
  if (bindings instanceof Unknown) return bindings;
  const read = bindings.map((one) => (one instanceof Unknown ? one : bindingOf(one)));
  return { ...(policy as unknown as IamPolicy), bindings: read as readonly Binding[] };
}

/** Whether a policy has nothing but bindings of nothing but a role and members, each of the API's type. */
function isPlain({ bindings, ...others }: Loose): boolean {
  for (const name in others)
    if (
      name === 'version'
        ? !Number.isInteger(others[name])
        : name !== 'etag' || typeof others[name] !== 'string'
    )
      return false;
  return Array.isArray(bindings) && bindings.every(isPlainBinding);
}

function isPlainBinding(binding: unknown): boolean {
  if (!isObject(binding)) return false;
  const { role, members } = binding;
  for (const name in binding) if (name !== 'role' && name !== 'members') return false;
  return typeof role === 'string' && Array.isArray(members) && members.every(isText);
}

const isText = (value: unknown): boolean => typeof value === 'string';

function bindingOf(binding: Loose): Binding {
  const { role, members, condition, ...rest } = binding;
  const says = isObject(condition) && Object.values(condition).some((part) => part !== null && part !== '');
  return {
    ...rest,
    role: role as string,
    members: (members ?? []) as readonly string[],
    ...(says && { condition: condition as { title?: string; expression?: string } }),
  };
}

/** `audit_log_configs[].{log_type, exempted_members}` as the JSON API names them. */
function camel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camel);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      camel(inner),
    ]),
  );
}
