import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/catalogue.generated.ts';
import { fileSets } from '../../src/inventory/file-set.ts';
import { needsOf } from '../../src/inventory/needs.ts';
import { readSnapshots } from '../../src/inventory/snapshot.ts';
import { Bench } from './deployment.ts';

const bench = new Bench();
afterAll(() => bench.remove());

const INPUT = 'fixtures/input';
const ONLY = [
  '--policy',
  '{sql-no-public-ip,fw-no-open-ingress,iam-no-public-members}',
  '--env',
  'production',
];
const paths = (name: string) => join(process.cwd(), INPUT, name);

interface Row {
  readonly code: string;
  readonly uri: string;
  readonly line?: number;
}
const errors = (stdout: string): readonly Row[] => (JSON.parse(stdout) as { errors: Row[] }).errors;
const failures = (stdout: string): readonly string[] =>
  (JSON.parse(stdout) as { results: { verdict: string; policy: string; asset: { name: string } }[] }).results
    .filter(({ verdict }) => verdict === 'fail')
    .map(({ policy, asset }) => `${policy} ${asset.name.split('/').at(-1)}`);

describe('a file that is no export ends the run', () => {
  it.each<[string, string, string, string]>([
    ['malformed-alert-policy.json', 'E_RECORD_MALFORMED', '12', 'expected a key near }'],
    ['terraform-plan.json', 'E_INPUT_TERRAFORM_PLAN', '1', 'is a Terraform plan'],
    ['terraform-plan-utf16.json', 'E_INPUT_TERRAFORM_PLAN', '1', 'is a Terraform plan'],
    ['terraform-plan-crlf.json', 'E_INPUT_TERRAFORM_PLAN', '1', 'is a Terraform plan'],
    ['terraform-plan-minified.json', 'E_INPUT_TERRAFORM_PLAN', '1', 'is a Terraform plan'],
    ['terraform-changes.json', 'E_INPUT_TERRAFORM_PLAN', '1', 'is a Terraform plan'],
    ['terraform-state.json', 'E_INPUT_TERRAFORM_STATE', '1', 'is a Terraform state'],
    [
      'alert-policy.json',
      'E_INPUT_API_OBJECT',
      '1:1',
      'without assetType (it has name, displayName, combiner)',
    ],
    ['instances.json', 'E_INPUT_API_OBJECT', '2:3', 'without assetType (it has kind, name, settings)'],
    ['empty-object.json', 'E_INPUT_API_OBJECT', '1:1', 'holds objects without assetType'],
    ['error-reply.json', 'E_INPUT_API_ERROR', '1', 'is the error reply of an API'],
    ['sign-in.html', 'E_INPUT_HTML', '1', 'is an HTML page'],
    ['export.yaml', 'E_INPUT_YAML', '1', '--format=json'],
    ['table.csv', 'E_INPUT_CSV', '1', '--format=json'],
    ['scalars.json', 'E_RECORD_MALFORMED', '1', 'an element of the list is not an object'],
    ['empty-array.json', 'E_INPUT_EMPTY', '', 'holds no record'],
    ['blank.ndjson', 'E_INPUT_EMPTY', '', 'holds no record'],
    ['empty.ndjson', 'E_INPUT_EMPTY', '', 'holds no record'],
  ])('%s: %s', async (name, code, line, said) => {
    const { status, stderr } = await bench.inside(['--snapshot', paths(name), ...ONLY, '--format', 'json']);
    expect(status).toBe(2);
    expect(stderr).toContain(`error ${code} ${paths(name)}${line && `:${line}`}: `);
    expect(stderr).toContain(said);
  });

  it('and the place of a mistake is known to the column', async () => {
    const { problems } = await readSnapshots(
      fileSets([`${INPUT}/malformed-alert-policy.json`], process.stdin),
      needsOf(catalogue),
    );
    expect(problems).toMatchObject([{ code: 'E_RECORD_MALFORMED', line: 12, column: 7 }]);
    const lines = readFileSync(`${INPUT}/malformed-alert-policy.json`, 'utf8').split('\n');
    expect([lines[10]?.at(-1), lines[11]?.[6]]).toEqual([',', '}']);
  });

  it.each(['empty.ndjson', 'blank.ndjson', 'empty-array.json'])(
    'but %s beside others is a notice',
    async (name) => {
      const { status, stdout } = await bench.inside([
        paths(name),
        paths('concatenated.json'),
        ...ONLY,
        '--format',
        'json',
      ]);
      const { notices, errors } = JSON.parse(stdout) as {
        notices: { code: string; uri: string }[];
        errors: unknown;
      };
      expect([status, errors]).toEqual([1, []]);
      expect(notices).toContainEqual({ code: 'input-empty', message: 'holds no record', uri: paths(name) });
    },
  );
});

describe('a file that is an export in part is judged in that part', () => {
  it.each<[string, string, number | undefined, string[]]>([
    ['one-malformed.ndjson', 'E_RECORD_MALFORMED', 2, ['sql-no-public-ip open']],
    ['truncated.ndjson', 'E_INPUT_TRUNCATED', 2, ['sql-no-public-ip open']],
    ['truncated-array.json', 'E_INPUT_TRUNCATED', 4, ['sql-no-public-ip open']],
    ['truncated.ndjson.gz', 'E_INPUT_TRUNCATED', 40, []],
  ])('%s: %s', async (name, code, line, seen) => {
    const { status, stdout, stderr } = await bench.inside([
      paths(name),
      ...ONLY,
      '--format',
      'json',
      '--fail-on',
      'never',
    ]);
    expect(status).toBe(2);
    expect(errors(stdout)).toEqual([expect.objectContaining({ code, uri: paths(name), line })]);
    expect(stderr).toContain(`error ${code} ${paths(name)}:${line}: `);
    expect(failures(stdout)).toEqual(expect.arrayContaining(seen));
    expect(failures(stdout)).not.toEqual([]);
  });
});

describe('a file in an old or uncommon form is an export', () => {
  it.each<[string, string[]]>([
    ['types-of-2018.ndjson', ['fw-no-open-ingress ssh']],
    ['feed.ndjson', ['sql-no-public-ip open']],
    ['concatenated.json', ['sql-no-public-ip open']],
  ])('%s', async (name, seen) => {
    const { status, stdout } = await bench.inside([paths(name), ...ONLY, '--format', 'json', '--all']);
    expect([status, errors(stdout), failures(stdout)]).toEqual([1, [], seen]);
  });

  it('and what a feed deleted is gone', async () => {
    const { stdout } = await bench.inside([paths('feed.ndjson'), ...ONLY, '--format', 'json', '--all']);
    expect(stdout).not.toContain('instances/gone');
  });
});

describe('what cannot be read is an error that names it', () => {
  const good = readFileSync(`${INPUT}/concatenated.json`);

  it.each<[string, (name: string) => string, string]>([
    [
      'a directory without files',
      (name) => mkdirSync(join(bench.folder, name, 'in'), { recursive: true }) ?? name,
      'E_INPUT_EMPTY',
    ],
    ['a path that is not there', (name) => join(bench.folder, name), 'E_INPUT_NOT_FOUND'],
    ['bytes of zero', (name) => bench.write(name, new Uint8Array(4096)), 'E_INPUT_'],
    ['an archive', (name) => bench.write(name, Buffer.from('PK\u0003\u0004rest')), 'E_INPUT_ARCHIVE'],
  ])('%s', async (name, make, code) => {
    const path = make(name);
    const { status, stdout, stderr } = await bench.inside(['--snapshot', path, ...ONLY]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(new RegExp(`^error ${code}\\w* `));
    expect(stderr).toContain(path);
    const beside = await bench.inside([
      '--snapshot',
      path,
      '--snapshot',
      bench.write('good.json', good),
      ...ONLY,
      '--format',
      'json',
    ]);
    expect(failures(beside.stdout)).toEqual(['sql-no-public-ip open']);
  });

  it.skipIf(process.getuid?.() === 0)('a file that may not be read', async () => {
    const path = bench.write('secret.json', good);
    chmodSync(path, 0);
    const { status, stderr } = await bench.inside([path, ...ONLY]);
    expect(status).toBe(2);
    expect(stderr).toContain(`error E_INPUT_DENIED ${path}: may not be read: permission denied`);
  });
});
