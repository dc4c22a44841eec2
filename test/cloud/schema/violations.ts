import { isObject, type Json, type JsonObject } from '../core/json.ts';
import { complaintOf, isLiteral, OPEN, typeNameOf } from './scalars.ts';
import * as sentences from './sentences.ts';
import type { Field, Message, Shape, Violation } from './types.ts';

/** What is asked of a message beside its shape. */
export interface Strictness {
  /** Fields that `field_behavior` says are required must be there: of requests that make something. */
  readonly required?: boolean;
  /** Fields that need not be: the path gives them. Paths as violations name them. */
  readonly given?: readonly string[];
  /** Null as the value of a key of a map takes the key away: of PATCH. */
  readonly takesAway?: boolean;
}

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
): Violation[] => new Reader(message.name, strictness).message(message, value, at);

/** One pass over one value. */
class Reader {
  readonly #root: string;
  readonly #strictness: Strictness;

  constructor(root: string, strictness: Strictness) {
    this.#root = root;
    this.#strictness = strictness;
  }

  message(message: Message, value: Json, at: string): Violation[] {
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
      found.push(...this.#field(message, field, inner, key, at));
    }
    if (this.#strictness.required) found.push(...this.#missing(message, value, at));
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

  #field(message: Message, field: Field, value: Json, key: string, around: string): Violation[] {
    if (value === null) return [];
    const at = below(around, field.proto);
    if (field.map) {
      if (Array.isArray(value)) return [sentences.listOnMap(key, around)];
      if (!isObject(value))
        return [sentences.wrongValue(entryOf(message, field), at, sentences.shown(value))];
      return Object.values(value).flatMap((inner, index) =>
        inner === null && this.#strictness.takesAway
          ? []
          : this.#value(field, inner, 'value', `${at}[${index}].value`, `${at}[${index}]`),
      );
    }
    if (field.list) {
      if (!Array.isArray(value)) {
        return [sentences.wrongValue(typeNameOf(field), at, sentences.shown(value))];
      }
      return value.flatMap((inner, index) => {
        const place = `${at}[${index}]`;
        if (Array.isArray(inner) && !TAKES_LISTS.has(field.kind)) return [sentences.notRepeating('', place)];
        return this.#value(field, inner, '', place, place);
      });
    }
    if (Array.isArray(value) && !TAKES_LISTS.has(field.kind)) return [sentences.notRepeating(key, around)];
    return this.#value(field, value, key, at, around);
  }

  /** One value: of a field, of a list's element, of a map's entry. `around` is the path of what holds it. */
  #value(field: Field, value: Json, key: string, at: string, around: string): Violation[] {
    if (value === null) return [];
    if (isObject(value) && !OPEN.has(field.kind)) return [sentences.objectOnScalar(field, around)];
    if (field.kind === 'any') return this.#any(field, value, at);
    return this.#shape(field, value, key, at);
  }

  #shape(shape: Shape, value: Json, key: string, at: string): Violation[] {
    if (shape.message) return this.message(shape.message(), value, at);
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
    if (typed.message) return this.message(typed.message(), isEmpty(typed, content) ? {} : content, at);
    const { value: inner = null, ...more } = content;
    return [
      ...Object.keys(more).map((key) => sentences.unknownName(key, at)),
      ...this.#shape(typed, inner, 'value', at),
    ];
  }
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
