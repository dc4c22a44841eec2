import { describe, expect, it } from 'vitest';
import { definePolicy, type Policy, register } from '#policy';
import {
  asset,
  auditOf,
  badSql,
  FOLDER,
  goodSql,
  iamPolicy,
  instance,
  PROJECT,
  projectAsset,
  publicIpPolicy,
  RUN,
  SQL,
  service,
  settingsOf,
  tierPolicy,
  worldOf,
} from './made.ts';

const promisesOf = (...args: Parameters<typeof auditOf>) =>
  auditOf(...args).promises.map(({ environment, verdict, reason }) => [environment, verdict, reason]);

const good = instance('pinky-prod', 'good', goodSql);
const bad = instance('pinky-prod', 'bad', badSql);
const api = service('pinky-prod', 'api');

describe('the promise of a policy', () => {
  it('takes the worst verdict of its subjects, with its share', () => {
    expect(promisesOf(worldOf([good, bad]), [publicIpPolicy])).toEqual([
      ['production', 'fail', '1 of 2 assets fails'],
    ]);
    expect(promisesOf(worldOf([good]), [publicIpPolicy])).toEqual([
      ['production', 'pass', '1 of 1 asset passes'],
    ]);
  });

  it('cites the first line of the strategy it proves', () => {
    expect(auditOf(worldOf([good]), [publicIpPolicy]).promises[0]?.clause).toEqual({
      line: 'L120',
      heading: 'Database Security',
      text: 'Private IP: No public database access',
    });
  });

  it('is not applicable where there is nothing to judge and that was read', () => {
    expect(promisesOf(worldOf([api], { types: [SQL] }), [publicIpPolicy])).toEqual([
      ['production', 'not-applicable', 'nothing to judge: no Instance in production'],
    ]);
  });

  it('is unknown where nothing was seen and the type was not read', () => {
    const report = auditOf(worldOf([api]), [publicIpPolicy]);
    expect(report.promises).toMatchObject([
      {
        verdict: 'unknown',
        reason: 'Instance was not read in project pinky-prod',
        needs: expect.stringContaining('export sqladmin.googleapis.com/Instance'),
      },
    ]);
    expect(report.ledger).toMatchObject([{ type: SQL, state: 'not-read', policies: ['sql-no-public-ip'] }]);
  });

  it('is unknown where a record that could not be read may be the subject', () => {
    const evidence = { malformed: new Set([SQL]) };
    const report = auditOf(worldOf([api], { types: [SQL], evidence }), [publicIpPolicy]);
    expect(report.promises).toMatchObject([
      { verdict: 'unknown', needs: 'repair the records listed under errors' },
    ]);
  });

  it('is unknown, though some subjects pass, where another project of the environment was not read', () => {
    const gaps = [{ type: SQL, project: 'b-prod', cause: 'permission denied' }];
    const manifest = { types: [SQL, RUN], gaps };
    const world = worldOf([good, service('b-prod', 'api')], { manifest });
    expect(promisesOf(world, [publicIpPolicy])).toEqual([['production', 'unknown', 'permission denied']]);
    const both = worldOf([bad, service('b-prod', 'api')], { manifest });
    expect(promisesOf(both, [publicIpPolicy])[0]?.[1]).toBe('fail');
  });

  it('is unknown, though subjects of one type pass, where its other type was not read', () => {
    const both: Policy = { ...publicIpPolicy, on: [SQL, RUN] };
    expect(promisesOf(worldOf([good]), [both])).toEqual([
      ['production', 'unknown', 'Service was not read in project pinky-prod'],
    ]);
    expect(promisesOf(worldOf([good], { types: [RUN] }), [both])[0]?.[1]).toBe('pass');
  });

  it('says in how many projects its type was not read', () => {
    const services = ['a-prod', 'b-prod', 'c-prod'].map((project) => service(project, 'api'));
    expect(promisesOf(worldOf(services), [publicIpPolicy])[0]?.[2]).toBe(
      'Instance was not read in any of 3 projects',
    );
  });

  it('stands in every environment that the configuration names or a record stands in', () => {
    const settings = settingsOf(
      [publicIpPolicy],
      {},
      { environments: [{ name: 'qa', projects: ['shop-qa'] }] },
    );
    const world = worldOf([good, service('pinky-dev', 'api')], { types: [SQL] });
    expect(promisesOf(world, [publicIpPolicy], { settings }).map(([environment]) => environment)).toEqual([
      'production',
      'development',
      'qa',
    ]);
  });

  it.each([
    ['some', ['shop-prod'], undefined, ['staging']],
    ['some, though the name of a project tells it', [], undefined, ['production', 'staging']],
    ['the only one', ['shop-prod'], 'production', undefined],
  ])(
    'tells environments of which nothing was seen, beside others: %s',
    (_, projects, environment, unseen) => {
      const environments = [
        { name: 'production', projects },
        { name: 'staging', projects: ['shop-staging'] },
      ];
      const settings = settingsOf([publicIpPolicy], {}, { environments });
      const asset = instance(projects[0] ?? 'shop-dev', 'db', goodSql);
      const options = environment === undefined ? {} : { environment };
      expect(auditOf(worldOf([asset]), [publicIpPolicy], { settings, options }).unseen).toEqual(unseen);
      expect(auditOf(worldOf([]), [publicIpPolicy], { settings, options }).unseen).toBeUndefined();
    },
  );

  it('stands in the option’s environment alone', () => {
    const world = worldOf([good, service('pinky-dev', 'api')]);
    expect(promisesOf(world, [publicIpPolicy], { options: { environment: 'staging' } })).toEqual([
      ['staging', 'pass', '1 of 1 asset passes'],
    ]);
  });

  it('says where a policy is judged that no environment of the run is for', () => {
    expect(promisesOf(worldOf([instance('pinky-dev', 'db', badSql)]), [tierPolicy])).toEqual([
      ['development', 'not-applicable', 'judged in production, staging only'],
    ]);
  });

  it('stands in production where there is no evidence at all', () => {
    expect(promisesOf(worldOf([]), [publicIpPolicy])).toEqual([
      ['production', 'unknown', 'Instance was not read'],
    ]);
  });
});

describe('what is granted above', () => {
  const onProjects: Policy = register(
    'iam-no-basic-roles',
    'security',
    definePolicy({
      title: 'Nobody holds a basic role',
      why: 'An owner may do everything.',
      severity: 'high',
      strategy: ['L104'],
      on: [PROJECT, FOLDER],
      reads: ['iam'],
      want: { '$iam.bindings': { every: { role: { noneOf: ['roles/owner'] } } } },
    }),
  );
  const below = asset(
    PROJECT,
    '//cloudresourcemanager.googleapis.com/projects/pinky-prod',
    { projectId: 'pinky-prod' },
    { ancestors: ['projects/1', 'folders/2'] },
  );
  const folder = asset(FOLDER, '//cloudresourcemanager.googleapis.com/folders/2');
  const iam = new Map([[below.name, { bindings: [] }]]);

  it('leaves the promise unknown where the folder was not read', () => {
    expect(promisesOf(worldOf([below], { iam }), [onProjects])).toEqual([
      ['production', 'unknown', 'IAM content of folders/2 was not read, and what it grants holds below it'],
    ]);
  });

  it('is known by the parent of a project where nothing lists its ancestors', () => {
    const data = { projectId: 'pinky-prod', parent: { type: 'folder', id: '2' } };
    const orphan = asset(PROJECT, below.name, data);
    expect(promisesOf(worldOf([orphan], { iam }), [onProjects])[0]?.[1]).toBe('unknown');
    expect(promisesOf(worldOf([orphan, folder], { iam }), [onProjects])[0]?.[1]).toBe('pass');
  });

  it('is judged on the folder where it was read', () => {
    expect(promisesOf(worldOf([below, folder], { iam }), [onProjects])[0]?.[1]).toBe('pass');
  });

  it('is told where IAM content of the projects below could not be read', () => {
    const everyone = new Map([
      [folder.name, { bindings: [{ role: 'roles/viewer', members: ['allUsers'] }] }],
    ]);
    const gaps = [{ type: 'iam', project: 'pinky-prod', cause: 'permission denied' }];
    const world = worldOf([below, folder], { iam: everyone, manifest: { scope: 'folders/2', gaps } });
    expect(promisesOf(world, [iamPolicy])[0]?.[1]).toBe('fail');
  });

  it('does not concern a policy that reads no IAM content, nor a failure', () => {
    const owner = new Map([[below.name, { bindings: [{ role: 'roles/owner', members: ['user:a@b.c'] }] }]]);
    expect(promisesOf(worldOf([below], { iam: owner }), [onProjects])[0]?.[1]).toBe('fail');
    const sql = instance('pinky-prod', 'good', goodSql, { ancestors: ['projects/1', 'folders/2'] });
    expect(promisesOf(worldOf([below, sql], { iam }), [publicIpPolicy])[0]?.[1]).toBe('pass');
  });

  it('concerns a policy of every asset as well', () => {
    const one = service('pinky-prod', 'api', {}, { ancestors: ['projects/1', 'folders/2'] });
    const granted = new Map([[one.name, { bindings: [] }]]);
    expect(promisesOf(worldOf([one], { iam: granted }), [iamPolicy])[0]?.[1]).toBe('unknown');
    expect(promisesOf(worldOf([one, folder], { iam: granted }), [iamPolicy])[0]?.[1]).toBe('pass');
  });
});

it('adds promises up to the summary, each count once', () => {
  const world = worldOf([good, bad, projectAsset('pinky-prod')]);
  const { summary } = auditOf(world, [publicIpPolicy, tierPolicy]);
  expect(summary.verdicts).toMatchObject({ pass: 2, fail: 2 });
  expect(summary.bySeverity.critical).toMatchObject({ pass: 1, fail: 1 });
  expect(summary.byEnvironment['production']).toEqual(summary.verdicts);
  expect(Object.keys(summary.bySection)).toEqual(['security', 'scaling']);
});
