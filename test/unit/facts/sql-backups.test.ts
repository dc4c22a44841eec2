import { describe, expect, test } from 'vitest';
import {
  backupAssociations,
  backupReach,
  enhancedBackups,
  isMysql,
  standardBackups,
  vaultReach,
} from '#facts';
import { type Asset, attempt, Unknown } from '#policy';
import { asset, type Instance, instance, worldOf } from './sql.ts';

const ASSOCIATION = 'backupdr.googleapis.com/BackupPlanAssociation';
const PLAN = 'backupdr.googleapis.com/BackupPlan';
const db = (config: object, data: object = {}): Instance =>
  instance('db', { region: 'us-central1', ...data, settings: { backupConfiguration: config } });
const enhanced = db({ backupTier: 'ENHANCED', enabled: true });
const plan = (data: object): Asset<typeof PLAN> =>
  asset(PLAN, 'locations/us-central1/backupPlans/daily', data) as Asset<typeof PLAN>;
const association = (data: object = {}) =>
  asset(ASSOCIATION, 'locations/us-central1/backupPlanAssociations/db', {
    resource: 'projects/p/instances/db',
    backupPlan: 'projects/p/locations/us-central1/backupPlans/daily',
    state: 'ACTIVE',
    ...data,
  });

describe('standardBackups', () => {
  test('are the instance’s own configuration, with what absence means', () =>
    expect(standardBackups(db({ startTime: '02:00' }))).toMatchObject([
      { startTime: '02:00', enabled: false, backupRetentionSettings: { retainedBackups: 7 } },
    ]));

  test('a field that is not known does not hide the others', () => {
    const later = new Unknown('after-apply', 'later');
    expect(standardBackups(db({ startTime: later, enabled: true }))).toMatchObject([
      { startTime: later, enabled: true },
    ]);
  });

  test('a change is made also of a field that is absent', () =>
    expect(standardBackups(db({}), { location: (at) => at ?? 'nowhere' })).toMatchObject([
      { location: 'nowhere' },
    ]));

  test('are none where Backup and DR takes the backups', () => expect(standardBackups(enhanced)).toEqual([]));

  test('are unknown for another tier', () =>
    expect(attempt(() => standardBackups(db({ backupTier: 'ADVANCED' })))).toMatchObject({
      code: 'unrecognised',
    }));
});

describe('enhancedBackups', () => {
  const rules = { backupRules: [{ ruleId: 'a' }, { ruleId: 'b' }] };
  const ids = (subject: Instance, world = worldOf([subject, association(), plan(rules)])) =>
    enhancedBackups(subject, world, ({ data }) => data.backupRules?.map(({ ruleId }) => ruleId));

  test('are made of the plans the instance is associated with', () =>
    expect(ids(enhanced)).toEqual([{ plans: ['a', 'b'] }]));

  test('are nothing for the standard tier', () => expect(ids(db({}))).toEqual([]));

  test('are an empty list without association', () =>
    expect(ids(enhanced, worldOf([enhanced, plan(rules)]))).toEqual([{ plans: [] }]));

  test('a plan that was not read stands as an unknown', () =>
    expect(ids(enhanced, worldOf([enhanced, association()], [PLAN]))).toMatchObject([
      { plans: [{ code: 'not-read' }] },
    ]));

  test('an association without plan stands as an unknown', () =>
    expect(ids(enhanced, worldOf([enhanced, association({ backupPlan: null })]))).toMatchObject([
      { plans: [{ code: 'missing' }] },
    ]));

  test('are unknown where associations were not read', () =>
    expect(attempt(() => ids(enhanced, worldOf([enhanced], [ASSOCIATION])))).toMatchObject({
      code: 'not-read',
    }));
});

test('associations are those that name the instance', () => {
  const other = asset(ASSOCIATION, 'locations/l/backupPlanAssociations/x', {
    resource: 'projects/p/instances/x',
  });
  const found = backupAssociations(enhanced, worldOf([enhanced, association(), other]));
  expect(found).toMatchObject([{ associations: [{ state: 'ACTIVE' }] }]);
  expect(backupAssociations(db({}), worldOf([]))).toEqual([]);
});

test.each([
  ['us-central1', 'same region', []],
  ['us-east1', 'another region', []],
  ['us', 'several regions', []],
  [undefined, 'several regions', [expect.stringContaining('closest multi-region')]],
])('a backup at %s lies in %s', (location, wanted, said) => {
  const notes: string[] = [];
  expect(backupReach(location, db({}), (note) => notes.push(note))).toBe(wanted);
  expect(notes).toEqual(said);
});

test.each([
  ['projects/p/locations/us-east1/backupVaults/v', 'another region'],
  ['projects/p/locations/us-central1/backupVaults/v', 'same region'],
  ['projects/p/locations/eu/backupVaults/v', 'several regions'],
])('the vault %s lies in %s', (backupVault, wanted) =>
  expect(vaultReach(plan({ backupVault }), enhanced)).toBe(wanted),
);

test('a plan without vault tells no place', () =>
  expect(attempt(() => vaultReach(plan({}), enhanced))).toMatchObject({ code: 'missing' }));

test.each([
  ['MYSQL_8_0', true],
  ['POSTGRES_15', false],
  ['SQLSERVER_2022_STANDARD', false],
])('%s is MySQL: %s', (databaseVersion, wanted) => expect(isMysql(db({}, { databaseVersion }))).toBe(wanted));
