import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@cdktf/hcl2json';
import { describe, expect, test } from 'vitest';
import { readHcl } from '../../../../src/inventory/positions/hcl.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const TREE = join(ROOT, 'fixtures/plans/positions/tree');

const VARIED = `# resource "not" "this" {}
/* data "nor" "this" {} */
resource google_a bare { x = 1 }
resource "google_b" "heredoc" {
  text = <<-EOT
    resource "fake" "one" {
    }
  EOT
  more = "$\{var.a} }{ %{ if true }x%{ endif }"
}
data "google_c" "read" {
  filter = [for k, v in var.m : "$\{k}=$\{v}" if v != null]
}
resource "google_d" "twice-9" {
  dynamic "x" {
    for_each = { a = { b = "}" } }
    content {}
  }
  list = [<<A
resource "fake" "two" {
A
    , "$\{"}"}"
  ]
  open = "%%{ $$\{ \\" { # /*"
  many = (
    var.a /* ) */
    || "" == <<-E
      %{ for x in var.list ~}
      $\{x["}"]}
      %{ endfor ~}
      E /* that was no mark */
    E
  )
}
resource "google_e" "after" {}
`;

const FILES = [
  ...readdirSync(TREE, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tf'))
    .map((name) => [name, readFileSync(join(TREE, name), 'utf8').replace(/^\uFEFF/, '')] as const),
  ['varied.tf', VARIED] as const,
];

/** `resource google_a bare` of everything Terraform's own parser finds in a text. */
async function truth(name: string, text: string): Promise<string[]> {
  const read = (await parse(name, text)) as Record<string, Record<string, Record<string, unknown>>>;
  return ['resource', 'data'].flatMap((kind) =>
    Object.entries(read[kind] ?? {}).flatMap(([type, named]) =>
      Object.keys(named).map((one) => [kind, type, one].join(' ')),
    ),
  );
}

describe("the blocks that Terraform's own parser finds", () => {
  test.each(FILES)('are all found in %s, and no others', async (name, text) => {
    const { blocks, broken } = readHcl(name, text);
    const found = blocks
      .filter(({ kind }) => kind === 'resource' || kind === 'data')
      .map(({ kind, labels }) => [kind, ...labels].join(' '));
    expect(broken).toBeUndefined();
    expect(found.sort()).toEqual((await truth(name, text)).sort());
  });
});
