import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { Claims } from '../../../../src/inventory/lines/claims.ts';
import type { Sizes } from '../../../../src/inventory/lines/read.ts';
import { readRecords } from '../../../../src/inventory/read.ts';

type Read = typeof readRecords;

const folder = mkdtempSync(join(tmpdir(), 'pinky-lines-'));
afterAll(() => rmSync(folder, { recursive: true }));

const BUCKET = 'storage.googleapis.com/Bucket';
const POD = 'k8s.io/Pod';
const SELECTION = { types: [BUCKET], iam: { needles: ['allUsers'] }, services: ['run.googleapis.com'] };
const SEQUENTIAL: Sizes = { large: Number.POSITIVE_INFINITY, segment: 1, pause: 0 };

const member = (word: string) => ({ bindings: [{ role: 'roles/viewer', members: [word] }] });

/** One of many sorts of records, plain ones for the most part. */
function record(i: number): string {
  const project = `p-${i % 7}`;
  const asset = (kind: string, id: string, more: object = {}) =>
    JSON.stringify({ name: `//x.googleapis.com/projects/${project}/${id}`, assetType: kind, ...more });
  const data = { text: 'pinky ünïcode '.repeat(i % 23) };
  switch (i % 11) {
    case 0:
      return asset(BUCKET, `b${i}`, { resource: { data } });
    case 1:
      return asset('serviceusage.googleapis.com/Service', `services/s${i}.googleapis.com`);
    case 2:
      return asset(POD, `x${i}`, { resource: { data }, iamPolicy: member('user:a@example.com') });
    case 3:
      return asset(POD, `y${i}`, { iam_policy: member('allUsers') });
    case 4:
      // Nested: counted from the bytes once the project's policies are known, so order matters.
      return asset(POD, `z${i}`, { resource: { data: { iamPolicy: member('user:b@example.com') } } });
    case 5:
      return asset(POD, `n${i}`, { resource: { data: { assetType: BUCKET } }, iamPolicy: member('a') });
    case 6:
      return `{"resource":{"data":{"assetType":"${BUCKET}"}},"assetType":"${POD}","name":"//x/late${i}"}`;
    default:
      return asset(POD, `p${i}`, { resource: { data } });
  }
}

const lines = (count: number): string[] => Array.from({ length: count }, (_, i) => record(i));

/** Everything that reading a file comes to, places included. */
async function outcome(read: Read, text: string, sizes: Sizes) {
  const path = join(folder, 'export.ndjson');
  writeFileSync(path, text);
  const events: unknown[] = [];
  const steps: number[] = [];
  const sink = {
    record: (value: unknown, line: number, column: number) => events.push([value, line, column]),
    problem: (problem: unknown) => events.push(problem),
  };
  const source = { uri: 'export.ndjson', path };
  const { policies, serviceProjects, ...summary } = await read(
    source,
    SELECTION,
    sink,
    (done) => steps.push(done),
    sizes,
  );
  expect(steps.every((step, i) => i === 0 || step >= (steps[i - 1] as number))).toBe(true);
  // How much was parsed to find out is no part of what was found.
  const { parsed: _, ...found } = summary;
  return { events, found, policies: [...policies].sort(), projects: [...serviceProjects].sort() };
}

/** Larger than what is read before the second thread is thought of, in small segments. */
const COUNT = 4000;
const SMALL: Sizes = { large: 1, segment: 20_000, pause: 40_000 };

const bad = (line: string, at = 2500): string => [...lines(COUNT).toSpliced(at, 0, line), ''].join('\n');

const TEXTS: Readonly<Record<string, string>> = {
  'plain lines': `${lines(COUNT).join('\n')}\n`,
  'no newline at the end': lines(COUNT).join('\n'),
  'the last line cut off': `${lines(COUNT).join('\n')}\n{"name":"//x","assetType":"${BUCKET}","res`,
  'carriage returns and commas': `${lines(COUNT).join(',\r\n')}\r\n`,
  'a blank line': bad(''),
  'a comment': bad('# of no use'),
  'a record that is no JSON': bad(`{"name":"//x","assetType":"${BUCKET}",,}`),
  'a line that opens no object': bad('oops'),
  'two records on a line': bad(`${record(0)}${record(11)}`),
  'an object without a type': bad('{"hello":"world"}'),
  'a page of records': bad(`{"assets":[${record(0)},${record(2)}]}`),
  'a manifest': bad('{"pinkyManifest":{"complete":true}}'),
  'an escaped type': bad(`{"name":"//x","\\u0061ssetType":"${BUCKET}"}`),
  'a record longer than many segments': bad(
    JSON.stringify({ name: '//x', assetType: BUCKET, resource: { data: { text: 'x'.repeat(300_000) } } }),
  ),
};

describe('one record per line, read in segments', () => {
  test.each(Object.entries(TEXTS))('%s: the same as record by record', async (_name, text) => {
    const [expected, found] = [
      await outcome(readRecords, text, SEQUENTIAL),
      await outcome(readRecords, text, SMALL),
    ];
    expect(expected.events.length).toBeGreaterThan(COUNT / 11);
    expect(found).toEqual(expected);
  });

  test('the same with a second thread', async () => {
    const sources = join(import.meta.dirname, '../../../../src/inventory');
    const entryPoints = [join(sources, 'read.ts'), join(sources, 'lines/worker.ts')];
    const options = {
      bundle: true,
      platform: 'node',
      format: 'esm',
      conditions: ['source'],
    } satisfies BuildOptions;
    await build({ ...options, entryPoints, entryNames: '[name]', outdir: folder });
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    const built = join(folder, 'read.js');
    const { readRecords: read } = (await import(/* @vite-ignore */ built)) as { readRecords: Read };
    // Large enough that the thread has started before all is read.
    const large = `${lines(80_000).join('\n')}\n`;
    for (const text of [...Object.values(TEXTS), large, large.replace('"k8s.io/Pod"', '"k8s.io/Pod')]) {
      expect(await outcome(read, text, SMALL)).toEqual(await outcome(read, text, SEQUENTIAL));
    }
  });

  test('an error of whoever takes the records passes through', async () => {
    const path = join(folder, 'thrown.ndjson');
    writeFileSync(path, TEXTS['plain lines'] as string);
    const sink = {
      record(_value: unknown, line: number) {
        if (line > 2000) throw new Error('mine');
      },
      problem() {},
    };
    await expect(readRecords({ uri: 'x', path }, SELECTION, sink, undefined, SMALL)).rejects.toThrow('mine');
  });
});

describe('segments to take', () => {
  test('each is taken once, by whoever asks', () => {
    const mine = new Claims(3);
    const other = new Claims(3, mine.shared);
    expect([mine.take(), other.take(), mine.take(), other.take(), mine.take()]).toEqual([
      0,
      1,
      2,
      undefined,
      undefined,
    ]);
  });

  test('nobody gets far ahead of what was handed on', () => {
    const claims = new Claims(100);
    const taken = Array.from({ length: 20 }, () => claims.take());
    expect(taken.filter((one) => one === 'ahead').length).toBe(4);
    claims.handedOn();
    expect([claims.take(), claims.take()]).toEqual([16, 'ahead']);
    claims.close();
    expect(claims.take()).toBeUndefined();
  });
});
