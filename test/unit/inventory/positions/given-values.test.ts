import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderSources, valueTexts } from '../../../../src/inventory/positions/folder.ts';
import { GivenValues } from '../../../../src/inventory/positions/given-values.ts';
import { readHcl } from '../../../../src/inventory/positions/hcl.ts';
import { Locator } from '../../../../src/inventory/positions/locator.ts';
import { readTfJson } from '../../../../src/inventory/positions/tf-json.ts';

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'values-'));
});
afterAll(() => rmSync(scratch, { recursive: true }));

const MAIN = `variable "tier" {
  default = "small"
}
variable "regions" {
  type = set(string)
}
resource "terraform_data" "x" {
  input            = var.tier
  triggers_replace = var.regions
}
module "m" {
  source = "./m"
  size   = var.tier
}
`;
const INNER = 'variable "size" {}\nresource "terraform_data" "y" {\n  input = var.size\n}\n';

/** What is told of where a value comes from, with these files beside the root module. */
function origins(
  files: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, unknown>> | undefined,
  path = 'input',
  address = 'terraform_data.x',
): string[] | undefined {
  const root = mkdtempSync(join(scratch, 'root-'));
  for (const [name, text] of Object.entries({ 'main.tf': MAIN, 'm/main.tf': INNER, ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const readers = { native: readHcl, json: readTfJson };
  const planned = Object.fromEntries(
    Object.entries(variables ?? {}).map(([name, value]) => [name, { value }]),
  );
  const given = new GivenValues(() => valueTexts(root), planned, readers);
  return new Locator(folderSources(root), readers, given)
    .locate(address, path)
    ?.related.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);
}

const HERE = 'the value is given here, as var.tier';
const DEFAULT = 'main.tf:2:3 the value comes from var.tier, whose default this is';
const ELSEWHERE = 'main.tf:1:1 the value comes from var.tier, which was given when the plan was made';

describe('the value of a variable of the root module', () => {
  test.each<[string, Record<string, string>, Record<string, unknown> | undefined, string]>([
    ['its default', {}, { tier: 'small' }, DEFAULT],
    ['its default, where the plan lists no variables', { 'env.tfvars': 'tier = "big"' }, undefined, DEFAULT],
    ['neither a file nor its default', {}, { tier: 'big' }, ELSEWHERE],
    [
      'terraform.tfvars',
      { 'terraform.tfvars': '# tiers\ntier = "big"\n' },
      { tier: 'big' },
      `terraform.tfvars:2:1 ${HERE}`,
    ],
    [
      'its JSON form, which is stronger',
      { 'terraform.tfvars': 'tier = "big"', 'terraform.tfvars.json': '{\n  "tier": "big"}' },
      { tier: 'big' },
      `terraform.tfvars.json:2:3 ${HERE}`,
    ],
    [
      'the last automatic file by name',
      {
        'a.auto.tfvars': 'tier = "big"',
        'b.auto.tfvars.json': '{"tier": "big"}',
        'terraform.tfvars': 'tier = "big"',
      },
      { tier: 'big' },
      `b.auto.tfvars.json:1:2 ${HERE}`,
    ],
    [
      'the one file that agrees with the plan',
      { 'env/dev.tfvars': 'tier = "small"', 'env/prod.tfvars': '\n  tier = "big"' },
      { tier: 'big' },
      `env/prod.tfvars:2:3 ${HERE}`,
    ],
    [
      'the one file that agrees in all it sets',
      {
        'env/dev.tfvars': 'tier = "big"\nregions = ["x"]',
        'env/prod.tfvars': 'regions = ["b", "a"]\ntier = "big"',
      },
      { tier: 'big', regions: ['a', 'b'] },
      `env/prod.tfvars:2:1 ${HERE}`,
    ],
    [
      'a file that was given, against an automatic one',
      { 'terraform.tfvars': 'tier = "small"', 'big.tfvars': 'tier = "big"' },
      { tier: 'big' },
      `big.tfvars:1:1 ${HERE}`,
    ],
    [
      'none of several files that agree',
      { 'a.tfvars': 'tier = "big"', 'b.tfvars': 'tier = "big"' },
      { tier: 'big' },
      ELSEWHERE,
    ],
    [
      'a number that is written as text',
      { 'terraform.tfvars': 'tier = "2"' },
      { tier: 2 },
      `terraform.tfvars:1:1 ${HERE}`,
    ],
    [
      'a file with a byte order mark',
      { 'terraform.tfvars': '\uFEFFtier = "big"' },
      { tier: 'big' },
      `terraform.tfvars:1:1 ${HERE}`,
    ],
    [
      'no file that terraform fetched',
      { '.terraform/modules/x/x.tfvars': 'tier = "big"' },
      { tier: 'big' },
      ELSEWHERE,
    ],
    ['no file that does not parse', { 'terraform.tfvars': 'tier = ' }, { tier: 'big' }, ELSEWHERE],
  ])('%s', (_, files, variables, expected) => {
    expect(origins(files, variables)).toEqual([expected]);
  });

  const ONE = 'resource "terraform_data" "y" {\n  for_each = ';
  const CALL = 'main.tf:2:1 module sql is called here';
  const GIVEN = [
    CALL,
    'main.tf:4:3 the value is given here, as var.instances',
    'terraform.tfvars:2:1 the value is given here, as var.instances',
  ];
  test.each<[string, string, string, string, readonly string[]]>([
    ['its value', 'var.instances', 'each.value.public', 'instances = var.instances', GIVEN],
    [
      'its value by a quoted name',
      'var.instances',
      'each.value["public"]',
      'instances = var.instances',
      GIVEN,
    ],
    ['its key', 'toset(keys(var.instances))', 'each.key', 'instances = var.instances', GIVEN],
    ['a text made of it', 'var.instances', `"x-\${each.value.public}"`, 'instances = var.instances', GIVEN],
    [
      'a value that the call writes out',
      'var.instances',
      'each.value.public',
      'instances = { main = { public = true } }',
      [CALL, 'main.tf:4:3 the value is given here, as var.instances'],
    ],
    [
      'a member that for_each writes out, and what it is made from',
      '{ other = { public = false }, main = { public = var.open } }',
      'each.value.public',
      'open   = var.instances',
      [
        CALL,
        'sql/main.tf:4:53 the value comes from for_each',
        'main.tf:4:3 the value is given here, as var.open',
        'terraform.tfvars:2:1 the value is given here, as var.instances',
      ],
    ],
    [
      'a set that for_each writes out',
      'toset(["main"])',
      'each.value',
      'open   = true',
      [CALL, 'sql/main.tf:4:3 the value comes from for_each'],
    ],
    ['what only looks like it', 'var.instances', '"each.value.public"', 'instances = var.instances', [CALL]],
  ])('that for_each goes through: %s', (_, forEach, value, argument, expected) => {
    const files = {
      'main.tf': `variable "instances" {}\nmodule "sql" {\n  source = "./sql"\n  ${argument}\n}\n`,
      'sql/main.tf': `variable "instances" {}\nvariable "open" {}\n${ONE}${forEach}\n  input {\n    a = ${value}\n  }\n}\n`,
      'terraform.tfvars': '# instances\ninstances = {\n  main = { public = true }\n}\n',
    };
    const given = { instances: { main: { public: true } } };
    expect(origins(files, given, 'input[0].a', 'module.sql.terraform_data.y["main"]')).toEqual(expected);
  });

  test('that for_each of a call goes through', () => {
    const files = {
      'main.tf': `${MAIN.replace('size   = var.tier', 'size = each.value.size\n  for_each = var.tier')}`,
      'terraform.tfvars': 'tier = { a = { size = 1 } }',
    };
    const given = { tier: { a: { size: 1 } } };
    expect(origins(files, given, 'input', 'module.m["a"].terraform_data.y')).toEqual([
      'main.tf:11:1 module m is called here',
      'main.tf:13:3 the value is given here, as var.size',
      `terraform.tfvars:1:1 ${HERE}`,
    ]);
  });

  test('that for_each goes through in JSON syntax', () => {
    const block = { for_each: `\${var.tier}`, input: `\${each.value.size}` };
    const json = JSON.stringify({ resource: { terraform_data: { z: block } } });
    expect(origins({ 'z.tf.json': json }, { tier: 'small' }, 'input', 'terraform_data.z["a"]')).toEqual([
      DEFAULT,
    ]);
  });

  test('that goes on to a module as an argument', () => {
    const files = { 'terraform.tfvars': 'tier = "big"' };
    expect(origins(files, { tier: 'big' }, 'input', 'module.m.terraform_data.y')).toEqual([
      'main.tf:11:1 module m is called here',
      'main.tf:13:3 the value is given here, as var.size',
      `terraform.tfvars:1:1 ${HERE}`,
    ]);
  });

  test('that is a collection, whose order is not that of the plan', () => {
    const files = { 'terraform.tfvars': 'regions = [\n  "b", "a"\n]\ntier = "big"' };
    expect(origins(files, { regions: ['a', 'b'] }, 'triggers_replace')).toEqual([
      'terraform.tfvars:1:1 the value is given here, as var.regions',
    ]);
  });
});
