import { describe, expect, it } from 'vitest';
import { definePolicy, type Policy, register } from '#policy';
import { auditOf, goodSql, iamPolicy, instance, publicIpPolicy, RUN, SQL, service, worldOf } from './made.ts';

const SSL = 'compute.googleapis.com/SslPolicy';
const joins: Policy = register(
  'lb-min-tls',
  'security',
  definePolicy({
    title: 'Services have a peer',
    why: 'A join is needed to see it.',
    severity: 'high',
    strategy: ['L107'],
    on: RUN,
    reads: [SSL],
    view: { peer: (one, world) => world.get(SSL, String(one.labels['peer']), one as never).name },
    want: { peer: { type: 'string' } },
  }),
);

describe('the ledger', () => {
  it('has one row for a type that was read alike everywhere, with its assets', () => {
    const world = worldOf(['a', 'b', 'c'].map((project) => instance(project, 'db', goodSql)));
    expect(auditOf(world, [publicIpPolicy]).ledger).toEqual([
      {
        type: SQL,
        project: '*',
        projects: 3,
        state: 'read',
        assets: 3,
        rule: 'the export holds a record of it',
        policies: [],
      },
    ]);
  });

  it('has a row for each exception, with its reason', () => {
    const gaps = [{ type: SQL, project: 'b', cause: 'permission denied' }];
    const manifest = { types: [SQL], gaps };
    const world = worldOf([instance('a', 'db', goodSql), service('b', 'api')], { manifest });
    expect(auditOf(world, [publicIpPolicy]).ledger).toMatchObject([
      { project: 'a', projects: 1, state: 'read', assets: 1, policies: [] },
      {
        project: 'b',
        state: 'denied',
        assets: 0,
        reason: 'permission denied',
        policies: ['sql-no-public-ip'],
      },
    ]);
  });

  it('has a row for a folder that stands above and was not read', () => {
    const manifest = {
      types: [SQL],
      gaps: [{ type: SQL, project: 'folders/1', cause: 'permission denied' }],
    };
    const world = worldOf([instance('a', 'db', goodSql)], { manifest });
    expect(auditOf(world, [publicIpPolicy]).ledger).toMatchObject([
      { project: '*', state: 'read', assets: 1 },
      { project: 'folders/1', projects: 0, state: 'denied', assets: 0, reason: 'permission denied' },
    ]);
  });

  it('stays short for an organization of hundreds of projects', () => {
    const ids = Array.from({ length: 600 }, (_, i) => `p${i}`);
    const gaps = ids
      .filter((_, i) => i % 3 === 0)
      .map((project) => ({ type: SQL, project, cause: 'API disabled' }));
    const world = worldOf(
      ids.map((id) => instance(id, 'db', goodSql)),
      { manifest: { types: [SQL], gaps } },
    );
    expect(auditOf(world, [publicIpPolicy]).ledger).toMatchObject([
      { project: '*', projects: 400, state: 'read', assets: 400 },
      { project: '*', projects: 200, state: 'api-disabled', assets: 200 },
    ]);
  });

  it('names the policies that a gap in what they read leaves unknown', () => {
    const world = worldOf([service('pinky-prod', 'api', {}, { labels: { peer: 'x' } })]);
    const report = auditOf(world, [joins]);
    expect(report.results[0]?.verdict).toBe('unknown');
    expect(report.ledger.find(({ type }) => type === SSL)).toMatchObject({
      project: '*',
      state: 'not-read',
      policies: ['lb-min-tls'],
    });
  });

  it('has a row for a project that is referred to and was not part of the audit', () => {
    const peer = '//compute.googleapis.com/projects/elsewhere/global/sslPolicies/x';
    const world = worldOf([service('pinky-prod', 'api', {}, { labels: { peer } })], { types: [SSL] });
    expect(auditOf(world, [joins]).ledger.filter(({ type }) => type === SSL)).toMatchObject([
      { project: '*', state: 'read' },
      { project: 'elsewhere', state: 'not-read', policies: ['lb-min-tls'] },
    ]);
  });

  it('counts the assets whose IAM policy grants something, seen or counted', () => {
    const api = service('pinky-prod', 'api');
    const iam = new Map([[api.name, { bindings: [{ role: 'roles/run.invoker', members: ['user:a@b.c'] }] }]]);
    const world = worldOf([api, service('pinky-prod', 'quiet')], { iam });
    const { ledger } = auditOf(world, [iamPolicy], { iamCounts: new Map([['pinky-prod', 7]]) });
    expect(ledger).toMatchObject([{ type: 'iam', state: 'read', assets: 8 }]);
  });

  it('has a row even where no project was seen', () => {
    expect(auditOf(worldOf([]), [publicIpPolicy]).ledger).toMatchObject([
      { type: SQL, project: '*', projects: 0, state: 'not-read', policies: ['sql-no-public-ip'] },
    ]);
  });
});

it('names a policy that asks about all projects where the type was not read, not where it was', () => {
  const asksAll: Policy = register(
    'lb-all',
    'security',
    definePolicy({
      title: 'All are seen',
      why: 'One may be missing.',
      severity: 'high',
      strategy: ['L107'],
      on: RUN,
      reads: [SSL],
      view: { all: (_, world) => world.of(SSL).length },
      want: { all: { atLeast: 0 } },
    }),
  );
  const gaps = [{ type: SSL, project: 'b', cause: 'permission denied' }];
  const world = worldOf([service('a', 'api'), service('b', 'api')], { manifest: { types: [SSL], gaps } });
  expect(auditOf(world, [asksAll]).ledger.filter(({ type }) => type === SSL)).toMatchObject([
    { project: 'a', state: 'read', policies: [] },
    { project: 'b', state: 'denied', policies: ['lb-all'] },
  ]);
});
