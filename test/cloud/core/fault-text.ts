import type { Fault } from './faults.ts';
import { isObject, type Json } from './json.ts';

/** What a fault may say, so that a mistyped key is not a fault that befalls everything. */
const KEYS: readonly (keyof Fault)[] = [
  ...([
    'host',
    'verb',
    'path',
    'rpc',
    'header',
    'nth',
    'times',
    'preset',
    'retryAfter',
    'retryInfo',
  ] as const),
  ...([
    'status',
    'body',
    'headers',
    'reset',
    'resetAfterBytes',
    'stall',
    'unreachable',
    'operation',
  ] as const),
];

/**
 * A fault from JSON, in which an expression for the path stands between slashes: `"/buckets$/"`. Fails with a sentence
 * on what is none.
 */
export function faultFrom(json: Json): Fault {
  if (!isObject(json)) throw new Error(`A fault is an object, not ${JSON.stringify(json)}.`);
  const unknown = Object.keys(json).find((key) => !(KEYS as readonly string[]).includes(key));
  if (unknown !== undefined) throw new Error(`A fault has no "${unknown}"; it may have ${KEYS.join(', ')}.`);
  const { path, ...rest } = json;
  const expression = typeof path === 'string' ? /^\/(.*)\/$/.exec(path)?.[1] : undefined;
  return {
    ...(rest as Omit<Fault, 'path'>),
    ...(path === undefined ? {} : { path: expression === undefined ? String(path) : new RegExp(expression) }),
  };
}

/** Bytes of a size as the instructions write it: `256K`, `3M`, `0`. */
const bytesOf = (size: string, unit: string | undefined): number =>
  Number(size) * (unit === 'K' ? 1024 : unit === 'M' ? 1024 ** 2 : 1);

const NUMBERED = /^return-(\d{3})(?:-after-\d+[KM]?)?$/;
const RESET = /^return-reset-connection(?:-after-\d+[KM]?)?$/;
const BROKEN = /^return-broken-stream(?:-final-chunk)?(?:-after-(\d+)([KM])?B?)?$/;
const STALL = /^stall-(?:for-(\d+)s-after-\d+[KM]?|at-\d+KiB)$/;

/** How long a stall of unsaid length is, in milliseconds. */
const STALL_MS = 10_000;

function actionOf(
  instruction: string,
): Pick<Fault, 'status' | 'body' | 'reset' | 'resetAfterBytes' | 'stall'> {
  const status = Number(NUMBERED.exec(instruction)?.[1]);
  if (status) {
    return { status, body: { error: { code: status, message: `Retry Test: Caused a ${status}` } } };
  }
  if (RESET.test(instruction)) return { reset: true };
  const broken = BROKEN.exec(instruction);
  if (broken) return { resetAfterBytes: bytesOf(broken[1] ?? '10', broken[2]) };
  const stall = STALL.exec(instruction);
  if (stall) return { stall: stall[1] === undefined ? STALL_MS : Number(stall[1]) * 1000 };
  throw new Error(
    `No instruction "${instruction}"; there are return-CODE, return-reset-connection, return-broken-stream and stall-for-Ns-after-0K.`,
  );
}

/**
 * The faults of a retry test in the words of storage-testbench: for each method the instructions that its requests meet
 * one after the other, of those that carry the test's id (https://github.com/googleapis/storage-testbench).
 */
export const retryTest = (id: string, instructions: Readonly<Record<string, readonly string[]>>): Fault[] =>
  Object.entries(instructions).flatMap(([rpc, list]) =>
    list.map((instruction, index) => ({
      rpc,
      header: ['x-retry-test-id', id] as const,
      nth: index + 1,
      ...actionOf(instruction),
    })),
  );
