import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { apiOf } from './core/hosts.ts';
import { isObject, type Json } from './core/json.ts';
import type { Method } from './core/method.ts';
import { operationRoute } from './front/mixin.ts';
import { route } from './front/routes.ts';
import { descriptionOf, type Message, violations } from './schema/index.ts';
import { type Defect, defectsOf } from './schema/mutate.ts';
import { queryViolations } from './schema/query.ts';
import { isStrict } from './schema/requests.ts';

/**
 * Holds the schema against recorded exchanges: `npm run cloud:goldens -- FILE [--mutants N] [--seed N]`. FILE is NDJSON,
 * also gzipped: `{method, url, req, status, res}`. Prints, per host, how many were routed and accepted, then how many
 * mutants with one defect were refused. Exits with 1 when fewer than 99 % are, or a host accepts too little.
 */

interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly req: Json;
  readonly status: string;
  readonly res: Json;
}

/** A body or a reply with the message it should be. */
interface Specimen {
  readonly host: string;
  readonly side: 'body' | 'reply';
  readonly method: Method;
  readonly message: Message;
  readonly root: string;
  readonly value: Json;
  readonly required: boolean;
  readonly given: readonly string[];
}

class Tally {
  routed = 0;
  all = 0;
  body = [0, 0] as [number, number];
  reply = [0, 0] as [number, number];
  readonly misses = new Map<string, number>();

  miss(what: string): void {
    this.misses.set(what, (this.misses.get(what) ?? 0) + 1);
  }
}

const option = (name: string, fallback: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};

/** What the recordings put in place of names, in the shape that the API would have sent. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  projectNumber: '123456789',
  organizationID: '987654321',
};

const restored = (text: string): string =>
  text
    .replaceAll('000000000000000000000', '4711')
    .replace(
      /\$\{(\w+)\}/g,
      (_, name: string) => PLACEHOLDERS[name] ?? (/Number|ID$/.test(name) ? '4711' : 'a1'),
    );

async function* exchangesOf(file: string): AsyncGenerator<Exchange> {
  const bytes = createReadStream(file);
  const input = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  for await (const line of createInterface({ input })) yield JSON.parse(restored(line)) as Exchange;
}

/** Whether there was a body, and it was JSON: the recorder keeps others under `_raw`. */
const isJson = (value: Json | undefined): value is Json =>
  value !== null && value !== undefined && !(isObject(value) && '_raw' in value);

function* specimensOf(exchange: Exchange, host: string, method: Method): Generator<Specimen> {
  const description = descriptionOf(method);
  if (!description) return;
  const { body, reply, root, given } = description;
  const required = isStrict(method);
  if (body && isJson(exchange.req))
    yield { host, side: 'body', method, message: body, root, value: exchange.req, required, given };
  if (reply && /^2/.test(exchange.status) && isJson(exchange.res))
    yield {
      host,
      side: 'reply',
      method,
      message: reply,
      root: '',
      value: exchange.res,
      required: false,
      given,
    };
}

const found = ({ message, root, required, given }: Specimen, value: Json) =>
  violations(message, value, root, { required, given });

const withoutRoot = ({ root, given }: Specimen): string[] =>
  given.map((path) => (root && path.startsWith(`${root}.`) ? path.slice(root.length + 1) : path));

/** A repeatable stream of numbers in [0, 1): mulberry32. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function replay(file: string): Promise<{ tallies: Map<string, Tally>; specimens: Specimen[] }> {
  const tallies = new Map<string, Tally>();
  const specimens: Specimen[] = [];
  for await (const exchange of exchangesOf(file)) {
    const url = new URL(exchange.url);
    const asked = apiOf(url.hostname);
    const host = asked === 'www.googleapis.com' ? `${url.pathname.split('/')[1]}.googleapis.com` : asked;
    const tally = tallies.get(host) ?? new Tally();
    tallies.set(host, tally);
    tally.all += 1;
    const target =
      route(host, exchange.method, url.pathname) ?? operationRoute(host, exchange.method, url.pathname);
    if (!target) {
      tally.miss(`no route: ${exchange.method} ${url.pathname.replace(/\d{3,}/g, 'N')}`);
      continue;
    }
    tally.routed += 1;
    const query = descriptionOf(target.method)?.query;
    for (const { description } of query ? queryViolations(url.searchParams, query) : [])
      tally.miss(`query of ${target.method.id}: ${description}`);
    for (const specimen of specimensOf(exchange, host, target.method)) {
      const wrong = found(specimen, specimen.value);
      tally[specimen.side][1] += 1;
      if (wrong.length === 0) {
        tally[specimen.side][0] += 1;
        specimens.push(specimen);
      } else
        for (const { description } of wrong.slice(0, 2))
          tally.miss(`${specimen.side} of ${specimen.method.id}: ${description}`);
    }
  }
  return { tallies, specimens };
}

function mutate(specimens: readonly Specimen[], count: number, seed: number): Map<string, [number, number]> {
  const next = random(seed);
  const refused = new Map<string, [number, number]>();
  const kinds = ['unknown', 'enum', 'type', 'required'] as const;
  const pools = new Map<Specimen, Defect[]>();
  const holding = (kind: string) =>
    specimens.filter((one) => defects(one).some((defect) => defect.kind === kind));
  const defects = (one: Specimen): Defect[] => {
    let pool = pools.get(one);
    if (!pool)
      pools.set(one, (pool = defectsOf(one.message, one.value, { ...one, given: withoutRoot(one) })));
    return pool;
  };
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  for (const kind of kinds) {
    const able = holding(kind);
    const score: [number, number] = [0, 0];
    refused.set(kind, score);
    for (let made = 0; able.length > 0 && made < count / kinds.length; made += 1) {
      const specimen = pick(able);
      const defect = pick(defects(specimen).filter((one) => one.kind === kind));
      score[1] += 1;
      if (found(specimen, defect.spoil(specimen.value)).length > 0) score[0] += 1;
      else console.log(`  accepted: ${kind} at ${defect.at} of ${specimen.method.id} (${specimen.side})`);
    }
  }
  return refused;
}

const file = process.argv[2];
if (file === undefined || file.startsWith('--')) {
  console.error('Name the recording: npm run cloud:goldens -- FILE [--mutants 5000] [--seed 1]');
  process.exit(2);
}
const { tallies, specimens } = await replay(file);
console.log('host                                 routed        bodies        replies');
let enough = true;
for (const [host, { routed, all, body, reply, misses }] of [...tallies].sort(([a], [b]) =>
  a < b ? -1 : 1,
)) {
  const cells = [[routed, all], body, reply].map(([good, of]) => `${good}/${of}`.padEnd(14));
  console.log(`${host.padEnd(37)}${cells.join('')}`);
  const least = host === 'compute.googleapis.com' ? 0.985 : 1;
  enough &&= body[0] >= least * body[1] && reply[0] >= least * reply[1];
  for (const [what, times] of [...misses].sort((a, b) => b[1] - a[1]).slice(0, 12))
    console.log(`  ${times} x ${what}`);
}
const scores = mutate(specimens, option('mutants', 5000), option('seed', 1));
let [hit, made] = [0, 0];
for (const [kind, [good, of]] of scores) {
  console.log(`mutants, ${kind}: ${good}/${of} refused`);
  hit += good;
  made += of;
}
console.log(`mutants: ${hit}/${made} refused (${((100 * hit) / made).toFixed(2)} %)`);
process.exitCode = enough && hit >= 0.99 * made ? 0 : 1;
