import type { Policy } from '#policy';
import { PinkyError } from '../errors.ts';
import type { Document } from './document.ts';
import { suggest } from './nearest.ts';
import { problemOf, sayPath } from './problems.ts';
import { configSchema, ENVIRONMENTS } from './schema.ts';
import { strangeTypes } from './snapshot-types.ts';

/** What a valid configuration file holds. */
export interface Written {
  readonly environments?: Readonly<Record<string, { readonly projects: readonly string[] }>>;
  readonly strategy?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly policies?: Readonly<Record<string, unknown>>;
  readonly paths?: readonly string[];
  readonly waivers?: readonly {
    readonly policy: string;
    readonly asset: string;
    readonly path?: string;
    readonly value?: string | number | boolean;
    readonly reason: string;
    readonly owner: string;
    readonly until: string;
  }[];
  readonly snapshot?: {
    readonly types?: readonly string[];
    readonly complete?: boolean;
    readonly maxAgeDays?: number;
  };
  readonly baseline?: string;
  readonly since?: string;
}

/** The version with which the first policies came. */
const FIRST = '0.1.0';

/** Whether `YYYY-MM-DD` names a day of the calendar. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/**
 * Checks a configuration against its schema and against itself.
 *
 * @param version of this program, which `since` may not exceed
 * @throws AggregateError of every E_CONFIG mistake, in the order of the file
 */
export async function validate(
  document: Document,
  policies: readonly Policy[],
  version: string,
): Promise<Written> {
  const { Ajv } = await import('ajv');
  const check = (schema: object) => {
    const options = { allErrors: true, verbose: true, allowUnionTypes: true, validateSchema: false };
    const ajv = new Ajv({ ...options, code: { optimize: false }, formats: { date: isDate } });
    const found = ajv.compile(schema);
    return found(document.value) ? [] : (found.errors ?? []);
  };
  // Compiling every key takes longer than a small audit, so a sound file is held to the keys that it has.
  const keys = keysOf(document.value as Written);
  const sound = check(configSchema(policies, (key) => keys.has(key))).length === 0;
  const problems = sound
    ? [
        ...strangeEnvironments(document),
        ...strangeTypes(document, policies),
        ...impossibleSince(document, version),
      ]
    : check(configSchema(policies)).flatMap((error) => problemOf(error, document) ?? []);
  if (problems.length === 0) return document.value as Written;
  const line = ({ place }: PinkyError) => place?.line ?? 0;
  problems.sort((a, b) => line(a) - line(b));
  throw new AggregateError(problems, `${document.uri} has ${problems.length} mistakes`);
}

/** The keys of parameters and policies that a configuration has, sound or not. */
function keysOf(value: Written): ReadonlySet<string> {
  const { strategy, policies } = Object(value) as Written;
  return new Set([...Object.values(Object(strategy)), policies].flatMap((map) => Object.keys(Object(map))));
}

/** Environments that strategy or policies name, but neither the strategy's own nor `environments` declare. */
function* strangeEnvironments(document: Document): Iterable<PinkyError> {
  const { environments, strategy, policies } = document.value as Written;
  const known = new Set([...ENVIRONMENTS, ...Object.keys(environments ?? {})]);
  const named: [string, (string | number)[]][] = Object.keys(strategy ?? {})
    .filter((name) => name !== 'defaults')
    .map((name) => [name, ['strategy', name]]);
  for (const [id, setting] of Object.entries(policies ?? {})) {
    const list = (setting as { environments?: readonly string[] }).environments ?? [];
    list.forEach((name, i) => {
      named.push([name, ['policies', id, 'environments', i]]);
    });
  }
  for (const [name, path] of named) {
    if (known.has(name)) continue;
    const hint =
      suggest(name, known) ?? `known: ${[...known].join(', ')}; others are declared under environments`;
    yield new PinkyError('E_CONFIG', `${sayPath(path)}: there is no environment "${name}"`, {
      place: document.place(path),
      hint,
    });
  }
}

function* impossibleSince(document: Document, version: string): Iterable<PinkyError> {
  const { since } = document.value as Written;
  if (since === undefined) return;
  const place = document.place(['since']);
  if (compare(since, version) > 0) {
    const hint = 'install that version or newer';
    yield new PinkyError('E_CONFIG', `since is ${since}, and this is pinky-audit ${version}`, {
      place,
      hint,
    });
  }
  if (compare(since, FIRST) < 0) {
    yield new PinkyError('E_CONFIG', `since is ${since}, and the first policies came with ${FIRST}`, {
      place,
    });
  }
}

/** Orders versions by their numbers; a part that is left out counts as the other's. */
function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map((part) => Number.parseInt(part, 10)));
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? right?.[i] ?? 0) - (right?.[i] ?? left?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
