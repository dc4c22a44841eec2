import { describe, expect, test } from 'vitest';
import { readHcl } from '../../../../src/inventory/positions/hcl.ts';
import type { Value } from '../../../../src/inventory/positions/syntax.ts';

/** What is told of a value, without its places. */
const told = ({ literal, members, elements, references }: Value): unknown => {
  if (members) return Object.fromEntries(members.map(({ key, value }) => [String(key), told(value)]));
  if (elements) return elements.map(told);
  return literal ?? references;
};

const attributesOf = (text: string) => readHcl('a.tf', text).blocks[0]?.body.attributes ?? [];

describe('an expression', () => {
  test.each<[what: string, source: string, value: unknown]>([
    ['a text', '"a\\tb"', 'a\tb'],
    ['a text that only looks like a template', '"$${var.a} %%{ if }"', '$${var.a} %%{ if }'],
    ['a number', '1.5e3', 1500],
    ['a truth value in parentheses', '((true))', true],
    ['nothing', 'null', []],
    ['a template', `"$\{var.a}-$\{"b $\{local.c} d"}"`, ['var.a', 'local.c']],
    ['names in a text and in a comment', 'join("var.no", /* local.no */ var.yes) # var.never', ['var.yes']],
    ['names in a heredoc', `<<-EOT\n    var.no $\{var.yes} local.no\n  EOT`, ['var.yes']],
    ['a name twice', 'var.a + var.a + module.var.b + a-var.c', ['var.a']],
    ['a list', '[1, # one\n "b", [var.c],\n]', [1, 'b', [['var.c']]]],
    [
      'an object',
      `{ a = 1, "b.c" : 2\n (var.k) = 3 /* d = 0 */, "$\{local.x}" = 4 }`,
      { a: 1, 'b.c': 2, undefined: 4 },
    ],
    ['an empty object', '{\n # nothing\n}', {}],
    ['an object that is made', '{ for k, v in var.m : k => v... if local.b }', ['var.m', 'local.b']],
    ['a list that is made', '[for one in var.list : one]', ['var.list']],
    ['a part of an object', '{ a = var.b }["a"]', ['var.b']],
    ['several lines in parentheses', '(\n  var.a\n  && local.b\n)', ['var.a', 'local.b']],
  ])('%s', (_, source, value) => {
    const [attribute] = attributesOf(`locals {\n  x = ${source}\n}\n`);
    expect(attribute && told(attribute.value)).toEqual(value);
  });

  test('ends before what follows on its line, and after the mark of its heredoc', () => {
    const spans = attributesOf('a {\n  b = 1 # c\n  d = <<E\nx\n  E\n  f = [\n  ] /* g */\n}\n').map(
      ({ span: { line, column, endLine, endColumn } }) => `${line}:${column}-${endLine}:${endColumn}`,
    );
    expect(spans).toEqual(['2:3-2:8', '3:3-5:4', '6:3-7:4']);
  });
});

/** Lines as Terraform's own parser tells them; what it takes for an expression is not read by ours. */
describe('a mistake is told by its line, and what stands around it is read', () => {
  const AROUND: readonly [before: string, after: string] = ['before "a" {\n}\n', 'after "b" {\n}\n'];
  test.each<[what: string, source: string, line: number]>([
    ['no value', 'x "y" {\n  a =\n}\n', 4],
    ['two signs of assignment', 'x "y" {\n  a = = 1\n}\n', 4],
    ['an operator at the end', 'x "y" {\n  a = var.b +\n}\n', 4],
    ['two arguments on a line', 'x "y" {\n  a = 1, b = 2\n}\n', 4],
    ['a name in quotes', 'x "y" {\n  "a" = 1\n}\n', 4],
    ['a text that is not closed', 'x "y" {\n  a = "b\n}\n', 4],
    ['a bracket that another closes', 'x "y" {\n  a = [1, 2)\n}\n', 4],
    ['a placeholder', '{{ if x }}\n', 3],
    ['a block that is not closed', 'x "y" {\n  a = 1\n', 3],
    ['a brace on the next line', 'x "y"\n{\n}\n', 3],
    ['a heredoc that is not closed', 'x "y" {\n  a = <<E\n}\n', 4],
  ])('%s', (_, source, line) => {
    const { blocks, broken } = readHcl('a.tf', AROUND.join(source));
    expect(broken).toBe(line);
    expect(blocks[0]?.kind).toBe('before');
    expect(blocks.at(-1)?.kind).toBe('after');
  });

  test.each<[what: string, source: string]>([
    ['brackets', '('.repeat(100_000)],
    ['templates', '"${'.repeat(100_000)],
    ['blocks', 'a {\n'.repeat(100_000)],
    ['mistakes', 'a {\n!\n}\n'.repeat(10_000)],
  ])('%s without end are no more than one', (_, source) => {
    expect(readHcl('a.tf', `x = ${source}`).broken ?? readHcl('a.tf', source).broken).toBeDefined();
  });
});
