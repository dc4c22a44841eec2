import { describe, expect, test } from 'vitest';
import { type PolicyDeclaration, param, register } from '#policy';
import { PolicyError } from '../../../src/errors.ts';

const GOOD: PolicyDeclaration = {
  title: 'Example',
  why: 'Example.',
  severity: 'low',
  strategy: ['L106'],
  on: 'sqladmin.googleapis.com/Instance',
  params: { days: { is: 'days', value: 1, from: 'tool', schema: { type: 'integer' } } },
  want: { 'settings.tier': { const: 'a' } },
};

const want = (requirement: object) =>
  ({ want: { 'settings.tier': requirement } }) as Partial<PolicyDeclaration>;

describe('register', () => {
  test('adds id and section to what is declared', () => {
    expect(register('sql-x', 'security', GOOD)).toEqual({ ...GOOD, id: 'sql-x', section: 'security' });
  });

  test.each<[string, Partial<PolicyDeclaration>, RegExp]>([
    ['a line without a sentence', { strategy: ['L1'] }, /no sentence at L1/],
    ['no line', { strategy: [] }, /at least one line/],
    ['neither want nor judge', { want: undefined as never }, /exactly one of want and judge/],
    ['an alternative list that is empty', { want: [] as never }, /can never hold/],
    ['a map that is empty', { want: {} }, /holds for everything/],
    ['a path that is none', { want: { 'a..b': { const: 1 } } }, /not a path/],
    ['a requirement of nothing', want({}), /requires nothing/],
    ['an unknown keyword', want({ minimum: 3 }), /"minimum" at "settings.tier" is not a keyword/],
    ['a keyword of JSON Schema over lists', want({ contains: {} }), /"contains"/],
    ['absent beside another keyword', want({ absent: true, const: 1 }), /to be absent/],
    ['where without a list keyword', want({ const: 1, where: { a: { const: 1 } } }), /narrows no/],
    ['a count without bounds', want({ count: { of: { a: { const: 1 } } } }), /neither atLeast nor atMost/],
    ['an undeclared parameter', want({ atLeast: param('weeks') }), /"weeks" is not declared/],
    ['one in a list', want({ within: [1, param('weeks')] }), /"weeks"/],
    ['one in a bound of count', want({ count: { atLeast: param('weeks') } }), /"weeks"/],
    ['one in a nested map', want({ every: { a: { some: { '.': { const: param('weeks') } } } } }), /"weeks"/],
    ['one in when', { when: { a: { const: param('weeks') } } }, /"weeks"/],
    ['one in a repair', { repair: { set: { 'settings.tier': param('weeks') } } }, /"weeks"/],
    ['IAM that is not read', { want: { '$iam.bindings': { unique: true } } }, /needs IAM content/],
  ])('refuses %s', (_name, change, message) => {
    const act = () => register('sql-x', 'security', { ...GOOD, ...change });
    expect(act).toThrow(PolicyError);
    expect(act).toThrow(message);
    expect(act).toThrow(/^sql-x: /);
  });

  test.each(['', 'Sql', 'sql_x', '-x', 'x-', 'a--b', '1a'])('refuses the id %j', (id) => {
    expect(() => register(id, 'security', GOOD)).toThrow(/an id is/);
  });

  test('knows shared parameters', () => {
    expect(() =>
      register('sql-x', 'security', { ...GOOD, ...want({ coversHost: param('domain') }) }),
    ).not.toThrow();
  });
});
