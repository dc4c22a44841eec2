import { isObject } from '../spelling.ts';
import type { Json } from '../types/table.ts';
import { type AddressStep, blockOf, parseAddress, spellAddress } from './address.ts';
import type { PlanDocument } from './document.ts';

const objectAt = (value: unknown, ...names: readonly string[]): Json | undefined => {
  let here: unknown = value;
  for (const name of names) here = isObject(here) && Object.hasOwn(here, name) ? here[name] : undefined;
  return isObject(here) ? here : undefined;
};

/** A resource that an expression refers to, and what of it: `.id`. */
export interface Target {
  /** Address as planned, instance keys included where the reference has them. */
  readonly address: string;
  /** True where the reference names the block and leaves open which of its instances. */
  readonly anyInstance: boolean;
  readonly attribute: string;
}

/** Deeper than any configuration nests modules. */
const DEEPEST = 40;

/** More expressions than lead to any value: a plan may be made to lead in circles. */
const FARTHEST = 1000;

/** What the references of an expression were found to be. */
interface Found {
  readonly targets: Target[];
  closed: boolean;
  followed: number;
}

/** The configuration a plan was made from: which attributes it sets, and what their expressions refer to. */
export class Configuration {
  readonly #root: Json | undefined;
  readonly #providers: Json;
  readonly #variables: NonNullable<PlanDocument['variables']>;
  readonly #blocks = new Map<string, Json>();

  constructor({ configuration, variables }: PlanDocument) {
    this.#root = objectAt(configuration, 'root_module');
    this.#providers = objectAt(configuration, 'provider_config') ?? {};
    this.#variables = isObject(variables) ? variables : {};
    if (this.#root) this.#index(this.#root, '');
  }

  #index(module: Json, prefix: string): void {
    for (const block of Array.isArray(module['resources']) ? (module['resources'] as unknown[]) : [])
      if (isObject(block) && typeof block['address'] === 'string')
        this.#blocks.set(prefix + block['address'], block);
    for (const [name, call] of Object.entries(objectAt(module, 'module_calls') ?? {})) {
      const inner = objectAt(call, 'module');
      if (inner) this.#index(inner, `${prefix}module.${name}.`);
    }
  }

  /** The expressions of a resource's block; undefined where the plan does not show them. */
  expressions(address: string): Json | undefined {
    return objectAt(this.#block(address), 'expressions');
  }

  #block(address: string): Json | undefined {
    const parsed = parseAddress(address);
    return parsed && this.#blocks.get(blockOf(parsed.steps));
  }

  /** The project that a resource's provider works in where the resource names none; undefined where not told. */
  defaultProject(address: string): string | undefined {
    const key = this.#block(address)?.['provider_config_key'];
    const names = typeof key === 'string' ? [key, key.replace(/^.*:/, '')] : ['google'];
    for (const name of names) {
      const expression = objectAt(this.#providers, name, 'expressions', 'project');
      const value = expression && this.#constant(expression);
      if (typeof value === 'string' && value !== '') return value;
    }
    return undefined;
  }

  /** A constant, or the value of the one root variable an expression consists of. */
  #constant({ constant_value: constant, references }: Json): unknown {
    if (constant !== undefined) return constant;
    const [reference, ...more] = Array.isArray(references) ? (references as unknown[]) : [];
    const name =
      typeof reference === 'string' && more.length === 0 ? /^var\.([\w-]+)$/.exec(reference) : null;
    if (!name) return undefined;
    const declared = objectAt(this.#root, 'variables', name[1] as string);
    if (declared?.['sensitive'] === true) return undefined;
    const given = objectAt(this.#variables, name[1] as string);
    return given ? given['value'] : declared?.['default'];
  }

  /**
   * The resources that the expression at an attribute path of a resource refers to, followed through the arguments of
   * module calls and the outputs of modules. `closed` is false where it also refers to what the plan does not show:
   * locals, data sources.
   */
  references(address: string, path: readonly (string | number)[]): { targets: Target[]; closed: boolean } {
    const steps = parseAddress(address)?.steps;
    const out: Found = { targets: [], closed: true, followed: 0 };
    if (!steps) return out;
    let here: unknown = this.expressions(address);
    for (const segment of path) {
      // Elements of one expression share it.
      if (typeof segment === 'number' && !Array.isArray(here)) continue;
      here = isObject(here) || Array.isArray(here) ? (here as Json)[segment] : undefined;
    }
    this.#follow(here, steps.slice(0, -1), out, 0);
    return out;
  }

  #follow(expression: unknown, scope: readonly AddressStep[], out: Found, depth: number): void {
    if (!isObject(expression)) return;
    if (depth > DEEPEST || ++out.followed > FARTHEST) {
      out.closed = false;
      return;
    }
    const { references } = expression;
    for (const reference of outermost(references)) {
      if (/^(?:each|count|path|terraform|self)\./.test(reference)) continue;
      const argument = /^var\.([\w-]+)/.exec(reference)?.[1];
      if (argument !== undefined) {
        const caller = scope.slice(0, -1);
        const call = scope.length > 0 ? this.#call(scope) : undefined;
        this.#follow(objectAt(call, 'expressions', argument), caller, out, depth + 1);
        continue;
      }
      if (reference.startsWith('module.')) {
        this.#output(reference, scope, out, depth);
        continue;
      }
      const parsed = parseAddress(reference);
      const first = parsed?.steps[0];
      if (!parsed || !first || /^(?:local|data)\./.test(reference)) out.closed = false;
      else {
        out.targets.push({
          address: spellAddress([...scope, first]),
          anyInstance: first.key === '',
          attribute: parsed.rest,
        });
      }
    }
  }

  /** `module.net.network_id`, `module.net["a"].network_id`: what the output's own expression refers to. */
  #output(reference: string, scope: readonly AddressStep[], out: Found, depth: number): void {
    const [, name, key = '', output] =
      /^module\.([\w-]+)(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.([\w-]+)/.exec(reference) ?? [];
    const inner = [...scope, { name: `module.${name}`, key }];
    const expression = objectAt(this.#call(inner), 'module', 'outputs', output ?? '', 'expression');
    if (expression) this.#follow(expression, inner, out, depth + 1);
    else out.closed = false;
  }

  #call(scope: readonly AddressStep[]): Json | undefined {
    let module = this.#root;
    let call: Json | undefined;
    for (const { name } of scope) {
      call = objectAt(module, 'module_calls', name.slice('module.'.length));
      module = objectAt(call, 'module');
    }
    return call;
  }
}

/** Terraform lists `a.b.id` and then `a.b`: the longest of each such run says it. */
function outermost(references: unknown): string[] {
  const all = (Array.isArray(references) ? references : []).filter((one) => typeof one === 'string');
  return all.filter(
    (one, i) => !all.some((other, j) => j !== i && other.length > one.length && isPrefix(one, other)),
  );
}

const isPrefix = (one: string, other: string): boolean =>
  other.startsWith(one) && /^[.[]/.test(other.slice(one.length));
