import {
  type Lookup,
  type Policy,
  PolicyError,
  paramKey,
  type Settings,
  SHARED_PARAMS,
  Unknown,
} from '#policy';
import { byCodeUnit, type ParameterRow } from '#report';

/**
 * What a policy's parameters are in one environment. The function throws Unknown for a required parameter that
 * nobody set, and PolicyError for one that is not declared.
 */
export function lookupIn(settings: Settings, policy: Policy, environment: string): Lookup {
  const known = new Map<string, unknown>();
  return (name) => {
    let value = known.get(name);
    if (value !== undefined) return value;
    if (!Object.hasOwn(policy.params ?? {}, name) && !Object.hasOwn(SHARED_PARAMS, name)) {
      throw new PolicyError(policy.id, `asks for the parameter "${name}" without declaring it`);
    }
    const key = paramKey(policy.id, name);
    value = settings.parameter(environment, key).value;
    if (value === undefined) {
      throw new Unknown('no-parameter', `the strategy parameter \`${key}\` is not set`, {
        needs: `set strategy.${environment}.${key} in pinky.config.yaml`,
      });
    }
    known.set(name, value);
    return value;
  };
}

/** Every parameter that the policies read, as it holds in each environment. */
export function strategyOf(
  settings: Settings,
  policies: readonly Policy[],
  environments: readonly string[],
): Record<string, Record<string, ParameterRow>> {
  const read = policies.flatMap(({ id, params }) =>
    Object.keys(params ?? {}).map((name) => paramKey(id, name)),
  );
  const keys = [...new Set(read)].sort(byCodeUnit);
  return Object.fromEntries(
    environments.map((environment) => [
      environment,
      Object.fromEntries(
        keys.map((key) => {
          const { value, origin } = settings.parameter(environment, key);
          return [key, { value: value ?? null, origin }];
        }),
      ),
    ]),
  );
}
