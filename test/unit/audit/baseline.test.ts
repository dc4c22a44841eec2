import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Asset, type BaselineEntry, Unknown } from '#policy';
import type { Report } from '#report';
import { exitCode } from '../../../src/audit/index.ts';
import { updated } from '../../../src/cli/baseline.ts';
import type { Inventory } from '../../../src/inventory/world.ts';
import {
  auditOf,
  badSql,
  CLOCK,
  goodSql,
  iamPolicy,
  instance,
  publicIpPolicy,
  SQL,
  settingsOf,
  tierPolicy,
  worldOf,
} from './made.ts';

const policies = [tierPolicy, publicIpPolicy];
type More = Parameters<typeof auditOf>[2] & { judged?: typeof policies };

const run = (
  world: Inventory,
  baseline?: readonly BaselineEntry[],
  { judged = policies, ...more }: More = {},
) => auditOf(world, judged, { ...(baseline && { baseline }), ...more });
const db = (name: string, data: object, more: Partial<Asset> = {}) =>
  instance('pinky-prod', name, data, more);
const update = (report: Report, clock = CLOCK) => updated(report, clock).entries;
const adopted = (world: Inventory, more: More = {}) => update(run(world, undefined, more));
const states = ({ baseline = [] }: Report) =>
  baseline.map(({ policy, asset, state }) => `${policy} ${asset.split('/').at(-1)} ${state}`);

const legacy = worldOf([db('a', badSql), db('b', badSql)]);
const entries = adopted(legacy);

describe('a baseline', () => {
  it('holds what was wrong when it was written, and says of each what a person needs to know', () => {
    expect(entries).toHaveLength(4);
    expect(entries[0]).toEqual({
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      policy: 'sql-no-public-ip',
      asset: '//cloudsql.googleapis.com/projects/pinky-prod/instances/a',
      type: SQL,
      project: 'pinky-prod',
      in: 'cloud',
      path: 'settings.ipConfiguration.ipv4Enabled',
      message: 'settings.ipConfiguration.ipv4Enabled is true; it must be false',
      reason: expect.stringContaining('say here why'),
      added: '2026-01-15',
      until: '2026-04-15',
    });
  });

  it('marks its findings and their results in a report that keeps them', () => {
    const report = run(legacy, entries);
    expect(report.results.map(({ verdict, baselined }) => [verdict, baselined])).toEqual(
      Array(4).fill(['fail', true]),
    );
    expect(report.results.flatMap(({ findings }) => findings.map((one) => one.baselined))).toEqual(
      Array(4).fill(true),
    );
    expect(report.summary).toEqual(run(legacy).summary);
    expect([exitCode(report), exitCode(run(legacy))]).toEqual([0, 1]);
  });

  it('does not hold a result of which one finding is new', () => {
    const open = (members: string[]) =>
      new Map([[db('x', {}).name, { bindings: [{ role: 'roles/viewer', members }] }]]);
    const judged = [iamPolicy];
    const world = (members: string[]) => worldOf([db('x', goodSql)], { iam: open(members) });
    const held = adopted(world(['allUsers']), { judged });
    expect(held).toHaveLength(1);
    const report = run(world(['allUsers', 'allAuthenticatedUsers']), held, { judged });
    expect(report.results.map((one) => [one.baselined, one.findings.map((f) => f.baselined)])).toEqual([
      [undefined, [true, undefined]],
    ]);
    expect(exitCode(report)).toBe(1);
  });

  it.each<[string, () => Asset[]]>([
    ['moved to other lines', () => [db('z', goodSql), db('a', badSql), db('b', badSql)]],
    ['read in another order', () => [db('b', badSql), db('a', badSql)]],
    [
      'given under another path',
      () => ['a', 'b'].map((name) => db(name, badSql, { origin: { uri: '/x/y.json' } })),
    ],
    ['changed beside', () => ['a', 'b'].map((name) => db(name, { ...badSql, note: name }))],
  ])('still holds them when they are %s', (_, assets) => {
    const report = run(worldOf(assets()), entries);
    expect(exitCode(report)).toBe(0);
    expect(new Set(report.baseline?.map(({ state }) => state))).toEqual(new Set(['active']));
  });

  it('holds a finding through the last day of its entry, and no longer', () => {
    const until = entries.map((entry) => ({ ...entry, until: '2026-01-31' }));
    const at = (time: string) => run(legacy, until, { clock: Date.parse(time) });
    expect(exitCode(at('2026-01-31T23:59:59Z'))).toBe(0);
    const ended = at('2026-02-01T00:00:00Z');
    expect(exitCode(ended)).toBe(1);
    expect(states(ended)[0]).toBe('sql-no-public-ip a expired');
    expect(ended.notices.map(({ code, message }) => [code, message])).toEqual([
      [
        'baseline-expired',
        '4 entries of the baseline have ended (repair it, or agree on another day under until): sql-no-public-ip on projects/pinky-prod/instances/a, sql-no-public-ip on projects/pinky-prod/instances/b, sql-tier on projects/pinky-prod/instances/a and 1 more',
      ],
    ]);
    expect(update(ended)).toEqual(until);
  });

  it.each<[string, readonly string[], More, object]>([
    [
      'an entry alone by its own line',
      ['sql-tier a'],
      {},
      {
        line: 10,
        message:
          "the baseline's entry for sql-tier on projects/pinky-prod/instances/a has ended: repair it, or agree on another day under until",
      },
    ],
    [
      'two of one policy and asset together',
      ['sql-tier a', 'sql-tier a', 'sql-tier b'],
      {},
      {
        line: 10,
        message: expect.stringMatching(
          /: sql-tier on projects\/pinky-prod\/instances\/a \(lines 10, 20\), sql-tier on projects\/pinky-prod\/instances\/b \(line 30\)$/,
        ),
      },
    ],
    [
      'many by the lines of those that are not named',
      ['a', 'b', 'c', 'd', 'e'].map((name) => `sql-tier ${name}`),
      {},
      { message: expect.stringMatching(/instances\/c \(line 30\) and 2 more \(lines 40, 50\)$/) },
    ],
    [
      'only what is of a policy that was selected',
      ['sql-no-public-ip a', 'sql-tier b'],
      { judged: [tierPolicy] },
      { line: 20, message: expect.stringContaining("the baseline's entry for sql-tier on") },
    ],
  ])('tells of what has ended %s', (_, of, more, said) => {
    const ended = of.map((one, i): BaselineEntry => {
      const [policy = '', name] = one.split(' ');
      return {
        ...(entries[0] as BaselineEntry),
        policy,
        fingerprint: String(i).padStart(16, '0'),
        asset: `//cloudsql.googleapis.com/projects/pinky-prod/instances/${name}`,
        until: '2026-01-01',
        place: { uri: 'bl.yaml', line: 10 * (i + 1) },
      };
    });
    // Nothing shows that what they hold is gone: the assets are of a project that was not read.
    const { notices } = run(worldOf([instance('pinky-other', 'x', goodSql)]), ended, more);
    expect(notices.filter(({ code }) => code.startsWith('baseline-'))).toEqual([
      {
        code: 'baseline-expired',
        uri: 'bl.yaml',
        line: expect.any(Number),
        message: expect.any(String),
        ...said,
      },
    ]);
  });

  it('yields to a waiver', () => {
    const waiver = { policy: 'sql-tier', asset: '*/a', reason: 'r', owner: 'o', until: '2026-12-31' };
    const settings = settingsOf(policies, {}, { waivers: [waiver] });
    const report = run(legacy, entries, { settings });
    const result = report.results.find((one) => one.verdict === 'waived');
    expect(result).toMatchObject({ policy: 'sql-tier', findings: [{ waiver: { owner: 'o' } }] });
    expect(result?.baselined ?? result?.findings[0]?.baselined).toBeUndefined();
    expect(adopted(legacy, { settings })).toHaveLength(3);
  });
});

describe('an entry is stale', () => {
  it('where what it held is repaired', () => {
    const report = run(worldOf([db('a', goodSql), db('b', badSql)]), entries);
    expect(states(report)).toEqual([
      'sql-no-public-ip a stale',
      'sql-no-public-ip b active',
      'sql-tier a stale',
      'sql-tier b active',
    ]);
    expect(report.notices.map(({ code }) => code)).toEqual(['baseline-stale']);
    expect(exitCode(report)).toBe(0);
    expect(update(report)).toEqual(entries.filter(({ asset }) => asset.endsWith('/b')));
  });

  it('where the asset is gone', () => {
    expect(states(run(worldOf([db('b', badSql)]), entries))).toContain('sql-tier a stale');
  });
});

describe('a run that did not judge an entry does not call it stale, nor drop it:', () => {
  const others = [db('b', badSql)];
  it.each<[string, Inventory, More]>([
    ['--policy', worldOf([db('a', goodSql), ...others]), { judged: [publicIpPolicy] }],
    ['another project', worldOf([instance('pinky-other', 'c', badSql)]), {}],
    ['a type that was not read', worldOf(others, { evidence: { types: new Set() } }), {}],
    [
      'a type that was denied',
      worldOf(others, { manifest: { types: [], gaps: [{ type: SQL, cause: 'permission denied' }] } }),
      {},
    ],
    ['a record that could not be read', worldOf(others, { evidence: { malformed: new Set(['*']) } }), {}],
    [
      'a value that is not known',
      worldOf([
        db('a', {
          ...goodSql,
          settings: { tier: new Unknown('redacted', 'hidden'), ipConfiguration: { ipv4Enabled: false } },
        }),
        ...others,
      ]),
      {},
    ],
    [
      'an environment that the policy does not judge',
      worldOf([db('a', badSql), ...others]),
      {
        options: { environment: 'development' },
      },
    ],
  ])('%s', (_, world, more) => {
    const report = run(world, entries, more);
    expect(states(report)).toContain('sql-tier a unjudged');
    const after = update(report);
    expect(after).toContainEqual(
      entries.find(({ policy, asset }) => policy === 'sql-tier' && asset.endsWith('/a')),
    );
  });
});

describe('an update', () => {
  it('keeps what a person wrote', () => {
    const edited = entries.map((entry) => ({
      ...entry,
      reason: 'moving',
      owner: 'ada',
      until: '2026-02-01',
    }));
    const world = worldOf([db('a', badSql), db('b', goodSql), db('c', badSql)]);
    const after = update(run(world, edited), CLOCK + 86_400_000);
    expect(after.map(({ asset, reason, added }) => [asset.at(-1), reason.slice(0, 6), added])).toEqual([
      ['a', 'moving', '2026-01-15'],
      ['a', 'moving', '2026-01-15'],
      ['c', 'It was', '2026-01-16'],
      ['c', 'It was', '2026-01-16'],
    ]);
  });

  const state = fc.constantFrom('good' as const, 'bad' as const, 'gone' as const);
  const names = ['a', 'b', 'c', 'd'];
  const worldIn = (each: readonly ('good' | 'bad' | 'gone')[]) =>
    worldOf(
      names.flatMap((name, i) =>
        each[i] === 'gone' ? [] : [db(name, each[i] === 'bad' ? badSql : goodSql)],
      ),
      { evidence: { types: new Set([SQL]), projects: new Set(['pinky-prod']) } },
    );

  it('makes the run pass; what is new then fails, what is repaired is stale', () => {
    const all = fc.tuple(state, state, state, state);
    fc.assert(
      fc.property(all, all, (before, after) => {
        const held = adopted(worldIn(before));
        expect(run(worldIn(before), held).results.every(({ baselined }) => baselined)).toBe(true);
        const report = run(worldIn(after), held);
        const isNew = names.some((_, i) => after[i] === 'bad' && before[i] !== 'bad');
        expect(report.results.some(({ verdict, baselined }) => verdict === 'fail' && !baselined)).toBe(isNew);
        const stale = new Set(
          report.baseline?.filter((one) => one.state === 'stale').map(({ asset }) => asset.at(-1)),
        );
        expect(stale).toEqual(new Set(names.filter((_, i) => before[i] === 'bad' && after[i] !== 'bad')));
        expect(run(worldIn(after), update(report)).results.every(({ baselined }) => baselined)).toBe(true);
        expect(new Set(update(report).map(({ fingerprint }) => fingerprint))).toEqual(
          new Set(adopted(worldIn(after)).map(({ fingerprint }) => fingerprint)),
        );
      }),
    );
  });
});
