import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PolicyDeclaration, param, register } from '#policy';
import { Bases, casesOf, proofOf } from '../../../../src/cli/harness/index.ts';

const SQL = 'sqladmin.googleapis.com/Instance';
const bases = new Bases([join(import.meta.dirname, '../../../../fixtures/assets')]);

/** A sound policy with sound rows; each test below plants one defect in a copy. */
const SOUND: PolicyDeclaration = {
  title: 'Cloud SQL is protected from deletion',
  why: 'A deleted instance takes its backups with it.',
  severity: 'high',
  strategy: ['L106'],
  on: SQL,
  when: { instanceType: { const: 'CLOUD_SQL_INSTANCE' } },
  want: { 'settings.deletionProtectionEnabled': { const: true } },
};
const FLAG = 'settings.deletionProtectionEnabled';
const ROWS = [
  { name: 'the flag is on', set: { [FLAG]: true }, expect: { verdict: 'pass' } },
  { name: 'the flag is off', set: { [FLAG]: false }, expect: { verdict: 'fail', findings: [FLAG] } },
  { name: 'the flag was not seen', unknown: [FLAG], expect: { verdict: 'unknown', reason: 'not known' } },
  { name: 'a replica is left out', on: 'sqladmin-Instance-replica-a', expect: { verdict: 'not-applicable' } },
];

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'pinky-cases-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** Names and messages of the cases that do not hold. */
function failing(
  declaration: Partial<PolicyDeclaration>,
  rows: readonly object[],
  other?: PolicyDeclaration,
): string[] {
  const file = join(folder, 'rows.json');
  writeFileSync(file, JSON.stringify(rows));
  const policy = register('sql-example', 'security', { ...SOUND, ...declaration });
  const others = other ? [register('sql-other', 'security', other)] : [];
  return casesOf(proofOf(policy, file, bases), others).flatMap(({ name, run }) => {
    try {
      run();
      return [];
    } catch (thrown) {
      return [`${name}: ${(thrown as Error).message}`];
    }
  });
}

const data = (asset: { data: object }) => asset.data as { settings: Record<string, unknown> };
const viewOf = (field: (asset: { data: object }) => unknown): Partial<PolicyDeclaration> => ({
  view: { on: field },
  want: { on: { const: true } },
  repair: { set: { [FLAG]: true } },
});

test('a sound policy holds', () => {
  expect(failing({}, ROWS)).toEqual([]);
  expect(
    failing(
      viewOf((asset) => data(asset).settings['deletionProtectionEnabled']),
      ROWS.map((row) => (row.expect.verdict === 'fail' ? { ...row, expect: { verdict: 'fail' } } : row)),
    ),
  ).toEqual([]);
});

describe('rows', () => {
  test.each([
    ['another verdict', { name: 'x', expect: { verdict: 'unknown' } }, /row: x: expected unknown; got pass/],
    [
      'other findings',
      { name: 'x', set: { [FLAG]: false }, expect: { verdict: 'fail', findings: ['a'] } },
      /expected findings at \["a"\]/,
    ],
    [
      'another reason',
      { name: 'x', unknown: [FLAG], expect: { verdict: 'unknown', reason: 'moon' } },
      /expected a reason with "moon"/,
    ],
    [
      'a note that is not there',
      { name: 'x', expect: { verdict: 'pass', notes: ['n'] } },
      /expected a note with "n"/,
    ],
  ])('%s', (_name, row, message) => {
    expect(failing({}, [...ROWS, row]).join('\n')).toMatch(message);
  });

  test.each([
    ['a misspelt key', { ...ROWS[0], unknwon: [] }, /has the key "unknwon"/],
    ['no name', { expect: { verdict: 'pass' } }, /no name/],
    ['no known verdict', { name: 'x', expect: { verdict: 'green' } }, /no verdict of/],
    ['a name that stands twice', ROWS[1], /stands twice/],
    ['two verbs in one edit', { ...ROWS[0], name: 'x', world: [{ add: 'a', drop: 'b' }] }, /exactly one of/],
  ])('are refused with %s', (_name, row, message) => {
    expect(() => failing({}, [...ROWS, row as object])).toThrow(message);
  });

  test.each([
    ['a path that the type does not have', { set: { 'settings.teir': 'x' } }, /has no settings\.teir/],
    ['removing what is not there', { remove: ['settings.replicationLagMaxSeconds'] }, /where nothing stands/],
    ['an unknown base', { on: 'sqladmin-Nothing' }, /no base asset/],
    ['a neighbour that is not there', { world: [{ drop: 'storage-Bucket-static' }] }, /is not in its world/],
    ['an undeclared parameter', { params: { weeks: 1 } }, /sets the parameter "weeks"/],
  ])('fail on %s', (_name, edit, message) => {
    const row = { name: 'x', ...edit, expect: { verdict: 'pass' } };
    expect(failing({}, [...ROWS, row]).join('\n')).toMatch(message);
  });
});

describe('what holds for all policies catches', () => {
  test.each<[string, Partial<PolicyDeclaration>, readonly object[], RegExp]>([
    ['a title with a full stop', { title: 'It is so.' }, ROWS, /full stop/],
    ['a title that is too long', { title: `It ${'x'.repeat(80)}` }, ROWS, /at most 72/],
    ['two sentences of why', { why: 'One is. Two are.' }, ROWS, /more than one sentence/],
    ['the wrong section', { strategy: ['L30'] }, ROWS, /of the section deployment-architecture/],
    ['lines out of order', { strategy: ['L107', 'L106'] }, ROWS, /rising order/],
    [
      'a default outside its schema',
      { params: { n: { is: 'n', value: 0, from: 'tool', schema: { type: 'integer', minimum: 1 } } } },
      ROWS,
      /does not fit its schema/,
    ],
    [
      'a parameter that nothing asks for',
      { params: { n: { is: 'n', value: 1, from: 'tool', schema: { type: 'integer' } } } },
      ROWS,
      /no row asks for the parameter n/,
    ],
    [
      'a shared parameter that it does not declare',
      { want: { [FLAG]: { const: true }, name: { noneOf: param('services') } } },
      ROWS,
      /its page does not explain services/,
    ],
    [
      'a mistyped path',
      { want: { 'settings.deletionProtectionEnable': { const: true } } },
      ROWS,
      /has no settings\.deletionProtectionEnable.*perhaps deletionProtectionEnabled/,
    ],
    [
      'a mistyped literal',
      { when: { instanceType: { const: 'CLOUD_SQL_INSTANC' } } },
      ROWS,
      /"CLOUD_SQL_INSTANC" at instanceType is none of/,
    ],
    ['a literal of the wrong type', { want: { [FLAG]: { const: 'true' } } }, ROWS, /is no boolean/],
    ['a list keyword on a scalar', { want: { [FLAG]: { unique: true } } }, ROWS, /is no list but boolean/],
    ['no row of a kind', {}, ROWS.slice(0, 2), /no row expects unknown, not-applicable/],
    ['two rows of one scene', {}, [...ROWS, { ...ROWS[0], name: 'again' }], /are the same scene/],
    [
      'a read that nothing needs',
      { reads: ['run.googleapis.com/Service'] },
      ROWS,
      /no row needs.*run\.googleapis\.com\/Service/,
    ],
    [
      'a view that nothing judges',
      { view: { idle: () => 1 } },
      ROWS,
      /neither want nor when judges the field idle/,
    ],
    [
      'a requirement without a row',
      { want: { ...(SOUND.want as object), region: { absent: false } } },
      ROWS,
      /no row that fails turns without "want region: absent"/,
    ],
    [
      'an alternative without a row',
      { want: [SOUND.want as never, { region: { const: 'mars' } }] },
      ROWS,
      /no row that passes turns without "want alternative 2"/,
    ],
    [
      'a when without a row',
      { when: { ...(SOUND.when as object), region: { absent: false } } },
      ROWS,
      /no row turns without "when region: absent"/,
    ],
    [
      'a repair that does not close its finding',
      { repair: { set: { 'settings.tier': 'db-custom-4-16384' } } },
      ROWS,
      /repaired .* it is fail/,
    ],
    [
      'a repair that never comes to rest',
      { repair: { set: { [FLAG]: true, 'settings.tier': (asset) => `${data(asset).settings['tier']}x` } } },
      ROWS,
      /it would still change settings\.tier/,
    ],
    ['steps that are no sentence', { repair: 'switch it on' }, ROWS, /not sentences/],
    [
      'a default of its own for an unknown value',
      viewOf((asset) => {
        try {
          return data(asset).settings['deletionProtectionEnabled'];
        } catch {
          return false;
        }
      }),
      ROWS,
      /settings unknown it is fail|deletionProtectionEnabled unknown it is fail/,
    ],
    [
      'a pass for what was not seen',
      viewOf((asset) => {
        try {
          return data(asset).settings['deletionProtectionEnabled'];
        } catch {
          return true;
        }
      }),
      ROWS,
      /unknown it is pass, with it/,
    ],
    [
      'a view that breaks on what is absent',
      viewOf((asset) => (data(asset).settings['locationPreference'] as { zone: string }).zone !== ''),
      ROWS,
      /TypeError/,
    ],
  ])('%s', (_name, declaration, rows, message) => {
    expect(failing(declaration, rows).join('\n')).toMatch(message);
  });

  test('a repair that breaks another policy', () => {
    const other: PolicyDeclaration = { ...SOUND, want: { [FLAG]: { const: false } } };
    expect(failing({}, ROWS, other).join('\n')).toMatch(/the repair turns sql-other on .* to fail/);
  });

  test('none for what was not read', () => {
    const declaration: Partial<PolicyDeclaration> = {
      reads: ['storage.googleapis.com/Bucket'],
      view: {
        buckets: (_asset, world) => {
          try {
            return world.of('storage.googleapis.com/Bucket').length;
          } catch {
            return 0;
          }
        },
      },
      want: { buckets: { const: 0 } },
    };
    const rows = [
      { name: 'there is no bucket', bare: true, expect: { verdict: 'pass' } },
      {
        name: 'there is one',
        bare: true,
        world: [{ add: 'storage-Bucket-static' }],
        expect: { verdict: 'fail' },
      },
    ];
    expect(failing(declaration, rows).join('\n')).toMatch(/Bucket not read gives pass, but it may be fail/);
  });

  test('a created resource that would not satisfy', () => {
    const declaration: Partial<PolicyDeclaration> = {
      reads: ['storage.googleapis.com/Bucket'],
      view: {
        buckets: (_asset, world) =>
          world.of('storage.googleapis.com/Bucket').map(({ data }) => data.location),
      },
      want: { buckets: { some: { '.': { const: param('where') } } } },
      params: { where: { is: 'where', value: 'EU', from: 'tool', schema: { type: 'string' } } },
      repair: { create: () => ({ location: 'US' }), createType: 'storage.googleapis.com/Bucket' },
    };
    const rows = [{ name: 'there is none', bare: true, expect: { verdict: 'fail' } }];
    expect(failing(declaration, rows).join('\n')).toMatch(/with what it creates it is fail/);
  });
});
