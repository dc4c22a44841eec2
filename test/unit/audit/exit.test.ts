import { describe, expect, it } from 'vitest';
import type { Settings } from '#policy';
import { inView, narrow, type Report, type Result } from '#report';
import { exitCode, type FailOn } from '../../../src/audit/index.ts';
import {
  auditOf,
  badSql,
  goodSql,
  instance,
  publicIpPolicy,
  service,
  settingsOf,
  tierPolicy,
  worldOf,
} from './made.ts';

const policies = [tierPolicy, publicIpPolicy];
const halfBad = { ...goodSql, settings: { ...goodSql.settings, tier: 'db-f1-micro' } };
const of = (data: object, more: Partial<Settings> = {}): Report =>
  auditOf(worldOf([instance('pinky-prod', 'db', data)]), policies, {
    settings: settingsOf(policies, {}, more),
  });

const kept = of(goodSql);
const medium = of(halfBad);
const critical = of(badSql);
const open = auditOf(
  worldOf([instance('pinky-prod', 'db', goodSql), service('b-prod', 'api')], {
    manifest: {
      types: [],
      gaps: [{ type: 'sqladmin.googleapis.com/Instance', project: 'b-prod', cause: 'denied' }],
    },
  }),
  [tierPolicy],
);
const blind = auditOf(worldOf([service('pinky-prod', 'api')]), policies);
const change = (report: Report, more: Partial<Result>): Report => ({
  ...report,
  results: report.results.map((one) => ({ ...one, ...more })),
});

describe('the exit code', () => {
  it.each<[string, Report, FailOn | undefined, boolean, number]>([
    ['kept promises', kept, undefined, false, 0],
    ['kept promises, strictly', kept, undefined, true, 0],
    ['a medium failure', medium, undefined, false, 1],
    ['a medium failure at its own level', medium, 'medium', false, 1],
    ['a medium failure below the level', medium, 'high', false, 0],
    ['a critical failure at the highest level', critical, 'critical', false, 1],
    ['a failure that never fails the run', critical, 'never', false, 0],
    ['never, strictly', critical, 'never', true, 0],
    ['an unknown promise', open, undefined, false, 0],
    ['an unknown promise, strictly', open, undefined, true, 1],
    ['an unknown promise, strictly, below the level', open, 'high', true, 0],
    ['nothing judged', blind, undefined, false, 2],
    ['nothing judged, whatever the flags', blind, 'never', false, 2],
    [
      'an error beside kept promises',
      { ...kept, errors: [{ code: 'E_X', message: 'x', uri: 'y' }] },
      'never',
      false,
      2,
    ],
    ['a failure that the baseline holds', change(medium, { baselined: true }), undefined, false, 0],
  ])('of %s', (_, report, failOn, strict, code) => {
    expect(exitCode(report, { ...(failOn && { failOn }), strict })).toBe(code);
  });

  it('is 2 where a policy threw', () => {
    const settings = { ...settingsOf(policies), parameter: () => ({}) as never };
    const throwing = { ...tierPolicy, view: { x: () => JSON.parse('{') }, want: { x: { const: 1 } } };
    const report = auditOf(worldOf([instance('pinky-prod', 'db', goodSql)]), [throwing, publicIpPolicy], {
      settings,
    });
    // A thrown SyntaxError in one field is the whole policy's error.
    expect(report.summary.verdicts.error).toBe(1);
    expect(exitCode(report)).toBe(2);
    expect(narrow(report, 'critical').results.map(({ verdict }) => verdict)).toEqual(['error']);
  });

  it('under strict is 1 for evidence past its age, and 0 otherwise', () => {
    const source = { kind: 'snapshot', uri: 'a', assets: 1, readTime: '2026-01-01T00:00:00Z' };
    const old = auditOf(worldOf([instance('pinky-prod', 'db', goodSql)]), policies, { sources: [source] });
    expect(old.sources[0]?.stale).toBe(true);
    expect(old.notices).toMatchObject([{ code: 'evidence-stale', uri: 'a' }]);
    expect([exitCode(old), exitCode(old, { strict: true })]).toEqual([0, 1]);
  });

  it('of a waived failure is 0', () => {
    const waiver = { policy: 'sql-tier', asset: '*', reason: 'r', owner: 'o', until: '2026-12-31' };
    expect(exitCode(of(halfBad, { waivers: [waiver] }))).toBe(0);
  });

  it('does not follow what is shown: --severity narrows the report, not the verdict', () => {
    const shown = narrow(medium, 'high');
    expect(shown.results).toEqual([]);
    expect(inView(shown).policies.map(({ id }) => id)).toEqual(['sql-no-public-ip']);
    expect(inView(shown).promises.map(({ policy }) => policy)).toEqual(['sql-no-public-ip']);
    expect([shown.summary, shown.promises]).toEqual([medium.summary, medium.promises]);
    expect(exitCode(medium)).toBe(1);
  });
});
