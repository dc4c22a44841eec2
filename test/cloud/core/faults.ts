import type { Json } from './json.ts';
import { checkPreset } from './presets.ts';
import type { OperationFate } from './service.ts';

/**
 * Something that goes wrong, and which requests it befalls. Every key that selects must hold; a key left out is not
 * looked at.
 */
export interface Fault {
  /** API host without region. */
  readonly host?: string;
  readonly verb?: string;
  /** Part of the path, or an expression it matches. */
  readonly path?: string | RegExp;
  /** Method id or the end of it: `SqlInstancesService.Patch`, `storage.buckets.patch`. */
  readonly rpc?: string;
  /** Only requests that carry this header, in small letters, with this value. */
  readonly header?: readonly [string, string];
  /** The first matching request that it befalls, counted from 1, the default. */
  readonly nth?: number;
  /** How many in a row it befalls: 1 by default. */
  readonly times?: number | 'always';

  /** What happens: an error that Google sends, by name. */
  readonly preset?: string;
  /** Of the preset `rate-limited` and `unavailable`: seconds of a Retry-After header, and of a RetryInfo detail. */
  readonly retryAfter?: number;
  readonly retryInfo?: number;
  /** A reply as given, in place of the service's. */
  readonly status?: number;
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection is cut before a reply. */
  readonly reset?: boolean;
  /** The reply is cut after that many bytes of its body. */
  readonly resetAfterBytes?: number;
  /** Nothing happens for that many milliseconds of the machine's time; then the request goes on. */
  readonly stall?: number;
  /** The request succeeds, but these locations do not answer: a list leaves them out and says so in its own way. */
  readonly unreachable?: readonly string[];
  /** The request succeeds; the operation it starts ends so. */
  readonly operation?: OperationFate;
}

/** What a fault is matched against. */
export interface Asked {
  readonly host: string;
  readonly verb: string;
  readonly path: string;
  readonly method: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** The faults of a cloud, and how often each was met. Read and changed at any time. */
export class FaultPlan {
  readonly #faults: { readonly fault: Fault; seen: number }[] = [];

  /** Adds faults; earlier ones are looked at first. Fails on a preset that there is not. */
  add(...faults: readonly Fault[]): void {
    for (const { preset } of faults) checkPreset(preset);
    for (const fault of faults) this.#faults.push({ fault, seen: 0 });
  }

  clear(): void {
    this.#faults.length = 0;
  }

  /** Every fault with the number of requests that matched it so far. */
  list(): readonly { readonly fault: Fault; readonly seen: number }[] {
    return this.#faults.map((one) => ({ ...one }));
  }

  /** The first fault that befalls the request; every fault that matches counts it. */
  befalling(asked: Asked): Fault | undefined {
    let found: Fault | undefined;
    for (const one of this.#faults) {
      if (!selects(one.fault, asked)) continue;
      one.seen += 1;
      const { nth = 1, times = 1 } = one.fault;
      if (one.seen >= nth && (times === 'always' || one.seen < nth + times)) found ??= one.fault;
    }
    return found;
  }
}

const selects = (fault: Fault, asked: Asked): boolean =>
  (fault.host === undefined || fault.host === asked.host) &&
  (fault.verb === undefined || fault.verb === asked.verb) &&
  (fault.path === undefined ||
    (typeof fault.path === 'string' ? asked.path.includes(fault.path) : fault.path.test(asked.path))) &&
  (fault.rpc === undefined ||
    asked.method === fault.rpc ||
    (asked.method?.endsWith(`.${fault.rpc}`) ?? false)) &&
  (fault.header === undefined || asked.headers[fault.header[0]] === fault.header[1]);
