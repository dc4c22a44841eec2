import { isObject, type Json, type JsonObject } from '../core/json.ts';
import { isLiteral } from './scalars.ts';
import type { Field, Message } from './types.ts';
import { isAsked, type Strictness } from './violations.ts';

/** What a mutant is spoilt by. */
export const KINDS = ['unknown', 'enum', 'type', 'required'] as const;

/**
 * One way to change a JSON value. Where it can be done is seen from the JSON alone: a name more in an object, another text
 * for one in capitals, another type for a value, a key less. The schema says only why the changed value is still good.
 */
export interface Mutation {
  readonly kind: (typeof KINDS)[number];
  readonly at: string;
  /** Why it is no defect: `free text`; undefined where it is one and must be refused. */
  readonly excuse: string | undefined;
  /** A copy with the change. */
  spoil(value: Json): Json;
}

type Steps = readonly (string | number)[];

/** Every mutation of a value, in the order of the value. */
export function* mutationsOf(
  message: Message,
  value: Json,
  strictness: Strictness,
  root = '',
): Generator<Mutation> {
  const asked = isAsked(strictness, 'body', root, false);
  if (isObject(value)) yield* new Walk(strictness).object(value, { message, asked }, [], root);
}

/** What an object is: a message, or keys that are good whatever they are. */
interface Holder {
  readonly message?: Message | undefined;
  /** Of what is no message: why every key is good. */
  readonly open?: string;
  /** Of a map: what its entries hold. */
  readonly value?: Field;
  /** Whether required fields are asked of it. */
  readonly asked: boolean;
}

class Walk {
  readonly #strictness: Strictness;

  constructor(strictness: Strictness) {
    this.#strictness = strictness;
  }

  /** @param path as violations name it, for the fields that the path of the request gives */
  *object(value: JsonObject, holder: Holder, at: Steps, path: string): Generator<Mutation> {
    const { message, open, asked } = holder;
    yield mutation('unknown', [...at, 'zzNoSuchField'], () => 'x', open);
    for (const [index, [key, inner]] of Object.entries(value).entries()) {
      const field = message?.field(key);
      const here = [...at, key];
      yield mutation('required', here, () => undefined, open ?? this.#spared(field, path, asked));
      if (inner === null) continue;
      if (field) yield* this.#field(field, inner, here, below(path, field.proto), asked);
      else if (holder.value) yield* this.#one(holder.value, inner, here, `${path}[${index}].value`, asked);
      else yield* anything(inner, here, 'its type is not described');
    }
  }

  *#field(field: Field, value: Json, at: Steps, path: string, above: boolean): Generator<Mutation> {
    const asked = isAsked(this.#strictness, 'element', path, above);
    if (field.list && Array.isArray(value)) {
      yield mutation('type', at, () => 17);
      for (const [index, inner] of value.entries()) {
        yield* this.#one(field, inner, [...at, index], `${path}[${index}]`, asked);
      }
    } else if (field.map && isObject(value)) {
      yield mutation('type', at, () => 17);
      yield* this.object(value, { open: 'any key of a map', value: field, asked }, at, path);
    } else {
      yield* this.#one(field, value, at, path, isAsked(this.#strictness, 'field', path, above));
    }
  }

  *#one(field: Field, value: Json, at: Steps, path: string, asked: boolean): Generator<Mutation> {
    if (value === null) return;
    if (!isObject(value)) {
      yield* scalar(field, value, at);
      return;
    }
    yield mutation('type', at, () => 17, FREE.has(field.kind) ? 'any value' : undefined);
    if (field.kind === 'any') yield* this.#any(field, value, at, path);
    else if (field.message) yield* this.object(value, { message: field.message(), asked }, at, path);
    else yield* anything(value, at, 'any value', true);
  }

  /** An Any that has content must say what it is. */
  *#any(field: Field, value: JsonObject, at: Steps, path: string): Generator<Mutation> {
    const { '@type': url, ...content } = value;
    yield mutation('type', [...at, '@type'], () => 17);
    if (Object.keys(content).length > 0) yield mutation('required', [...at, '@type'], () => undefined);
    const message = typeof url === 'string' ? field.typed?.(url)?.message?.() : undefined;
    if (message) yield* this.object(content, { message, asked: false }, at, path);
    else yield* anything(content, at, 'its type is not described', true);
  }

  #spared(field: Field | undefined, path: string, asked: boolean): string | undefined {
    if (!field?.required) return 'not required';
    if (!asked) return 'required, but not in a reply, nor in a change that does not name it';
    if (this.#strictness.given?.includes(below(path, field.proto))) return 'given by the path';
    return field.kind === 'bool' && !field.list ? 'false is not sent' : undefined;
  }
}

/** What a value holds of which nothing is known. */
function* anything(value: Json, at: Steps, excuse: string, inside = false): Generator<Mutation> {
  if (value === null) return;
  if (!inside) yield mutation('type', at, other(value, at), excuse);
  if (isObject(value)) {
    yield mutation('unknown', [...at, 'zzNoSuchField'], () => 'x', excuse);
    for (const [key, inner] of Object.entries(value)) {
      yield mutation('required', [...at, key], () => undefined, excuse);
      yield* anything(inner, [...at, key], excuse);
    }
  } else if (Array.isArray(value)) {
    for (const [index, inner] of value.entries()) yield* anything(inner, [...at, index], excuse);
  } else if (isCapital(value)) yield mutation('enum', at, () => NO_LITERAL, excuse);
}

function* scalar(field: Field, value: Json, at: Steps): Generator<Mutation> {
  if (isCapital(value)) yield mutation('enum', at, () => NO_LITERAL, field.enum ? undefined : 'free text');
  const change = other(value, at);
  yield mutation('type', at, change, stillGood(field, change(value)));
}

const NO_LITERAL = 'NO_SUCH_LITERAL';

const isCapital = (value: Json): boolean =>
  typeof value === 'string' && /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(value) && value.length > 1;

/** A value of another JSON type; which one goes by where it stands, so that it is the same in every run. */
const other = (value: Json, at: Steps): ((value: Json) => Json) => {
  const choices: Json[] = [17, 'text', true, { a: 'text' }, ['text']];
  const kept = choices.filter((one) => typeName(one) !== typeName(value));
  return () => kept[at.join('.').length % kept.length] as Json;
};

const typeName = (value: Json): string => (Array.isArray(value) ? 'list' : typeof value);

const FREE: ReadonlySet<string> = new Set(['value', 'json']);

const NUMERIC = /^(?:u?int(?:32|64)|float|double|number)$/;

function stillGood(field: Field, value: Json): string | undefined {
  if (FREE.has(field.kind)) return 'any value';
  if (typeof value !== 'number') return undefined;
  if (NUMERIC.test(field.kind)) return 'a number in its other spelling';
  return field.enum && isLiteral(field.enum, value) ? 'the number of a literal' : undefined;
}

const below = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

function mutation(
  kind: Mutation['kind'],
  at: Steps,
  change: (value: Json) => Json | undefined,
  excuse?: string,
): Mutation {
  return { kind, at: at.join('.'), excuse, spoil: (value) => changed(value, at, change) };
}

function changed(value: Json, [step, ...rest]: Steps, change: (value: Json) => Json | undefined): Json {
  const inside = (inner: Json): Json | undefined =>
    rest.length > 0 ? changed(inner, rest, change) : change(inner);
  if (Array.isArray(value)) return value.map((one, index) => (index === step ? (inside(one) as Json) : one));
  const object = { ...(value as JsonObject) };
  const key = step as string;
  const inner = inside(object[key] as Json);
  if (inner === undefined) delete object[key];
  else object[key] = inner;
  return object;
}
