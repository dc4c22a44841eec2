import { describe, expect, it } from 'vitest';
import { type Policy, Unknown, type Waiver } from '#policy';
import { auditOf, badSql, CLOCK, instance, publicIpPolicy, settingsOf, tierPolicy, worldOf } from './made.ts';

const world = worldOf([
  instance('pinky-prod', 'pinky-db', badSql, { ancestors: ['projects/100000000001'] }),
  instance('pinky-prod', 'other-db', badSql),
]);
const policies = [tierPolicy, publicIpPolicy];

function run(waiver: Partial<Waiver>, clock = CLOCK, judged = policies) {
  const whole: Waiver = {
    policy: 'sql-tier',
    asset: '*/instances/pinky-db',
    reason: 'resized in March',
    owner: 'db-team',
    until: '2026-01-31',
    ...waiver,
  };
  const settings = settingsOf(judged, {}, { waivers: [whole] });
  const report = auditOf(world, judged, { settings, clock });
  const waived = report.results.filter(({ verdict }) => verdict === 'waived');
  return { report, row: report.waivers[0], waived: waived.map(({ asset }) => asset.name.split('/').at(-1)) };
}

describe('a waiver covers an asset by', () => {
  it.each([
    '//cloudsql.googleapis.com/projects/pinky-prod/instances/pinky-db',
    '//sqladmin.googleapis.com/projects/pinky-prod/instances/pinky-db',
    'projects/pinky-prod/instances/pinky-db',
    'projects/100000000001/instances/pinky-db',
    'https://sqladmin.googleapis.com/sql/v1beta4/projects/pinky-prod/instances/pinky-db',
    '//cloudsql.googleapis.com/projects/100000000001/instances/pinky-*',
    'projects/*/instances/pinky-db',
    '*/pinky-db',
  ])('%s', (asset) => {
    expect(run({ asset }).waived).toEqual(['pinky-db']);
  });

  it.each([
    'pinky-db',
    'projects/pinky-dev/instances/pinky-db',
    '//run.googleapis.com/projects/*',
    '*/pinky',
  ])('never by %s', (asset) => {
    expect(run({ asset })).toMatchObject({ waived: [], row: { state: 'unused', findings: 0 } });
  });

  it('all that a pattern matches', () => {
    expect(run({ asset: '*/instances/*' })).toMatchObject({
      waived: ['other-db', 'pinky-db'],
      row: { state: 'active', findings: 2 },
    });
  });
});

describe('a waiver covers a finding', () => {
  it.each([
    ['at its canonical path', { path: 'settings.tier' }, 1],
    ['at its path in the source', { path: 'resource.data.settings.tier' }, 1],
    ['at a path by pattern', { path: 'settings.*' }, 1],
    ['not at another path', { path: 'settings.edition' }, 0],
    ['with the value that is accepted', { value: 'db-f1-micro' }, 1],
    ['not with another value', { value: 'db-g1-small' }, 0],
    ['of the policy it names, whichever that is', { policy: 'sql-no-public-ip' }, 1],
  ])('%s', (_, waiver, covered) => {
    expect(run(waiver).waived).toHaveLength(covered);
  });

  it('and marks finding and result with the agreement', () => {
    const mark = { reason: 'resized in March', owner: 'db-team', until: '2026-01-31' };
    const { report } = run({});
    const result = report.results.find(({ verdict }) => verdict === 'waived');
    expect(result).toMatchObject({ waiver: mark, findings: [{ waiver: mark }] });
    expect(report.summary.verdicts).toMatchObject({ waived: 1, fail: 3 });
  });
});

describe('a waiver holds', () => {
  it.each([
    ['through its last day in UTC', '2026-01-31T23:59:59.999Z', 'active'],
    ['not a moment longer', '2026-02-01T00:00:00.000Z', 'expired'],
  ])('%s', (_, moment, state) => {
    expect(run({}, Date.parse(moment)).row?.state).toBe(state);
  });

  it('never with an end that is no date', () => {
    expect(run({ until: 'soon' }).row?.state).toBe('expired');
  });

  it('no longer, and the failure then says that one has ended', () => {
    const { report, waived } = run({ until: '2025-12-31' });
    expect(waived).toEqual([]);
    const result = report.results.find(
      ({ policy, asset }) => policy === 'sql-tier' && asset.name.endsWith('pinky-db'),
    );
    expect(result?.notes).toEqual(['the waiver of db-team ended on 2025-12-31']);
    expect(report.notices.map(({ code }) => code)).toEqual(['waiver-expired']);
  });

  it('as active where its policy is not judged, since its use cannot be told', () => {
    expect(run({}, CLOCK, [publicIpPolicy]).row).toMatchObject({ state: 'active', findings: 0 });
  });
});

it('what is not known beside all that is waived stays unknown', () => {
  const { when: _, ...judgesAll } = tierPolicy;
  const both: Policy = {
    ...judgesAll,
    want: { 'settings.tier': { const: 'a' }, 'settings.ipConfiguration.ipv4Enabled': { const: false } },
  };
  const hidden = new Unknown('redacted', 'the export does not show it');
  const data = { settings: { tier: 'db-f1-micro', ipConfiguration: { ipv4Enabled: hidden } } };
  const half = worldOf([instance('pinky-prod', 'pinky-db', data, { partial: true })]);
  const waiver = { policy: 'sql-tier', asset: '*', reason: 'r', owner: 'o', until: '2026-01-31' };
  const settings = settingsOf([both], {}, { waivers: [waiver] });
  const { results, promises } = auditOf(half, [both], { settings });
  expect(results[0]).toMatchObject({
    verdict: 'unknown',
    reason: 'the export does not show it',
    findings: [{ path: 'settings.tier', waiver: { owner: 'o' } }],
  });
  expect(promises[0]).toMatchObject({ verdict: 'unknown', counts: { waived: 0, unknown: 1 } });
});
