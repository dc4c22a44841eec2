/** Why a value is not known. Each leads to another next move, so the ledger and the report keep them apart. */
export type UnknownCode =
  | 'not-read'
  | 'denied'
  | 'api-disabled'
  | 'outside'
  | 'missing'
  | 'after-apply'
  | 'unmapped'
  | 'unconvertible'
  | 'unrecognised'
  | 'redacted'
  | 'malformed'
  | 'no-parameter'
  | 'stale';

/**
 * A value that exists but was not seen. It stands in an asset's data at the path it belongs to, and is thrown when a
 * view touches it, so that no `===`, `&&` or default in code can turn it into an answer.
 *
 * Not an Error on purpose: thousands are thrown in a large audit, and a stack trace each would be the main cost.
 */
export class Unknown {
  readonly code: UnknownCode;
  /** Half a sentence, lower case: "SslPolicy was not read in project app-prod". */
  readonly reason: string;
  /** What would answer it, imperative: "export compute.googleapis.com/SslPolicy". */
  readonly needs: string | undefined;
  /** Asset type (or `iam`, `orgpolicy`) whose absence this is, for the ledger. */
  readonly gap: { readonly type: string; readonly project?: string | undefined } | undefined;

  constructor(
    code: UnknownCode,
    reason: string,
    more: { needs?: string; gap?: { type: string; project?: string | undefined } } = {},
  ) {
    this.code = code;
    this.reason = reason;
    this.needs = more.needs;
    this.gap = more.gap;
  }
}

/** Runs `fn`; an Unknown it throws is given back as a value. Any other throw passes through. */
export function attempt<T>(fn: () => T): T | Unknown {
  try {
    return fn();
  } catch (thrown) {
    if (thrown instanceof Unknown) return thrown;
    throw thrown;
  }
}

/**
 * Maps a list so that an unknown stays with its own element: one unreadable alert condition must not hide the others.
 * `fn` may give one value, several (an array is flattened once), or `undefined` to leave the element out.
 * An element that is an Unknown already stays one. A list that is absent is empty.
 */
export function each<E, T>(
  list: readonly E[] | undefined,
  fn: (element: Exclude<E, Unknown>, index: number) => T | readonly T[] | undefined,
): (T | Unknown)[] {
  const out: (T | Unknown)[] = [];
  const length = list?.length ?? 0;
  for (let i = 0; i < length; i++) {
    let got: T | readonly T[] | Unknown | undefined;
    // Written out: a closure for each element would be the main cost of most views.
    try {
      const element = (list as readonly E[])[i] as E;
      got = element instanceof Unknown ? element : fn(element as Exclude<E, Unknown>, i);
    } catch (thrown) {
      if (!(thrown instanceof Unknown)) throw thrown;
      got = thrown;
    }
    if (Array.isArray(got)) for (const one of got as T[]) out.push(one);
    else if (got !== undefined) out.push(got as T | Unknown);
  }
  return out;
}

/** Whether an Unknown stands anywhere inside a value. */
export function holdsUnknown(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Unknown) return true;
  return Object.values(value).some(holdsUnknown);
}

const lenses = new WeakMap<object, object>();
const behind = new WeakMap<object, object>();

/** The plain value behind a lens, in which an Unknown can be seen instead of thrown; any other value as it is. */
export const unlens = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? (behind.get(value) ?? value) : value;

/**
 * The same value, except that reading an Unknown inside it throws that Unknown. Values without any Unknown should be
 * passed as they are: the proxy costs some 50 ns a read.
 */
export function lens<T>(value: T): T {
  if (value instanceof Unknown) throw value;
  if (typeof value !== 'object' || value === null) return value;
  const known = lenses.get(value);
  if (known) return known as T;
  // A proxy must give the very value of a frozen object's property, so such an object is copied first.
  const shown = Object.isFrozen(value)
    ? ((Array.isArray(value) ? [...value] : { ...value }) as T & object)
    : value;
  const proxy = new Proxy(shown, {
    get(target, key, receiver) {
      return lens(Reflect.get(target, key, Array.isArray(target) ? target : receiver));
    },
  });
  lenses.set(value, proxy);
  lenses.set(proxy, proxy);
  behind.set(proxy, value);
  return proxy;
}
