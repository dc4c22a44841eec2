import { Unknown } from '../../policy/unknown.ts';
import { isObject } from '../spelling.ts';
import type { Json } from '../types/table.ts';

/**
 * A value that is known after apply only, at an attribute that the configuration does not set: the provider or the API
 * decides it. The type's table may know what that comes to.
 */
export class Unset extends Unknown {
  constructor() {
    super('after-apply', 'the configuration does not set it, and what the API makes of that is not known', {
      needs: 'set the attribute in the configuration, or give a snapshot of what was applied',
    });
  }
}

/** The one for every attribute of the kind: nothing in it differs. */
const UNSET = new Unset();

export const AFTER_APPLY = new Unknown('after-apply', 'its value is known after apply only', {
  needs: 'apply the plan and audit what was deployed, or give a snapshot with the plan',
});

const REDACTED = new Unknown('redacted', 'the plan marks the value as sensitive');

/** Deeper than the values of any attribute nest. */
const DEEPEST = 200;

const TOO_DEEP = new Unknown('malformed', `it nests deeper than ${DEEPEST} levels`);

/** What stands beside the values of a resource, each in the same shape as they are. */
export interface Marks {
  /** `true` where the value is known after apply only. */
  readonly unknown: unknown;
  /** `true` where the value is sensitive. */
  readonly sensitive: unknown;
  /** The expressions of the configuration; undefined where nothing tells what is set. */
  readonly set: unknown;
}

/**
 * Planned values with an Unknown in the place of each that is sensitive, or known after apply only. A null is not set,
 * and left out. An attribute is {@link UNSET} only where its block stands in the configuration and does not name it:
 * the plan's configuration does not show what `dynamic` blocks set.
 */
export function overlay(value: unknown, { unknown, sensitive, set }: Marks, depth = 0): unknown {
  if (depth > DEEPEST) return TOO_DEEP;
  if (isAstray(sensitive, value)) return REDACTED;
  if (sensitive === true) return value === null && unknown !== true ? undefined : REDACTED;
  if (unknown === true && (value === null || value === undefined))
    return set === NOT_SET ? UNSET : AFTER_APPLY;
  if (Array.isArray(value) || Array.isArray(unknown)) return list(value, unknown, sensitive, set, depth);
  if (isObject(value) || isObject(unknown)) return object(value, unknown, sensitive, set, depth);
  return value ?? undefined;
}

/** Attributes that hold a secret whatever the marks say: plans from before Terraform 0.15 have no marks. */
const SECRET =
  /^(?:(?:\w+_)?password|secret_data|private_key|client_key|auth_string|auth_token|service_key|credentials)$/;

/** Whether marks are of another shape than what they mark and say that something in it is sensitive. */
const isAstray = (marks: unknown, value: unknown): boolean =>
  typeof marks === 'object' &&
  marks !== null &&
  value !== null &&
  (typeof value !== 'object' || Array.isArray(marks) !== Array.isArray(value)) &&
  JSON.stringify(marks).includes('true');

/** Stands for an attribute that the block of the configuration around it does not name. */
const NOT_SET = Symbol('not set');

function list(value: unknown, unknown: unknown, sensitive: unknown, set: unknown, depth: number): unknown {
  const values = Array.isArray(value) ? value : [];
  const unknowns = Array.isArray(unknown) ? unknown : [];
  const marks = Array.isArray(sensitive) ? sensitive : [];
  const length = Math.max(values.length, unknowns.length);
  // A block for each element, or one attribute that gives them all; elements of `dynamic` blocks have none.
  const blocks = Array.isArray(set) && set.length === length ? set : undefined;
  return Array.from({ length }, (_, i) =>
    overlay(values[i] ?? null, { unknown: unknowns[i], sensitive: marks[i], set: blocks?.[i] }, depth + 1),
  );
}

function object(value: unknown, unknown: unknown, sensitive: unknown, set: unknown, depth: number): Json {
  const values = isObject(value) ? value : {};
  const unknowns = isObject(unknown) ? unknown : {};
  const marks = isObject(sensitive) ? sensitive : {};
  const out: Json = {};
  for (const name of new Set([...Object.keys(values), ...Object.keys(unknowns)])) {
    if (name === '__proto__') continue;
    const inner = overlay(
      values[name] ?? null,
      {
        unknown: unknowns[name],
        sensitive: SECRET.test(name) && typeof values[name] === 'string' ? true : marks[name],
        set: isObject(set) && !isExpression(set) ? (set[name] ?? NOT_SET) : undefined,
      },
      depth + 1,
    );
    if (inner !== undefined) out[name] = inner;
  }
  return out;
}

/** Whether a part of the configuration is an expression and not a block of several. */
const isExpression = (set: Json): boolean =>
  Object.keys(set).every((key) => key === 'references' || key === 'constant_value') &&
  Object.keys(set).length > 0;
