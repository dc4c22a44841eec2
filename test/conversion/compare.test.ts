import { expect, test } from 'vitest';
import type { PlanTable } from '../../src/inventory/plan/table.ts';
import { planTableOf } from '../../src/inventory/plan/types/index.ts';
import { Unknown } from '../../src/policy/unknown.ts';
import { classOf, leavesOf, sorted } from './compare.ts';

const SSL_PROXY = 'google_compute_target_ssl_proxy';
const PLAN = '{"project": "in-plan"}';

test.each<[what: string, kind: string, path: string, theirs: unknown, ours: unknown, resource?: string]>([
  ['what is alike', 'same', 'tier', 'db-f1-micro', 'db-f1-micro'],
  ['another value', 'unexplained', 'tier', 'db-f1-micro', 'db-f1-small'],
  ['what is not there', 'unexplained', 'region', 'us-central1', undefined],
  ['what is not known', 'unexplained', 'region', 'us-central1', new Unknown('after-apply', 'later')],
  ['a secret', 'redacted', 'rootPassword', 'x', new Unknown('redacted', 'sensitive')],
  [
    'a project that the plan does not name',
    'command line',
    'project',
    'foobar',
    new Unknown('after-apply', 'later'),
  ],
  ['the same in a name', 'command line', 'name', 'projects/foobar/a/b', 'projects/known-after-apply:/a/b'],
  ['a project that the plan names', 'unexplained', 'project', 'in-plan', new Unknown('after-apply', 'later')],
  ['a field that the API lacks', 'converter field', 'noSuchField', 'x', undefined],
  ['a name in other letters', 'converter spelling', 'display_name', 'same', undefined],
  [
    'a name that was made up',
    'converter placeholder',
    'name',
    'placeholder-x1',
    new Unknown('after-apply', 'later'),
  ],
  ['a region as if it were global', 'converter spelling', 'region', 'projects/p/global/regions/r', 'r'],
  ['another region', 'unexplained', 'region', 'projects/p/global/regions/r', 's'],
  [
    'a reference by its bare name',
    'reference',
    'sslPolicy',
    'projects/foobar/global/sslPolicies/s',
    's',
    SSL_PROXY,
  ],
  [
    'a reference to another',
    'unexplained',
    'sslPolicy',
    'projects/foobar/global/sslPolicies/s',
    't',
    SSL_PROXY,
  ],
  [
    'what refers to nothing',
    'unexplained',
    'description',
    'projects/foobar/global/sslPolicies/s',
    's',
    SSL_PROXY,
  ],
])('%s is %s', (_, kind, path, theirs, ours, resource = 'google_sql_database_instance') => {
  const table = planTableOf(resource) as PlanTable;
  const at = (place: string) => (place === 'displayName' ? 'same' : undefined);
  const spot = {
    type: table.type,
    table,
    path,
    plan: PLAN,
    project: path === 'project' ? String(theirs) : 'foobar',
    name: 'projects/foobar/x',
    at,
  };
  expect(classOf(theirs, ours, spot)).toBe(kind);
});

test('leaves are compared without the order of lists and the kinds of scalars', () => {
  const leaves = (value: unknown) => [...leavesOf(sorted(value))];
  expect(leaves({ a: [{ b: 2 }, { b: 1 }], c: ['y', 'x'], d: null })).toEqual(
    leaves({ a: [{ b: '1' }, { b: '2' }], c: ['x', 'y'], e: [] }),
  );
});
