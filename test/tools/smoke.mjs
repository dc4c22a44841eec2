/**
 * Proves that the packed tarball works on a machine that has nothing else: packs it, installs it without scripts in an
 * empty folder outside the repository, and from there on without network runs the demo and the audit of a small
 * snapshot. Prints the installed size; exits 1 where anything does not hold.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(new URL('.', import.meta.url).pathname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'smoke-'));
const app = join(folder, 'app');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** A proxy where nobody listens: whatever asks for the network is refused at once. */
const REFUSED = 'http://127.0.0.1:9';
const offline = {
  ...process.env,
  npm_config_offline: 'true',
  npm_config_registry: `${REFUSED}/`,
  HTTP_PROXY: REFUSED,
  HTTPS_PROXY: REFUSED,
  NO_COLOR: '1',
};

/** What an installation may take: most of it is what others bring. */
const MOST_BYTES = 40e6;

const SNAPSHOT = [
  {
    name: '//cloudsql.googleapis.com/projects/app-prod/instances/open',
    assetType: 'sqladmin.googleapis.com/Instance',
    resource: {
      data: {
        name: 'open',
        databaseVersion: 'POSTGRES_16',
        instanceType: 'CLOUD_SQL_INSTANCE',
        settings: { tier: 'db-custom-4-8192', ipConfiguration: { ipv4Enabled: true } },
      },
    },
  },
];

function run(expected, ...args) {
  const { status, stdout, stderr } = spawnSync(npm, ['exec', '--', 'pinky-audit', ...args], {
    cwd: app,
    env: offline,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const call = `pinky-audit ${args.join(' ')}`;
  if (status !== expected)
    throw new Error(`${call}: exit ${status}, not ${expected}\n${stdout.slice(-2000)}${stderr}`);
  process.stdout.write(`ok  ${call}\n`);
  return stdout;
}

/** Runs a command that must end with an error of its own, and with nothing else on the way. */
function refuses(code, ...args) {
  const { status, stderr } = spawnSync(npm, ['exec', '--', 'pinky-audit', ...args], {
    cwd: app,
    env: { ...offline, HOME: app, APPDATA: app, GOOGLE_APPLICATION_CREDENTIALS: '' },
    encoding: 'utf8',
  });
  check(status === 2 && stderr.startsWith(`error ${code}`), `${args.join(' ')} ends with ${code}`);
}

function check(holds, what) {
  if (!holds) throw new Error(`does not hold: ${what}`);
  process.stdout.write(`ok  ${what}\n`);
}

const sizeOf = (path) =>
  readdirSync(path, { recursive: true })
    .map((name) => lstatSync(join(path, name)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);

try {
  mkdirSync(app);
  const packed = JSON.parse(
    execFileSync(npm, ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: root,
      encoding: 'utf8',
    }),
  );
  const [{ filename, files }] = packed;
  for (const needed of [
    'dist/src/cli/bin.js',
    'dist/demo/deployment.ndjson',
    'dist/report.schema.json',
    'LICENSE',
    'README.md',
  ]) {
    check(
      files.some(({ path }) => path === needed),
      `the tarball holds ${needed}`,
    );
  }
  check(!files.some(({ path }) => /^(src|test)\//.test(path)), 'the tarball holds no sources and no tests');
  writeFileSync(join(app, 'package.json'), '{ "name": "app", "private": true }');
  const flags = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync(npm, ['install', ...flags, join(folder, filename)], { cwd: app, stdio: 'inherit' });

  check(/pinky-audit \d/.test(run(0, 'demo')), 'the demo reports');
  writeFileSync(join(app, 'snapshot.ndjson'), `${SNAPSHOT.map((one) => JSON.stringify(one)).join('\n')}\n`);
  const report = JSON.parse(run(1, 'snapshot.ndjson', '--format', 'json'));
  const found = report.results.filter(({ verdict }) => verdict === 'fail').map(({ policy }) => policy);
  check(found.includes('sql-no-public-ip'), 'the audit of a small snapshot finds the public address');
  // Grammars are files beside the code: they must be found where npm put them.
  for (const name of ['main.tf', 'tfplan.json'])
    copyFileSync(join(root, 'fixtures/plans/adopt', name), join(app, name));
  const planned = JSON.parse(run(1, '--plan', 'tfplan.json', '--plan-sources', '.', '--format', 'json'));
  const open = planned.results.find(({ policy }) => policy === 'sql-no-public-ip');
  const { uri, line, quality } = open.findings[0].source;
  check(
    uri === 'main.tf' && line === 19 && quality === 'attribute',
    'a finding of a plan stands at its line',
  );
  mkdirSync(join(app, 'repo'));
  writeFileSync(join(app, 'repo/cloudbuild.yaml'), 'steps:\n- name: node\n  script: npm audit || true\n');
  const pipeline = JSON.parse(run(1, '--repo', 'repo', '--format', 'json'));
  const audit = pipeline.results.find(({ policy }) => policy === 'ci-dependency-audit');
  check(
    audit.verdict === 'fail' && audit.findings[0].source.line === 3,
    'a finding of a pipeline stands at its line',
  );

  const library =
    "import { audit, definePolicy } from 'pinky-audit'; console.log(typeof audit, typeof definePolicy)";
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', library], {
    cwd: app,
    encoding: 'utf8',
  });
  check(said.trim() === 'function function', 'the library is importable');

  const size = sizeOf(join(app, 'node_modules'));
  // Audits of the cloud need Google's clients: bundled, they are there without being installed.
  const role = run(0, 'snapshot', '--project', 'app-prod', '--print-role');
  check(role.includes('- cloudasset.assets.listResource'), 'the role for live audits is printed');
  refuses('E_CREDENTIALS_NONE', 'scan', '--project', 'app-prod');

  process.stdout.write(
    `installed: ${(size / 1e6).toFixed(1)} MB, of that our own ${(sizeOf(join(app, 'node_modules/pinky-audit')) / 1e6).toFixed(1)} MB\n`,
  );
  check(size < MOST_BYTES, `the installation stays under ${MOST_BYTES / 1e6} MB`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
