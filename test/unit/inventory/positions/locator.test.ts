import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { binaryPlanSources } from '../../../../src/inventory/positions/binary-plan.ts';
import { folderSources } from '../../../../src/inventory/positions/folder.ts';
import { readHcl } from '../../../../src/inventory/positions/hcl.ts';
import { type Located, Locator } from '../../../../src/inventory/positions/locator.ts';
import type { Readers } from '../../../../src/inventory/positions/module.ts';
import { readTfJson } from '../../../../src/inventory/positions/tf-json.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const PLANS = join(ROOT, 'fixtures/plans/positions');

let readers: Readers;
let scratch: string;
beforeAll(async () => {
  readers = { native: readHcl, json: readTfJson };
  scratch = mkdtempSync(join(tmpdir(), 'positions-'));
});
afterAll(() => rmSync(scratch, { recursive: true }));

/** `main.tf 12:5-12:18 attribute`. */
const said = (found: Located | undefined): string =>
  found
    ? `${found.file} ${found.line}:${found.column}-${found.endLine}:${found.endColumn} ${found.quality}`
    : 'nowhere';

const PLANNED = {
  'terraform_data.one': { input: { 'a.b': { deep: [1, 2] } } },
} as Record<string, unknown>;

/** Address, path, place: read off the files of fixtures/plans/positions/tree by hand. */
const TABLE: readonly [what: string, address: string, path: string, place: string][] = [
  ['an attribute', 'terraform_data.one', 'input', 'main.tf 12:3-17:4 attribute'],
  ['a member of an object', 'terraform_data.one', 'input.public', 'main.tf 14:5-14:18 attribute'],
  [
    'a member after an emoji on its line',
    'terraform_data.one',
    'input.location',
    'main.tf 13:20-13:43 attribute',
  ],
  [
    'a member whose name is quoted',
    'terraform_data.one',
    'input["a.b"].deep[1]',
    'main.tf 16:27-16:28 attribute',
  ],
  ['a member that is not there', 'terraform_data.one', 'input.absent', 'main.tf 12:3-17:4 attribute'],
  ['an attribute that is not there', 'terraform_data.one', 'triggers_replace', 'main.tf 11:1-11:34 header'],
  ['a resource as a whole', 'terraform_data.one', '', 'main.tf 11:1-11:34 header'],
  ['for_each', 'terraform_data.many["a"]', 'input', 'main.tf 22:3-22:22 attribute'],
  ['a heredoc that looks like a resource', 'terraform_data.fake', 'input', 'main.tf 1:1-1:2 module'],
  ['a nested block', 'terraform_data.many["a"]', 'provisioner[0].when', 'main.tf 24:3-24:29 block'],
  ['an override', 'terraform_data.later', 'input', 'override.tf 2:3-2:25 attribute'],
  ['what an override leaves alone', 'terraform_data.later', 'output', 'main.tf 40:1-40:36 header'],
  ['CRLF', 'terraform_data.crlf', 'triggers_replace[0]', 'windows.tf 4:5-4:8 attribute'],
  ['a byte order mark', 'terraform_data.bom', 'input', 'marked.tf 1:35-1:55 attribute'],
  ['JSON syntax', 'terraform_data.json', 'input', 'extra.tf.json 5:17-5:71 attribute'],
  ['a member in JSON syntax', 'terraform_data.json', 'input.list[1]', 'extra.tf.json 5:65-5:68 attribute'],
  ['a block in JSON syntax', 'terraform_data.json', 'other', 'extra.tf.json 5:7-5:13 header'],
  [
    'count in a module of for_each',
    'module.bucket["x"].terraform_data.this[0]',
    'input.versioning.enabled',
    'modules/bucket/main.tf 6:45-6:60 attribute',
  ],
  [
    'an instance key with a dot, a bracket and a quote',
    'module.bucket["a.b]\\"c"].module.inner.terraform_data.leaf',
    'input',
    'modules/bucket/modules/inner/inner.tf 7:5-7:21 attribute',
  ],
  [
    'a module whose source is not there',
    'module.elsewhere.terraform_data.x',
    'input',
    'main.tf 1:1-1:2 module',
  ],
];

describe.each([
  ['a folder', () => folderSources(join(PLANS, 'tree'))],
  ['a binary plan', () => binaryPlanSources(join(PLANS, 'tfplan'))],
])('in %s', (_, sources) => {
  test.each(TABLE)('%s', (_what, address, path, place) => {
    const locator = new Locator(sources(), readers);
    // `extra.tf.json` comes first by name; what falls to the first file is about the root module as a whole.
    const found = said(locator.locate(address, path, PLANNED[address]));
    expect(found).toBe(place.replace('main.tf 1:1-1:2 module', 'extra.tf.json 1:1-1:2 module'));
  });

  test('tells where a value comes from, through arguments, variables and locals', () => {
    const locator = new Locator(sources(), readers);
    const related = (address: string, path: string) =>
      locator
        .locate(address, path)
        ?.related.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);
    expect(related('module.bucket["x"].module.inner.terraform_data.leaf', 'input')).toEqual([
      'modules/bucket/main.tf:9:1 module bucket.inner is called here',
      'main.tf:33:1 module bucket is called here',
      'modules/bucket/main.tf:11:3 the value is given here, as var.tier',
      'main.tf:37:3 the value is given here, as var.tier',
      'main.tf:4:3 the value comes from var.tier, whose default this is',
    ]);
    expect(related('terraform_data.one', 'input.location')).toEqual([
      'main.tf:8:3 the value comes from local.region',
    ]);
    expect(related('terraform_data.json', 'input.tier')).toEqual([
      'main.tf:4:3 the value comes from var.tier, whose default this is',
    ]);
  });
});

function tree(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(scratch, 'tree-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const placeIn = (
  files: Readonly<Record<string, string>>,
  address: string,
  path: string,
  planned?: unknown,
) => {
  const locator = new Locator(folderSources(tree(files)), readers);
  return { place: said(locator.locate(address, path, planned)), locator };
};

describe('blocks', () => {
  const FIREWALL = `resource "google_compute_firewall" "ssh" {
  allow {
    protocol = "icmp"
  }
  allow {
    protocol = "tcp"
    ports    = ["22", "80"]
  }
  dynamic "allow" {
    for_each = var.more
    content {
      protocol = allow.value
    }
  }
  source_ranges = ["10.0.0.0/8", "0.0.0.0/0"]
}
`;
  const at = (path: string, planned?: unknown) =>
    placeIn({ 'main.tf': FIREWALL }, 'google_compute_firewall.ssh', path, planned).place;

  test.each<[string, string, unknown, string]>([
    ['the second of a kind', 'allow[1].protocol', undefined, '6:5-6:21 attribute'],
    ['one of a dynamic block', 'allow[2].protocol', undefined, '12:7-12:29 attribute'],
    ['what a dynamic block does not set', 'allow[2].ports', undefined, '9:3-9:20 block'],
    [
      'a set, whose order is not that of the source',
      'allow[0].ports[0]',
      { allow: [{ protocol: 'tcp', ports: ['22', '80'] }, { protocol: 'icmp' }] },
      '7:17-7:21 attribute',
    ],
    [
      'one of many of a dynamic block',
      'allow[3].protocol',
      { allow: [{ protocol: 'icmp' }, { protocol: 'tcp' }, { protocol: 'esp' }, { protocol: 'ah' }] },
      '12:7-12:29 attribute',
    ],
    [
      'an element of a set of texts',
      'source_ranges[0]',
      { source_ranges: ['0.0.0.0/0', '10.0.0.0/8'] },
      '15:34-15:45 attribute',
    ],
  ])('%s', (_, path, planned, place) => {
    expect(at(path, planned)).toBe(`main.tf ${place}`);
  });

  test('in JSON syntax, alone or in a list, written out or dynamic', () => {
    const json = `{ "resource": [ { "google_compute_firewall": { "ssh": {
  "allow": { "protocol": "tcp" },
  "deny": [ { "protocol": "a" }, { "protocol": "b" } ],
  "dynamic": { "log_config": { "for_each": [1], "content": { "metadata": "x" } } }
} } } ] }`;
    const of = (path: string) => placeIn({ 'main.tf.json': json }, 'google_compute_firewall.ssh', path).place;
    expect(of('allow[0].protocol')).toBe('main.tf.json 2:14-2:31 attribute');
    expect(of('deny[1].protocol')).toBe('main.tf.json 3:36-3:51 attribute');
    expect(of('log_config[0].metadata')).toBe('main.tf.json 4:62-4:77 attribute');
  });
});

describe('modules', () => {
  const called = 'resource "terraform_data" "x" {\n  input = 1\n}\n';

  test('that were fetched are shown by the call in the repository, with their own file beside it', () => {
    const files = {
      'main.tf': 'module "net" {\n  source = "registry/net"\n}\n',
      '.terraform/modules/modules.json': JSON.stringify({
        Modules: [
          { Key: '', Dir: '.' },
          { Key: 'net', Dir: '.terraform/modules/net' },
        ],
      }),
      '.terraform/modules/net/main.tf': called,
    };
    const { place, locator } = placeIn(files, 'module.net.terraform_data.x', 'input');
    expect(place).toBe('main.tf 1:1-1:15 call');
    expect(locator.locate('module.net.terraform_data.x', 'input')?.related).toMatchObject([
      { file: '.terraform/modules/net/main.tf', line: 2, column: 3 },
    ]);
  });

  test('of a local path are found where terraform init has not run', () => {
    const files = { 'main.tf': 'module "a" {\n  source = "./a"\n}\n', 'a/b.tf': called };
    expect(placeIn(files, 'module.a.terraform_data.x', 'input').place).toBe('a/b.tf 2:3-2:12 attribute');
  });

  test.each([
    [
      'that terraform init lists',
      {
        Modules: [
          { Key: '', Dir: '.' },
          { Key: 'net', Dir: '../../modules/net' },
        ],
      },
    ],
    ['that nothing lists', { Modules: [] }],
  ])('above the root module are found: %s', (_, list) => {
    const root = tree({
      'envs/prod/main.tf': 'module "net" {\n  source = "../../modules/net"\n}\n',
      'envs/prod/.terraform/modules/modules.json': JSON.stringify(list),
      'modules/net/main.tf': called,
    });
    const locator = new Locator(folderSources(join(root, 'envs/prod')), readers);
    expect(said(locator.locate('module.net.terraform_data.x', 'input'))).toBe(
      '../../modules/net/main.tf 2:3-2:12 attribute',
    );
  });

  test('that cannot be found are shown by their call', () => {
    const files = { 'main.tf': 'module "a" {\n  source = "git::https://example.com/a"\n}\n' };
    expect(placeIn(files, 'module.a["k"].module.b.terraform_data.x', 'input').place).toBe(
      'main.tf 1:1-1:13 call',
    );
  });
});

describe('a file that does not parse', () => {
  const files = {
    'a.tf': 'resource "terraform_data" "x" {\n  input = \n',
    'b.tf': 'resource "terraform_data" "y" {\n  input = 1\n}\n',
  };

  test('is told, and costs nothing in the others', () => {
    expect(placeIn(files, 'terraform_data.y', 'input').place).toBe('b.tf 2:3-2:12 attribute');
    const { locator, place } = placeIn(files, 'terraform_data.x', 'input');
    expect(place).toMatch(/^a\.tf 1:1-\d+:\d+ |^a\.tf 2/);
    expect([...locator.broken.keys()]).toEqual(['a.tf']);
  });

  test('in JSON syntax neither', () => {
    const { locator } = placeIn(
      { 'a.tf.json': '{"resource": {"terraform_data": {"x": ' },
      'terraform_data.x',
      'input',
    );
    expect([...locator.broken]).toEqual([['a.tf.json', 1]]);
  });
});

describe('what is given as source and is none', () => {
  const refusal = (open: () => unknown) => {
    try {
      open();
    } catch (error) {
      return error;
    }
    return undefined;
  };

  test.each<[string, () => unknown]>([
    ['a folder without Terraform', () => folderSources(scratch)],
    ['a folder that is not there', () => folderSources(join(scratch, 'nowhere'))],
    ['a file that is not there', () => binaryPlanSources(join(scratch, 'nowhere'))],
    ['a plan in JSON', () => binaryPlanSources(join(PLANS, 'tfplan.json'))],
    [
      'a plan that was cut off',
      () => {
        const file = join(scratch, 'cut');
        writeFileSync(file, readFileSync(join(PLANS, 'tfplan')).subarray(0, 2000));
        return binaryPlanSources(file);
      },
    ],
  ])('%s is refused with the next move', (_, open) => {
    expect(refusal(open)).toMatchObject({ code: 'E_PLAN_SOURCES', hint: expect.stringContaining('plan') });
  });

  test('a list of modules leads nowhere outside of the folder it is in', () => {
    const folder = tree({
      'main.tf': 'module "m" {\n  source = "./m"\n}\n',
      '.terraform/modules/modules.json': '{"Modules":[{"Key":"m","Dir":"/etc"}]}',
    });
    cpSync(join(PLANS, 'tree/modules/bucket'), join(folder, 'm'), { recursive: true });
    const locator = new Locator(folderSources(folder), readers);
    expect(said(locator.locate('module.m.terraform_data.this[0]', 'output'))).toBe(
      'm/main.tf 4:1-4:35 header',
    );
  });
});
