import { isObject, type Json, type JsonObject } from '../core/json.ts';
import { complaintOf, isLiteral, OPEN, typeNameOf } from './scalars.ts';
import * as sentences from './sentences.ts';
import type { Field, Message, Shape, Violation } from './types.ts';

/** What is asked of a message beside its shape: that fields are there which `field_behavior` says are required. */
export interface Strictness {
  /**
   * `everywhere`: of requests that make something or replace it. `inside`: of changes, which name what changes; but an
   * element of a list, an entry of a map and a message that the mask names are whole. Left out: nowhere.
   */
  readonly required?: 'everywhere' | 'inside' | undefined;
  /** Fields that need not be there: the path gives them. Paths as violations name them. */
  readonly given?: readonly string[];
  /** What the mask of a change names. Paths as violations name them. */
  readonly masked?: readonly string[];
}

/** Whether required fields are asked of a value: of the body itself, of what a field holds, of one of many. */
export const isAsked = (
  { required, masked = [] }: Strictness,
  place: 'body' | 'field' | 'element',
  path: string,
  above: boolean,
): boolean =>
  required !== undefined &&
  (above || required === 'everywhere' || place === 'element' || (place === 'field' && masked.includes(path)));

/**
 * Everything in a JSON value that is not as the message says, in the order of the value, for Google answers all of it at
 * once. Stricter than Google in two things: one value is not taken for a list of one, and literals of enumerations not in
 * small letters.
 *
 * @param at what errors call the value: the request field that is the body, or empty
 */
export const violations = (
  message: Message,
  value: Json,
  at = '',
  strictness: Strictness = {},
): Violation[] =>
  new Reader(message.name, strictness).message(message, value, at, isAsked(strictness, 'body', at, false));

/** One pass over one value. */
class Reader {
  readonly #root: string;
  readonly #strictness: Strictness;

  constructor(root: string, strictness: Strictness) {
    this.#root = root;
    this.#strictness = strictness;
  }

  message(message: Message, value: Json, at: string, asked: boolean): Violation[] {
    if (value === null) return [];
    if (!isObject(value)) {
      return [sentences.wrongValue(`type.googleapis.com/${message.name}`, at, sentences.shown(value))];
    }
    const found: Violation[] = [];
    const taken = new Map<string, string>();
    for (const [key, inner] of Object.entries(value)) {
      const field = message.field(key);
      if (!field) {
        found.push(sentences.unknownName(key, at));
        continue;
      }
      if (field.oneof !== undefined && inner !== null) {
        const other = taken.get(field.oneof);
        taken.set(field.oneof, field.name);
        if (other !== undefined && other !== field.name) {
          found.push(sentences.oneofTaken(field.oneof, key, at));
          continue;
        }
      }
      found.push(...this.#field(message, field, inner, { key, around: at, asked }));
    }
    if (asked) found.push(...this.#missing(message, value, at));
    return found;
  }

  #missing(message: Message, value: JsonObject, at: string): Violation[] {
    const present = new Set(
      Object.entries(value).flatMap(([key, inner]) =>
        inner === null || inner === '' ? [] : [message.field(key)],
      ),
    );
    return message.fields
      .filter((field) => isDemanded(field) && !present.has(field))
      .map(({ proto }) => below(at, proto))
      .filter((path) => !this.#strictness.given?.includes(path))
      .map(sentences.notSpecified);
  }

  #field(message: Message, field: Field, value: Json, { key, around, asked }: Spot): Violation[] {
    if (value === null) return [];
    const at = below(around, field.proto);
    const element = isAsked(this.#strictness, 'element', at, asked);
    if (field.map) {
      if (Array.isArray(value)) return [sentences.listOnMap(key, around)];
      if (!isObject(value))
        return [sentences.wrongValue(entryOf(message, field), at, sentences.shown(value))];
      return Object.values(value).flatMap((inner, index) => {
        const entry = `${at}[${index}]`;
        return this.#value(field, inner, `${entry}.value`, { key: 'value', around: entry, asked: element });
      });
    }
    if (field.list) {
      if (!Array.isArray(value)) {
        return [sentences.wrongValue(typeNameOf(field), at, sentences.shown(value))];
      }
      return value.flatMap((inner, index) => {
        const place = `${at}[${index}]`;
        if (Array.isArray(inner) && !TAKES_LISTS.has(field.kind)) return [sentences.notRepeating('', place)];
        return this.#value(field, inner, place, { key: '', around: place, asked: element });
      });
    }
    if (Array.isArray(value) && !TAKES_LISTS.has(field.kind)) return [sentences.notRepeating(key, around)];
    return this.#value(field, value, at, {
      key,
      around,
      asked: isAsked(this.#strictness, 'field', at, asked),
    });
  }

  /** One value: of a field, of a list's element, of a map's entry. */
  #value(field: Field, value: Json, at: string, spot: Spot): Violation[] {
    if (value === null) return [];
    if (isObject(value) && !OPEN.has(field.kind)) return [sentences.objectOnScalar(field, spot.around)];
    if (field.kind === 'any') return this.#any(field, value, at);
    return this.#shape(field, value, at, spot);
  }

  #shape(shape: Shape, value: Json, at: string, { key, asked }: Spot): Violation[] {
    if (shape.message) return this.message(shape.message(), value, at, asked);
    if (shape.enum) {
      return isLiteral(shape.enum, value)
        ? []
        : [sentences.wrongValue(typeNameOf(shape), at, sentences.shown(value), 'enum')];
    }
    const complaint = complaintOf(
      shape.kind as Exclude<Shape['kind'], 'enum' | 'message' | 'any'>,
      value,
      key,
    );
    return complaint === undefined ? [] : [sentences.wrongValue(typeNameOf(shape), at, complaint)];
  }

  /** An Any: its type, and what that type has; a type with a JSON form of its own stands under `value`. */
  #any(shape: Shape, value: Json, at: string): Violation[] {
    if (!isObject(value)) return [sentences.wrongValue(typeNameOf(shape), at, sentences.shown(value))];
    const { '@type': url, ...content } = value;
    if (url === undefined && Object.keys(content).length === 0) return [];
    if (typeof url !== 'string' || !/^[\w.-]+\/[\w.]+$/.test(url)) {
      return [sentences.anyWithoutType(this.#root, at)];
    }
    const typed = shape.typed?.(url);
    if (!typed) return [];
    if (typed.message) {
      return this.message(typed.message(), isEmpty(typed, content) ? {} : content, at, false);
    }
    const { value: inner = null, ...more } = content;
    return [
      ...Object.keys(more).map((key) => sentences.unknownName(key, at)),
      ...this.#shape(typed, inner, at, { key: 'value', around: at, asked: false }),
    ];
  }
}

/** Where a value stands: the name it was sent under, the path of what holds it, whether required fields are asked. */
interface Spot {
  readonly key: string;
  readonly around: string;
  readonly asked: boolean;
}

/** google.protobuf.Empty in an Any: as recorded with `value: {}` (Service Usage) and without (Artifact Registry). */
const isEmpty = ({ message }: Shape, { value, ...more }: JsonObject): boolean =>
  message?.().name === 'google.protobuf.Empty' &&
  Object.keys(more).length === 0 &&
  isObject(value) &&
  Object.keys(value).length === 0;

/** Kinds whose value may be a list. */
const TAKES_LISTS: ReadonlySet<Shape['kind']> = new Set(['listvalue', 'value', 'json']);

const below = (at: string, name: string): string => (at === '' ? name : `${at}.${name}`);

/** A required truth value that is left out is false, for false is not sent. */
const isDemanded = ({ required, kind, list }: Field): boolean => required && (list || kind !== 'bool');

/** The message that protobuf makes of a map's entry: `Service.LabelsEntry`. */
const entryOf = ({ name }: Message, field: Field): string =>
  `type.googleapis.com/${name}.${field.name.charAt(0).toUpperCase()}${field.name.slice(1)}Entry`;
