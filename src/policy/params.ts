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
}

/** Parameters that several policies share; their keys carry no policy id. */
export const SHARED_PARAMS: Readonly<Record<string, ParamDeclaration>> = {
  domain: {
    is: 'the host name users visit, without scheme',
    from: 'tool',
    schema: { type: 'string', pattern: '^[a-z0-9.-]+\\.[a-z]{2,}$' },
  },
  services: {
    is: 'names of the Cloud Run services that face users; empty means every service',
    value: [],
    from: 'tool',
    schema: { type: 'array', items: { type: 'string' } },
  },
  publicServices: {
    is: 'names of the Cloud Run services that anyone may invoke through the load balancer',
    value: [],
    from: 'tool',
    schema: { type: 'array', items: { type: 'string' } },
  },
  monitoringProject: {
    is: 'project that holds the alert policies, where it is not the project they watch',
    value: '',
    from: 'tool',
    schema: { type: 'string' },
  },
  'cdn.services': {
    is: 'names of the backend services whose responses the CDN must cache',
    value: [],
    from: 'tool',
    schema: { type: 'array', items: { type: 'string' } },
  },
  'plan.scope': {
    is: 'whether a Terraform plan holds everything (complete) or a part of it (partial)',
    value: 'partial',
    from: 'tool',
    schema: { type: 'string', enum: ['complete', 'partial'] },
  },
};

/** The key of a parameter in configuration: shared ones by their name, others as `<policy-id>.<name>`. */
export const paramKey = (policy: string, name: string): string =>
  Object.hasOwn(SHARED_PARAMS, name) ? name : `${policy}.${name}`;
