import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { apiOf } from './core/hosts.ts';
import { isObject, type Json } from './core/json.ts';
import type { Method } from './core/method.ts';
import { operationRoute } from './front/mixin.ts';
import { route } from './front/routes.ts';
import { descriptionOf, type Message, violations } from './schema/index.ts';
import { KINDS, type Mutation, mutationsOf } from './schema/mutate.ts';
import { queryViolations } from './schema/query.ts';
import { strictnessOf } from './schema/requests.ts';
import { random } from './schema/sample.ts';
import type { Strictness } from './schema/violations.ts';

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
  readonly strictness: Strictness;
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
  const { body, reply, root } = description;
  if (body && isJson(exchange.req)) {
    const strictness = strictnessOf(method, description, new URL(exchange.url).searchParams);
    yield { host, side: 'body', method, message: body, root, value: exchange.req, strictness };
  }
  if (reply && /^2/.test(exchange.status) && isJson(exchange.res)) {
    yield { host, side: 'reply', method, message: reply, root: '', value: exchange.res, strictness: {} };
  }
}

const found = ({ message, root, strictness }: Specimen, value: Json) =>
  violations(message, value, root, strictness);

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
    const { query, given = [] } = descriptionOf(target.method) ?? {};
    for (const { description } of query ? queryViolations(url.searchParams, query, given) : [])
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

/** Of one kind: the places that recorded values have for it, and the mutants made of them. */
class Score {
  /** How many places each specimen has where a change is a defect. */
  readonly places: number[] = [];
  /** Places where a change is none: how many, by why and by where. */
  readonly excused = new Map<string, Map<string, number>>();
  refused = 0;
  made = 0;
  readonly accepted: string[] = [];
}

const mutations = ({ message, value, root, strictness }: Specimen): Iterable<Mutation> =>
  mutationsOf(message, value, strictness, root);

const placeOf = ({ method }: Specimen, { at }: Mutation): string => `${method.id} ${at.replace(/\d+/g, '*')}`;

function census(specimens: readonly Specimen[]): Map<Mutation['kind'], Score> {
  const scores = new Map(KINDS.map((kind) => [kind, new Score()]));
  for (const specimen of specimens) {
    for (const { places } of scores.values()) places.push(0);
    for (const mutation of mutations(specimen)) {
      const { places, excused } = scores.get(mutation.kind) as Score;
      if (mutation.excuse === undefined) places[places.length - 1] = (places.at(-1) as number) + 1;
      else {
        const counts = excused.get(mutation.excuse) ?? new Map<string, number>();
        const place = placeOf(specimen, mutation);
        excused.set(mutation.excuse, counts.set(place, (counts.get(place) ?? 0) + 1));
      }
    }
  }
  return scores;
}

/** Makes as many defects of each kind as asked; each place in each recorded value is as likely as any other. */
function mutate(specimens: readonly Specimen[], count: number, seed: number): Map<Mutation['kind'], Score> {
  const next = random(seed);
  const scores = census(specimens);
  for (const [kind, score] of scores) {
    const ends: number[] = [];
    for (const places of score.places) ends.push((ends.at(-1) ?? 0) + places);
    const all = ends.at(-1) ?? 0;
    for (; all > 0 && score.made < count / KINDS.length; score.made += 1) {
      const place = Math.floor(next() * all);
      const index = ends.findIndex((end) => end > place);
      const specimen = specimens[index] as Specimen;
      const defects = [...mutations(specimen)].filter((one) => one.kind === kind && one.excuse === undefined);
      const mutation = defects[place - (ends[index - 1] ?? 0)] as Mutation;
      if (found(specimen, mutation.spoil(specimen.value)).length > 0) score.refused += 1;
      else score.accepted.push(`${placeOf(specimen, mutation)} (${specimen.side})`);
    }
  }
  return scores;
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
let [refused, made] = [0, 0];
for (const [kind, score] of scores) {
  const places = score.places.reduce((sum, one) => sum + one, 0);
  console.log(`mutants, ${kind}: ${score.refused}/${score.made} refused, of ${places} places`);
  for (const one of score.accepted.slice(0, 12)) console.log(`  accepted: ${one}`);
  for (const [why, places] of score.excused) {
    const drawn = [...places.values()].reduce((sum, one) => sum + one, 0);
    const most = [...places].sort((a, b) => b[1] - a[1]).slice(0, option('examples', 3));
    console.log(
      `  ${drawn} places where it is no defect: ${why} (${most.map(([place]) => place).join(', ')})`,
    );
  }
  refused += score.refused;
  made += score.made;
}
console.log(`mutants: ${refused}/${made} refused (${((100 * refused) / made).toFixed(2)} %)`);
process.exitCode = enough && refused >= 0.99 * made ? 0 : 1;
