/**
 * Compares a whole audit with plainly parsing every line of the same file, in one run, as medians of interleaved
 * rounds: `npm run bench -- [--assets 200000] [--rounds 5] [--seed 1] [--iam 0.3] [--resources 5000]`. Needs a build.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { generate } from './generate.mjs';
import { generatePlan } from './generate-plan.mjs';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const bin = join(root, 'dist/src/cli/bin.js');
const { values } = parseArgs({
  options: {
    assets: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    iam: { type: 'string', default: '0' },
    resources: { type: 'string', default: '5000' },
  },
});
const assets = Number(values.assets);
const rounds = Number(values.rounds);
const folder = mkdtempSync(join(tmpdir(), 'pinky-audit-bench-'));
const large = join(folder, 'organization.ndjson');
const small = join(folder, 'team.ndjson');
const code = join(folder, 'code');

/** Runs a module of ours in a process of its own; gives seconds and peak memory in MB. */
function measure(code, args = []) {
  const wrapped = `process.on('exit', () => require('fs').writeSync(3, String(process.resourceUsage().maxRSS)));${code}`;
  const start = process.hrtime.bigint();
  const done = spawnSync(process.execPath, ['-e', wrapped, '--', ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 26,
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (done.status === null || done.status > 1) {
    throw new Error(`exit ${done.status}: ${done.stderr.toString().slice(0, 2000)}`);
  }
  return { seconds, megabytes: Number(done.output[3].toString()) / 1024 };
}

const READLINE = `(async () => { const { createInterface } = require('readline'); const { createReadStream } = require('fs');
  let n = 0; for await (const line of createInterface({ input: createReadStream(process.argv[1], { highWaterMark: 1 << 20 }), crlfDelay: Infinity })) { JSON.parse(line); n++; } })()`;
const CHUNKS = `const fs = require('fs'); const fd = fs.openSync(process.argv[1]); const buffer = Buffer.allocUnsafe(8 << 20); let have = 0;
  for (;;) { const n = fs.readSync(fd, buffer, have, 1 << 20, null); if (n === 0) break; const end = have + n; let start = 0, at;
    while ((at = buffer.subarray(0, end).indexOf(10, start)) >= 0) { JSON.parse(buffer.utf8Slice(start, at)); start = at + 1; }
    buffer.copyWithin(0, start, end); have = end - start; }`;
const PARSE = `JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8'))`;
const cli = (...args) => [
  `process.argv.splice(1, 0, ${JSON.stringify(bin)}); import(${JSON.stringify(bin)})`,
  args,
];

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const contests = {
  'readline and JSON.parse': [READLINE, [large]],
  'chunks and JSON.parse': [CHUNKS, [large]],
  'pinky-audit, every policy': cli('scan', large),
  'the same, as JSON': cli('scan', large, '--format', 'json'),
  'node -e 0': ['', []],
  'pinky-audit, 50 assets': cli('scan', small),
  'JSON.parse of the plan': [PARSE, [join(code, 'tfplan.json')]],
  'pinky-audit, plan to SARIF': cli(
    ...['scan', '--plan', join(code, 'tfplan.json'), '--plan-sources', code, '--format', 'sarif'],
  ),
};

try {
  const bytes = generate(root, large, assets, { seed: Number(values.seed), iam: Number(values.iam) });
  generate(root, small, 50, { seed: Number(values.seed) });
  generatePlan(code, Number(values.resources));
  process.stderr.write(
    `${assets} assets, ${(bytes / 1e6).toFixed(0)} MB, ${rounds} rounds, node ${process.version}\n`,
  );
  const seen = Object.fromEntries(Object.keys(contests).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, [code, args]] of Object.entries(contests)) seen[name].push(measure(code, args));
  }
  const of = (name) => median(seen[name].map(({ seconds }) => seconds));
  for (const [name, runs] of Object.entries(seen)) {
    const memory = Math.max(...runs.map(({ megabytes }) => megabytes));
    process.stdout.write(
      `${name.padEnd(28)} ${of(name).toFixed(3).padStart(8)} s   peak ${memory.toFixed(0).padStart(4)} MB\n`,
    );
  }
  const audit = of('pinky-audit, every policy');
  const start = (of('pinky-audit, 50 assets') - of('node -e 0')) * 1000;
  const summary = {
    timesFasterThanReadline: Number((of('readline and JSON.parse') / audit).toFixed(1)),
    timesFasterThanChunks: Number((of('chunks and JSON.parse') / audit).toFixed(1)),
    timesFasterThanReadlineAsJson: Number(
      (of('readline and JSON.parse') / of('the same, as JSON')).toFixed(1),
    ),
    peakMegabytes: Math.round(
      Math.max(...seen['pinky-audit, every policy'].map(({ megabytes }) => megabytes)),
    ),
    assetsPerSecond: Math.round(assets / audit),
    millisecondsBeyondNode: Math.round(start),
    planSeconds: Number(of('pinky-audit, plan to SARIF').toFixed(2)),
  };
  process.stdout.write(`${JSON.stringify(summary)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
