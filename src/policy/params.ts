/** A JSON Schema for a parameter's value, as far as a configuration needs it. */
export interface ParamSchema {
  readonly type: 'number' | 'integer' | 'string' | 'boolean' | 'array';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly (string | number)[];
  readonly items?: { readonly type: 'string' | 'integer'; readonly enum?: readonly string[] };
  readonly pattern?: string;
}

/**
 * One number, kind or piece of architecture that a team may set, per environment.
 *
 * `value` is the default; without one the parameter must be set, or what asks for it is unknown. `from` is where the
 * default comes from: a line of the strategy (`L204`), or `tool` where the strategy gives no number.
 */
export interface ParamDeclaration {
  readonly is: string;
  readonly value?: unknown;
  readonly from: `L${number}` | 'tool';
  readonly schema: ParamSchema;
  /** The asset type of what the texts of a list name, by its short name: one that names nothing is told of. */
  readonly names?: string;
}

/** Where a default comes from, as a person reads it: the tool owns up to a number that the strategy does not give. */
export const sayDefault = ({ from, schema }: ParamDeclaration): string => {
  if (from !== 'tool') return `strategy ${from}`;
  const counted = schema.type === 'integer' || schema.type === 'number';
  return counted ? 'tool default: the strategy gives no number' : 'tool default';
};

type From = ParamDeclaration['from'];
type Bounds = Pick<ParamSchema, 'minimum' | 'maximum'>;

/** A whole number: what it is, its default, where that comes from, its bounds (at least 0 unless said). */
export const integer = (is: string, value: number, from: From, bounds: Bounds = {}): ParamDeclaration => ({
  is,
  value,
  from,
  schema: { type: 'integer', minimum: 0, ...bounds },
});

/** A number, whole or not, at least 0 unless said. */
export const number = (is: string, value: number, from: From, bounds: Bounds = {}): ParamDeclaration => ({
  is,
  value,
  from,
  schema: { type: 'number', minimum: 0, ...bounds },
});

/** A text, which fits the pattern where one is given; without a default it must be set. */
export const text = (
  is: string,
  value: string | undefined,
  from: From,
  pattern?: string,
): ParamDeclaration => ({
  is,
  ...(value !== undefined && { value }),
  from,
  schema: { type: 'string', ...(pattern !== undefined && { pattern }) },
});

/** One of the texts given. */
export const choice = (
  is: string,
  value: string,
  from: From,
  options: readonly string[],
): ParamDeclaration => ({ is, value, from, schema: { type: 'string', enum: options } });

/** True or false. */
export const flag = (is: string, value: boolean, from: From): ParamDeclaration => ({
  is,
  value,
  from,
  schema: { type: 'boolean' },
});

/** A list of texts, or of what `items` says. */
export const list = (
  is: string,
  value: readonly (string | number)[],
  from: From,
  items: Partial<NonNullable<ParamSchema['items']>> = {},
): ParamDeclaration => ({ is, value, from, schema: { type: 'array', items: { type: 'string', ...items } } });

/** A list of names of assets of a type, none unless set. */
const naming = (type: string, is: string): ParamDeclaration => ({ ...list(is, [], 'tool'), names: type });

const SHARED = {
  domain: text('host name users visit, without scheme', undefined, 'tool', '^[a-z0-9.-]+\\.[a-z]{2,}$'),
  services: naming(
    'run.googleapis.com/Service',
    'Cloud Run services that face users, by name; empty means every service',
  ),
  publicServices: naming(
    'run.googleapis.com/Service',
    'Cloud Run services that anyone may call through the load balancer, by name',
  ),
  monitoringProject: text('project of the alert policies, where it is not the one they watch', '', 'tool'),
  'cdn.services': naming(
    'compute.googleapis.com/BackendService',
    'backend services whose responses the CDN must cache, by name',
  ),
  'plan.scope': choice('how much a Terraform plan holds', 'partial', 'tool', ['complete', 'partial']),
} satisfies Readonly<Record<string, ParamDeclaration>>;

/** Parameters that several policies share; their keys carry no policy id. */
export const SHARED_PARAMS: Readonly<Record<string, ParamDeclaration>> = SHARED;

/** Shared parameters that a policy asks for, to stand among its own: `{ ...shared('domain'), days: … }`. */
export const shared = (...names: readonly (keyof typeof SHARED)[]): Record<string, ParamDeclaration> =>
  Object.fromEntries(names.map((name) => [name, SHARED[name]]));

/** The key of a parameter in configuration: shared ones by their name, others as `<policy-id>.<name>`. */
export const paramKey = (policy: string, name: string): string =>
  Object.hasOwn(SHARED_PARAMS, name) ? name : `${policy}.${name}`;
