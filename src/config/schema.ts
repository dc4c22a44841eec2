import {
  type ParamDeclaration,
  type Policy,
  paramKey,
  SECTIONS,
  SEVERITIES,
  SHARED_PARAMS,
  sayDefault,
} from '#policy';

/** The environments of the strategy (L38-58); a configuration may name others. */
export const ENVIRONMENTS = ['production', 'staging', 'development'] as const;

const text = (description: string) => ({ type: 'string', minLength: 1, pattern: '\\S', description });
const texts = (description: string) => ({
  type: 'array',
  items: { type: 'string', minLength: 1 },
  description,
});
const closed = (properties: object, more: object = {}) => ({
  type: 'object',
  properties,
  additionalProperties: false,
  ...more,
});

/** Every parameter key that a policy reads, with its declaration, in the order of the policies. */
export function readParameters(policies: readonly Policy[]): ReadonlyMap<string, ParamDeclaration> {
  const all = new Map<string, ParamDeclaration>();
  for (const { id, params } of policies) {
    for (const [name, declaration] of Object.entries(params ?? {})) all.set(paramKey(id, name), declaration);
  }
  return all;
}

/** Every parameter key that a configuration may set: those that policies read, then the other shared ones. */
export const parametersOf = (policies: readonly Policy[]): ReadonlyMap<string, ParamDeclaration> =>
  new Map([...readParameters(policies), ...Object.entries(SHARED_PARAMS)]);

const sayFrom = (declared: ParamDeclaration): string =>
  declared.value === undefined
    ? 'no default'
    : `default ${JSON.stringify(declared.value)}, ${sayDefault(declared)}`;

/**
 * JSON Schema (draft-07) of `pinky.config.yaml`: the fixed part, and one key for each policy and each parameter of
 * the policies given. It is published for editors and is what a configuration is validated against.
 *
 * @param keep of parameter keys and policy ids, those to declare; all where it is left out
 */
export function configSchema(
  policies: readonly Policy[],
  keep: (key: string) => boolean = () => true,
): object {
  const parameters = Object.fromEntries(
    [...parametersOf(policies)]
      .filter(([key]) => keep(key))
      .map(([key, one]) => [key, { ...one.schema, description: `${one.is} (${sayFrom(one)})` }]),
  );
  const settings = Object.fromEntries(
    policies
      .filter(({ id }) => keep(id))
      .map(({ id, title }) => [id, { $ref: '#/definitions/policy', description: title }]),
  );
  const environment = { type: 'string', pattern: '^[a-z][a-z0-9-]*$' };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'pinky-audit configuration',
    ...closed({
      $schema: { type: 'string' },
      environments: {
        type: 'object',
        description: 'which projects belong to which environment; the first that matches wins',
        propertyNames: environment,
        additionalProperties: closed(
          { projects: { ...texts('project ids, * allowed'), minItems: 1 } },
          { required: ['projects'] },
        ),
      },
      strategy: {
        type: 'object',
        description: 'parameters of the strategy, for all environments (defaults) or for one',
        properties: { defaults: { $ref: '#/definitions/parameters' } },
        propertyNames: environment,
        additionalProperties: { $ref: '#/definitions/parameters' },
      },
      policies: closed({ paths: { $ref: '#/definitions/paths' }, ...settings }),
      paths: { $ref: '#/definitions/paths' },
      waivers: { type: 'array', items: { $ref: '#/definitions/waiver' } },
      snapshot: closed({
        types: texts(
          'asset types, iam or orgpolicy that the snapshot covers even where it has no record of them',
        ),
        complete: { type: 'boolean', description: 'the snapshot covers every asset type' },
        maxAgeDays: {
          type: 'number',
          minimum: 0,
          description: 'evidence older than this is warned of (default 7)',
        },
      }),
      baseline: text('file of findings that were there before, relative to this one'),
      since: {
        type: 'string',
        pattern: '^\\d+\\.\\d+(\\.\\d+)?$',
        description: 'judge only policies that this version of pinky-audit already had',
      },
    }),
    definitions: {
      parameters: closed(parameters),
      paths: texts(
        `folders of your own policies, each with subfolders named ${Object.keys(SECTIONS).join(', ')}`,
      ),
      policy: closed({
        enabled: { type: 'boolean' },
        severity: { type: 'string', enum: SEVERITIES },
        environments: { type: 'array', items: environment, minItems: 1 },
      }),
      waiver: closed(
        {
          policy: { type: 'string', enum: policies.map(({ id }) => id) },
          asset: text('asset name, * allowed'),
          path: text('only this path of the asset'),
          value: {
            type: ['string', 'number', 'boolean'],
            description: 'only this offending value or member',
          },
          reason: text('why it is accepted'),
          owner: text('who answers for it'),
          until: { type: 'string', format: 'date', description: 'last day it holds, YYYY-MM-DD' },
        },
        { required: ['policy', 'asset', 'reason', 'owner', 'until'] },
      ),
    },
  };
}
