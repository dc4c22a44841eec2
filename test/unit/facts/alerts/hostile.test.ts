import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attempt, Unknown } from '#policy';
import { admits, keysOf } from '../../../../src/facts/alerts/labels.ts';
import { mql } from '../../../../src/facts/alerts/mql.ts';
import { wholeMatch } from '../../../../src/facts/alerts/pattern.ts';
import { promql } from '../../../../src/facts/alerts/promql.ts';
import { parseFilter } from '../../../../src/facts/alerts/threshold.ts';
import { readingsOf } from './made.ts';

const RUN = 'run.googleapis.com/request_count';
const PIECES = [
  'fetch cloud_run_revision',
  `metric '${RUN}'`,
  '|',
  '{',
  '}',
  ';',
  'filter',
  'group_by',
  '[]',
  '[a: sum(val())]',
  'align rate(5m)',
  'every 1m',
  'ratio',
  'join',
  'condition',
  'val()',
  '>',
  '<',
  '0.01',
  "'1'",
  "'%'",
  '(',
  ')',
  '!',
  '&&',
  '||',
  'AND',
  'OR',
  'NOT',
  '-',
  `metric.type="${RUN}"`,
  'resource.labels.service_name',
  '=',
  '!=',
  '=~',
  ':',
  '"5xx"',
  'one_of("4xx","5xx")',
  ',',
  '.',
  '"',
  "'",
  '\\',
  'run_googleapis_com:request_count',
  '{response_code_class=~"5.."}',
  '[5m]',
  'sum',
  'rate',
  'by',
  '(le)',
  '/',
  '*',
  '100',
  'histogram_quantile(0.95, ',
  'absent',
  'offset 5m',
  '@',
  'bool',
  'Inf',
  'NaN',
  '5m',
  '0x',
  '\u0000',
  '\u{1F4A9}',
  '\n',
  '#',
  '//',
  'if(',
  'select_slo_burn_rate("a","b")',
];
const soup = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((parts) => parts.join(' ')),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

test('no text makes a parser throw anything but Unknown', () => {
  fc.assert(
    fc.property(soup, (text) => {
      for (const read of [parseFilter, (one: string) => promql(one, 0), (one: string) => mql(one, 0)]) {
        attempt(() => read(text));
      }
    }),
    { numRuns: 2000, seed: 1 },
  );
});

test('no condition makes reading throw, and what names the metric is never lost as another', () => {
  fc.assert(
    fc.property(soup, (text) => {
      const named = `${text} ${RUN}`;
      readingsOf({
        conditionThreshold: { filter: named, denominatorFilter: text, comparison: 'COMPARISON_GT' },
      });
      readingsOf({ conditionMonitoringQueryLanguage: { query: named } });
      readingsOf({ conditionPrometheusQueryLanguage: { query: named } });
    }),
    { numRuns: 500, seed: 2 },
  );
});

const DEEP = 100_000;
test.each<[string, () => unknown]>([
  ['parentheses in a filter', () => parseFilter('('.repeat(19_000))],
  ['NOT in a filter', () => parseFilter('NOT '.repeat(4_900))],
  ['an over-long filter', () => parseFilter(`${'a=b '.repeat(DEEP)}`)],
  ['braces in MQL', () => mql('fetch a | '.concat('{ '.repeat(9_000)), 0)],
  ['parentheses in MQL', () => mql(`fetch a | condition ${'('.repeat(9_000)}`, 0)],
  ['parentheses in PromQL', () => promql('('.repeat(9_000), 0)],
  ['nested PromQL', () => promql(`${'('.repeat(900)}x${')'.repeat(900)} > 1`, 0)],
  ['signs in PromQL', () => promql(`${'-'.repeat(5_000)}1 > x`, 0)],
  ['an over-long query', () => promql('x+'.repeat(DEEP), 0)],
  ['a slow regular expression', () => wholeMatch('(a+)+b')],
  ['a repeated alternative', () => wholeMatch('(a|aa)*b')],
  ['too many repetitions', () => wholeMatch('a*a*a*a*b')],
  ['look-around', () => wholeMatch('(?=a)b')],
  ['a back reference', () => wholeMatch('(a)\\1')],
  ['no regular expression', () => wholeMatch('[')],
])('%s is refused, in no time', (_, read) => {
  const before = performance.now();
  expect(attempt(read)).toBeInstanceOf(Unknown);
  expect(performance.now() - before).toBeLessThan(500);
});

test('the regular expressions that are taken are quick on a long label', () => {
  const before = performance.now();
  expect(wholeMatch('a*a*a*b').test('a'.repeat(150))).toBe(false);
  expect(performance.now() - before).toBeLessThan(500);
});

const label = fc.constantFrom('a', 'b', 'c');
const leaf = fc.record({ key: label, sign: fc.constantFrom('=', '!='), value: fc.constantFrom('x', 'y') });
type Given = Readonly<Record<string, string>>;
interface Tree {
  readonly text: string;
  readonly truth: (labels: Given) => boolean;
}
const tree: fc.Arbitrary<Tree> = fc.letrec<{ node: Tree; leaf: Tree }>((tie) => ({
  leaf: leaf.map(({ key, sign, value }) => ({
    text: `metric.labels.${key}${sign}"${value}"`,
    truth: (labels: Given) => (labels[key] === value) === (sign === '='),
  })),
  node: fc.oneof(
    { maxDepth: 4 },
    tie('leaf'),
    tie('node').map(({ text, truth }) => ({
      text: `NOT (${text})`,
      truth: (labels: Given) => !truth(labels),
    })),
    fc.tuple(tie('node'), tie('node'), fc.constantFrom(' AND ', ' ')).map(([a, b, join]) => ({
      text: `(${a.text})${join}(${b.text})`,
      truth: (labels: Given) => a.truth(labels) && b.truth(labels),
    })),
    fc.tuple(tie('node'), tie('node')).map(([a, b]) => ({
      text: `((${a.text}) OR (${b.text}))`,
      truth: (labels: Given) => a.truth(labels) || b.truth(labels),
    })),
  ),
})).node;

test('a filter means what its words say', () => {
  const labels = fc.record({
    a: fc.constantFrom('x', 'y', 'z'),
    b: fc.constantFrom('x', 'y'),
    c: fc.constantFrom('x', 'z'),
  });
  fc.assert(
    fc.property(tree, labels, ({ text, truth }, given) => {
      expect(admits(parseFilter(text), given)).toBe(truth(given));
    }),
    { numRuns: 500, seed: 3 },
  );
});

test('a filter with a label left out is never sure of what that label decides', () => {
  const labels = fc.record({ a: fc.constantFrom('x', 'y'), b: fc.constantFrom('x', 'y') });
  fc.assert(
    fc.property(tree, labels, ({ text, truth }, given) => {
      const known = admits(parseFilter(text), given);
      if (known === undefined) expect(keysOf(parseFilter(text))).toContain('c');
      else for (const c of ['x', 'y', 'z']) expect(truth({ ...given, c })).toBe(known);
    }),
    { numRuns: 500, seed: 4 },
  );
});
