import { describe, expect, it } from 'vitest';
import { definePolicy, list, register } from '#policy';
import {
  auditOf,
  badSql,
  CLOCK,
  goodSql,
  instance,
  publicIpPolicy,
  SQL,
  settingsOf,
  worldOf,
} from './made.ts';

const notices = (projects: readonly string[], more: Parameters<typeof auditOf>[2] = {}) =>
  auditOf(worldOf(projects.map((id) => instance(id, 'db', goodSql))), [publicIpPolicy], more).notices;

it('has nothing to say of an ordinary run', () => {
  expect(notices(['pinky-prod'])).toEqual([]);
});

it('says once which projects it judges as production for want of a sign', () => {
  expect(notices(['a', 'a', 'b'])).toEqual([
    {
      code: 'environment-assumed',
      message: expect.stringContaining('environment of a, b: judged as production'),
    },
  ]);
  expect(notices(['a', 'b', 'c', 'd', 'e', 'f', 'g'])[0]?.message).toContain('a, b, c, d, e and 2 more:');
  expect(notices(['a'], { options: { environment: 'production' } })).toEqual([]);
});

it.each([
  ['2026-01-08T12:00:00Z', false],
  ['2026-01-08T11:59:59Z', true],
  [undefined, false],
])('evidence of %s is past seven days at noon of January 15: %s', (readTime, stale) => {
  const sources = [{ kind: 'snapshot', uri: 'a.ndjson', assets: 1, readTime }];
  const found = notices(['pinky-prod'], { sources, clock: CLOCK });
  expect(found.map(({ message }) => message)).toEqual(
    stale ? ['the evidence is from 2026-01-08, more than 7 days before this audit: export again'] : [],
  );
});

it('asks for another plan, not for an export, where a plan is old', () => {
  const sources = [{ kind: 'plan', uri: 'tfplan.json', assets: 1, readTime: '2025-12-01T00:00:00Z' }];
  const [found] = notices(['pinky-prod'], { sources, clock: CLOCK });
  expect(found?.message).toMatch(/before this audit: plan again$/);
});

it.each([
  [
    'orders',
    'did you mean //cloudsql.googleapis.com/projects/pinky-prod/instances/orders? If not, remove it',
  ],
  ['projects/pinky-prod/instances/orrders', 'correct its asset, or remove it'],
])('asks whether the waiver of %s means what fails', (asset, next) => {
  const waiver = { policy: 'sql-no-public-ip', asset, reason: 'r', owner: 'o', until: '2026-12-31' };
  const settings = settingsOf([publicIpPolicy], {}, { waivers: [waiver] });
  const world = worldOf(['orders', 'users'].map((id) => instance('pinky-prod', id, badSql)));
  const [notice] = auditOf(world, [publicIpPolicy], { settings }).notices;
  expect(notice?.message).toMatch(new RegExp(`covers nothing that fails: ${next.replaceAll('?', '\\?')}$`));
});

it('points at the waiver that covers nothing', () => {
  const waiver = {
    policy: 'sql-no-public-ip',
    asset: '*/gone',
    reason: 'r',
    owner: 'db-team',
    until: '2026-12-31',
    place: { uri: 'pinky.config.yaml', line: 7 },
  };
  const settings = settingsOf([publicIpPolicy], {}, { waivers: [waiver] });
  expect(notices(['pinky-prod'], { settings })).toEqual([
    {
      code: 'waiver-unused',
      message: 'the waiver of sql-no-public-ip on */gone (db-team) covers nothing that fails: remove it',
      uri: 'pinky.config.yaml',
      line: 7,
    },
  ]);
});

it('passes on what the readers say, first', () => {
  const empty = { code: 'input-empty', message: 'the file is empty', uri: 'b.ndjson' };
  expect(notices(['a'], { notices: [empty] }).map(({ code }) => code)).toEqual([
    'input-empty',
    'environment-assumed',
  ]);
});

describe('a name in the strategy that nothing has', () => {
  const chosen = register(
    'sql-chosen',
    'scaling',
    definePolicy({
      title: 'The chosen have a tier',
      why: 'B.',
      severity: 'low',
      strategy: ['L185'],
      on: SQL,
      environments: ['production', 'staging'],
      params: { chosen: { ...list('databases, by name', [], 'tool'), names: SQL } },
      want: { 'settings.tier': { type: 'string' } },
    }),
  );
  const said = (names: readonly string[], projects = ['pinky-prod', 'pinky-staging']) =>
    auditOf(worldOf(projects.map((id) => instance(id, `db-${id}`, goodSql))), [chosen], {
      settings: settingsOf([chosen], { 'sql-chosen.chosen': names }),
    }).notices.map(({ message }) => message);

  it('is told of with where it is set', () => {
    expect(said(['db-pinky-prod', 'db-typo'])).toEqual([
      'sql-chosen.chosen (pinky.config.yaml:3) names "db-typo", but no Instance that was read in production, staging has that name: check its spelling',
    ]);
  });

  it('may stand for one of several environments', () => {
    expect(said(['db-pinky-staging'])).toEqual([]);
    expect(said(['db-pinky-staging'], ['pinky-prod'])).toHaveLength(1);
  });
});
