/**
 * Audits a whole organization of the stand-in with the packed tool, by the four variables alone, and holds what it finds
 * against what was planted; then changes it with gcloud and asks for the drift. Prints what it took.
 *
 *   npm run cloud:organization [-- --projects N --services N --instances N --secrets N --all-types]
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run, runGcloud } from '../../cloud/client.ts';
import type { Cloud } from '../../cloud/cloud.ts';
import { ORGANIZATION, organizationOf } from '../../cloud/organization.ts';
import { audited, failing, lineOf, OPERATOR, plantedIn, resultsOf, without } from '../audited.ts';
import { type Measured, Packed } from './packed.ts';

const { values } = parseArgs({
  options: {
    projects: { type: 'string', default: '40' },
    services: { type: 'string', default: '2' },
    instances: { type: 'string', default: '2' },
    secrets: { type: 'string', default: '3' },
    'all-types': { type: 'boolean', default: false },
  },
});
const size = {
  projects: Number(values.projects),
  services: Number(values.services),
  instances: Number(values.instances),
  secrets: Number(values.secrets),
};

const print = (line: string): boolean => process.stdout.write(`${line}\n`);

/** Says whether something holds; what does not fails the run. */
function hold(holds: boolean, what: string): void {
  print(`${holds ? 'ok  ' : 'FAIL'} ${what}`);
  if (!holds) process.exitCode = 1;
}

const told = (what: string, { code, peak, seconds }: Measured): boolean =>
  print(`     ${what}: exit ${code}, ${seconds.toFixed(1)} s, peak memory ${peak.toLocaleString('en')} KB`);

/** Requests by API, and the most that any minute saw. */
function requests({ log }: Cloud): void {
  const times = new Map<string, number[]>();
  for (const { host, time } of log.requests) times.set(host, [...(times.get(host) ?? []), Date.parse(time)]);
  for (const [host, all] of [...times].sort()) {
    const sorted = all.sort((a, b) => a - b);
    const most = Math.max(
      ...sorted.map((from, i) => sorted.slice(i).filter((at) => at < from + 60_000).length),
    );
    print(`     ${host}: ${all.length} requests, at most ${most} in a minute`);
  }
  log.clear();
}

/** What gcloud changes: each must be seen to break just this promise. */
const CHANGES: readonly (readonly [command: string, broken: string])[] = [
  [
    'sql instances patch db-1 --project=shop-003 --no-backup',
    'sql-backup-enabled //cloudsql.googleapis.com/projects/shop-003/instances/db-1',
  ],
  [
    'run services update web-1 --project=shop-003 --region=europe-west1 --min-instances=0',
    'run-min-instances //run.googleapis.com/projects/shop-003/locations/europe-west1/services/web-1',
  ],
];

interface Drift {
  readonly results: readonly {
    readonly policy: string;
    readonly asset: { readonly name: string };
    readonly drift?: { readonly turn: string };
  }[];
  readonly drift: {
    readonly assets: readonly {
      readonly change: string;
      readonly asset: { readonly name: string };
      readonly values: readonly { readonly path: string }[];
    }[];
  };
}

const organization = organizationOf(size);
const tool = new Packed();
const cloud = await audited(organization, values['all-types'] ? ['--all-types'] : []);
try {
  print(`${organization.assets.toLocaleString('en')} assets in ${size.projects} projects, packed tool`);
  await compare();
  await change();
  hold(cloud.log.defects.length === 0, 'the stand-in had no defect of its own');
} finally {
  await cloud.close();
  tool.remove();
}

async function snapshot(name: string): Promise<string> {
  const out = join(cloud.folder, name);
  const more = values['all-types'] ? ['--all-types'] : [];
  const taken = await tool.run(
    ['snapshot', '--organization', ORGANIZATION, '--out', out, '--quiet', ...more],
    cloud.env(),
  );
  told(`snapshot ${name}`, taken);
  hold(taken.code === 0, `the snapshot is written${taken.stderr === '' ? '' : `: ${taken.stderr}`}`);
  return out;
}

/** The live audit against what was planted, and against the audit of a snapshot. */
async function compare(): Promise<void> {
  const live = await tool.run(['scan', '--organization', ORGANIZATION, '--format', 'json'], cloud.env());
  told('live audit', live);
  requests(cloud);
  const results = resultsOf(live.stdout);
  const [found, planted] = [failing(results), plantedIn(organization)];
  const [missing, extra] = [without(planted, found), without(found, planted)];
  print(
    `     planted ${planted.length}, found ${found.length}, missing ${missing.length}, extra ${extra.length}`,
  );
  hold(missing.length + extra.length === 0, 'what was planted is what is found');
  for (const one of [...missing, ...extra].slice(0, 10)) print(`       ${one}`);

  const offline = await tool.run(['scan', await snapshot('first.ndjson'), '--format', 'json'], {});
  requests(cloud);
  const [here, there] = [results.map(lineOf), resultsOf(offline.stdout).map(lineOf)];
  hold(
    here.join('\n') === there.join('\n'),
    `the audit of its snapshot gives the same ${here.length} results`,
  );
}

/** Changes things with gcloud, and asks what has drifted. */
async function change(): Promise<void> {
  const installed = await run('gcloud', ['--version'], { HOME: process.env['HOME'] }).then(
    ({ code }) => code === 0,
    () => false,
  );
  if (!installed) {
    print(
      '     gcloud is not installed here: the test of the organization does the same with the Node client',
    );
    return;
  }
  for (const [command] of CHANGES) {
    const credentials = { type: 'service_account', email: OPERATOR } as const;
    const { code, stderr } = await runGcloud(cloud, [...command.split(' '), '--quiet'], { credentials });
    hold(code === 0, `gcloud ${command}${code === 0 ? '' : `: ${stderr}`}`);
  }
  cloud.log.clear();
  const [before, after] = [join(cloud.folder, 'first.ndjson'), await snapshot('second.ndjson')];
  const ended = await tool.run(['drift', before, after, '--format', 'json'], {});
  told('drift', ended);
  const { results, drift } = JSON.parse(ended.stdout) as Drift;
  const broke = results.map(({ policy, asset }) => `${policy} ${asset.name}`);
  hold(
    broke.sort().join() ===
      CHANGES.map(([, broken]) => broken)
        .sort()
        .join(),
    `what broke is what gcloud changed: ${broke.join(', ')}`,
  );
  for (const { change: how, asset, values: paths } of drift.assets)
    print(`     ${how} ${asset.name} ${paths.map(({ path }) => path).join(' ')}`);
}
