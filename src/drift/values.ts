import { isDeepStrictEqual } from 'node:util';
import { attempt, joinPath, naturalKey, Unknown } from '#policy';
import { byCodeUnit, clip, mayBeSecret, type ValueDrift } from '#report';
import { isNoise } from './noise.ts';

/** What an element is known by. */
const NAMES = /\.(?:name|key|role|priority)$/;
/** Longer values are shown by their beginning. */
const LONGEST = 300;
/** Deeper than this nothing is configured: the rest is compared as a whole. */
const DEEPEST = 64;

/** Lists of scalars whose order is part of what they say: the words of a command. Any other is a set. */
const ORDERED = new Set(['command', 'args', 'entrypoint', 'cmd']);

/** Names whose values are withheld wherever they stand, beside those that findings withhold. */
const SECRET_NAME =
  /^(?:passw(?:or)?d|secret|credentials?|authorization|private_?key|api_?key|.*[_-]?token)$/i;
/** Maps every value of which may be a secret. */
const SECRET_MAP = /^(?:environmentVariables|buildEnvironmentVariables|sensitiveLabels|headers)$/;
/** Credentials in an address; a key written out. */
const SECRET_TEXT = /:\/\/[^/\s:@]*:[^/\s@]+@|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

type Json = Readonly<Record<string, unknown>>;

/** Where a value stands: its path as it is told, and the names that lead to it without list elements. */
interface At {
  readonly path: string;
  readonly names: readonly string[];
  readonly depth: number;
}

const isMap = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unknown);

/**
 * What differs between two values of one asset, leaf by leaf in the order of paths. List elements meet by their natural
 * key, else by being equal, else in their order; the order of a set is no difference, and neither is output-only noise.
 * What is unknown in either is compared with nothing.
 */
export function differences(type: string, old: unknown, now: unknown, path = ''): ValueDrift[] {
  return [...between({ path, names: [], depth: 0 }, old, now, type)];
}

function* between(at: At, old: unknown, now: unknown, type: string): Generator<ValueDrift> {
  if (old instanceof Unknown || now instanceof Unknown || old === now) return;
  if (at.depth > DEEPEST) {
    if (!alike(old, now)) yield valueAt(at, old, now);
  } else if (isMap(old ?? now) && isMap(now ?? old)) yield* inMap(at, old ?? {}, now ?? {}, type);
  else if (Array.isArray(old ?? now) && Array.isArray(now ?? old))
    yield* inList(at, (old ?? []) as unknown[], (now ?? []) as unknown[], type);
  else if ((old ?? undefined) !== (now ?? undefined)) yield valueAt(at, old, now);
}

function* inMap(at: At, old: object, now: object, type: string): Generator<ValueDrift> {
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort(byCodeUnit);
  for (const name of names) {
    const inner = { path: joinPath(at.path, name), names: [...at.names, name], depth: at.depth + 1 };
    if (isNoise(type, inner.names)) continue;
    yield* between(inner, own(old, name), own(now, name), type);
  }
}

const own = (value: object, name: string): unknown =>
  Object.hasOwn(value, name) ? (value as Json)[name] : undefined;

function* inList(
  at: At,
  old: readonly unknown[],
  now: readonly unknown[],
  type: string,
): Generator<ValueDrift> {
  const all = [...old, ...now];
  // Which elements there are is not known: an unknown one may be any.
  if (all.some((one) => one instanceof Unknown)) return;
  if (all.every((one) => typeof one !== 'object')) yield* inScalars(at, old, now);
  else {
    const [before, after] = [keyed(old), keyed(now)];
    if (before && after) {
      for (const key of [...new Set([...before.keys(), ...after.keys()])].sort(byCodeUnit)) {
        const values = [...between(inElement(at, key), before.get(key), after.get(key), type)];
        // Of an element that is new or gone, its path has said the name.
        const more = values.filter((one) => (one.old ?? one.new) !== key || !NAMES.test(one.path));
        yield* more.length > 0 ? more : values;
      }
    } else yield* inOrder(at, old, now, type);
  }
}

const inElement = ({ path, names, depth }: At, key: string): At => ({
  path: `${path}[${/^[\w./:@-]+$/.test(key) ? key : JSON.stringify(key)}]`,
  names,
  depth: depth + 1,
});

/** Elements by their natural key; undefined where one has none, or two have the same. */
function keyed(list: readonly unknown[]): Map<string, unknown> | undefined {
  const all = new Map<string, unknown>();
  for (const one of list) {
    const key = attempt(() => naturalKey(one));
    if (key instanceof Unknown || key === '*' || all.has(key)) return undefined;
    all.set(key, one);
  }
  return all;
}

function* inScalars(at: At, old: readonly unknown[], now: readonly unknown[]): Generator<ValueDrift> {
  if (ORDERED.has(at.names.at(-1) ?? '')) {
    if (!alike(old, now)) yield valueAt(at, JSON.stringify(old), JSON.stringify(now));
    return;
  }
  const element = { ...at, path: `${at.path}[*]` };
  const [gone, fresh] = [without(old, now), without(now, old)];
  for (const one of gone) yield valueAt(element, one, undefined);
  for (const one of fresh) yield valueAt(element, undefined, one);
}

/** What a list holds more of than another, sorted. */
function without(list: readonly unknown[], other: readonly unknown[]): unknown[] {
  const left = new Map<unknown, number>();
  for (const one of other) left.set(one, (left.get(one) ?? 0) + 1);
  const more = list.filter((one) => {
    const n = left.get(one) ?? 0;
    left.set(one, n - 1);
    return n <= 0;
  });
  return more.sort((a, b) => byCodeUnit(String(a), String(b)));
}

/** Elements that nothing names: those written alike meet, the others in their order, told by the index they have now. */
function* inOrder(
  at: At,
  old: readonly unknown[],
  now: readonly unknown[],
  type: string,
): Generator<ValueDrift> {
  const before = without(old.map(written), now.map(written));
  const after = without(now.map(written), old.map(written));
  const [gone, fresh] = [indicesOf(old, before), indicesOf(now, after)];
  for (let i = 0; i < Math.max(gone.length, fresh.length); i++) {
    const index = fresh[i] ?? gone[i];
    const [one, other] = [old[gone[i] ?? -1], now[fresh[i] ?? -1]];
    yield* between({ ...at, path: `${at.path}[${index}]`, depth: at.depth + 1 }, one, other, type);
  }
}

/** The places of texts in a list, in its order. */
function indicesOf(list: readonly unknown[], texts: readonly unknown[]): number[] {
  const left = new Map<unknown, number>();
  for (const text of texts) left.set(text, (left.get(text) ?? 0) + 1);
  return list.flatMap((one, i) => {
    const text = written(one);
    const n = left.get(text) ?? 0;
    left.set(text, n - 1);
    return n > 0 ? [i] : [];
  });
}

/** An element as text to be compared; one that is nested too deep is like every other such. */
function written(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch (cause) {
    if (cause instanceof RangeError) return '';
    throw cause;
  }
}

/** Whether two values are alike; those nested too deep to be compared are not. */
function alike(a: unknown, b: unknown): boolean {
  try {
    return isDeepStrictEqual(a, b);
  } catch (cause) {
    if (cause instanceof RangeError) return false;
    throw cause;
  }
}

function valueAt({ path, names }: At, old: unknown, now: unknown): ValueDrift {
  if (isSecret(path, names, [old, now]))
    return { path: shownPath(path), old: null, new: null, redacted: true };
  return { path: shownPath(path), old: shown(old), new: shown(now) };
}

const shownPath = (path: string): string => clip(path.replace(/^\$iam\b/, 'iamPolicy') || '.', LONGEST);

function isSecret(path: string, names: readonly string[], values: readonly unknown[]): boolean {
  const last = names.at(-1) ?? '';
  const above = names.at(-2) ?? '';
  if (names.includes('secretKeyRef')) return false;
  if (mayBeSecret(path) || SECRET_NAME.test(last) || SECRET_MAP.test(above)) return true;
  // Told by the names: a hostile key of an element must not hide that it is one.
  if (last === 'value' && (above === 'env' || above === 'items')) return true;
  return values.some((one) => typeof one === 'string' && SECRET_TEXT.test(one));
}

function shown(value: unknown): ValueDrift['old'] {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return clip(typeof value === 'string' ? value : sayMany(value), LONGEST);
}

/** A whole map or list that stands where the other side has a scalar; too deep to be told otherwise. */
const sayMany = (value: unknown): string => (Array.isArray(value) ? `${value.length} elements` : 'an object');
