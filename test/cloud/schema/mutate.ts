import { isObject, type Json } from '../core/json.ts';
import type { Message, Shape, Violation } from './types.ts';

/** One way to spoil a JSON value; `spoil` gives a copy with exactly that defect. */
export interface Defect {
  readonly kind: Violation['kind'];
  readonly at: string;
  spoil(value: Json): Json;
}

type Steps = readonly (string | number)[];

/** Every single defect that a value of a message can be given, in the order of the value. */
export function defectsOf(
  message: Message,
  value: Json,
  { required, given = [] }: { readonly required: boolean; readonly given?: readonly string[] },
): Defect[] {
  const all = [...inMessage(message, value, [], required)];
  return all.filter(({ kind, at }) => kind !== 'required' || !given.includes(at));
}

function* inMessage(message: Message, value: Json, at: Steps, required: boolean): Generator<Defect> {
  if (!isObject(value)) return;
  yield defect('unknown', [...at, 'notAField'], () => 'x');
  for (const [key, inner] of Object.entries(value)) {
    const field = message.field(key);
    if (!field || inner === null) continue;
    const here = [...at, key];
    if (required && field.required && inner !== '' && inner !== false && inner !== true)
      yield defect('required', here, () => undefined);
    if (field.list && Array.isArray(inner)) {
      yield defect('type', here, () => 'no list');
      for (const [index, element] of inner.entries())
        yield* inShape(field, element, [...here, index], required);
    } else if (field.map && isObject(inner)) {
      yield defect('type', here, () => 'no map');
      for (const [name, element] of Object.entries(inner))
        yield* inShape(field, element, [...here, name], required);
    } else yield* inShape(field, inner, here, required);
  }
}

function* inShape(shape: Shape, value: Json, at: Steps, required: boolean): Generator<Defect> {
  if (shape.message) {
    yield defect('type', at, () => 'no message');
    yield* inMessage(shape.message(), value, at, required);
  } else if (shape.enum) {
    yield defect('enum', at, () => 'NO_SUCH_LITERAL');
    yield defect('type', at, () => ({ no: 'literal' }));
  } else if (shape.kind !== 'value' && shape.kind !== 'json') yield defect('type', at, wrong);
}

/** Another JSON type than the value's, in no reading its own. */
const wrong = (value: Json): Json =>
  typeof value === 'string' ? (/^-?\d+$/.test(value) ? { not: 'a scalar' } : 17) : 'neither number nor truth';

function defect(kind: Violation['kind'], at: Steps, change: (value: Json) => Json | undefined): Defect {
  return { kind, at: at.join('.'), spoil: (value) => changed(value, at, change) };
}

function changed(value: Json, [step, ...rest]: Steps, change: (value: Json) => Json | undefined): Json {
  if (Array.isArray(value))
    return value.map((one, index) =>
      index === step ? (rest.length > 0 ? changed(one, rest, change) : (change(one) as Json)) : one,
    );
  const object = { ...(value as Record<string, Json>) };
  const key = step as string;
  const inner = rest.length > 0 ? changed(object[key] as Json, rest, change) : change(object[key] as Json);
  if (inner === undefined) delete object[key];
  else object[key] = inner;
  return object;
}
