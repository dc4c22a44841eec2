import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { definePolicy, register } from '#policy';
import { load } from '../../../src/config/load.ts';

const declaration = (title: string) => `import { definePolicy, param, Unknown } from 'pinky-audit';
import { each } from '#policy';
export const classes = { Unknown, each };
export default definePolicy({
  title: '${title}',
  why: 'Someone relies on it.',
  severity: 'low' as const,
  strategy: ['L204'],
  on: 'run.googleapis.com/Service',
  params: { least: { is: 'a number', value: 4, from: 'tool', schema: { type: 'integer' } } },
  want: { 'scaling.minInstanceCount': { atLeast: param('least') } },
});
`;

const builtIn = register(
  'taken',
  'security',
  definePolicy({
    title: 'Taken',
    why: 'It is.',
    severity: 'low',
    strategy: ['L104'],
    on: 'run.googleapis.com/Service',
    want: { ingress: { const: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER' } },
  }),
);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'own-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, text: string) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const read = () => load({ cwd: folder, builtIn: [builtIn], version: '0.1.0' });

it('registers a policy under the section its folder names and the id its file names', async () => {
  write('mine/scaling/team-min.ts', declaration('Team services are warm'));
  write('mine/scaling/team-min.test.ts', 'throw new Error("not a policy")');
  write('pinky.config.yaml', 'paths: [mine]\nstrategy:\n  defaults:\n    team-min.least: 3\n');
  const { policies, own, settings } = await read();
  expect(policies.map(({ id, section }) => `${section}/${id}`)).toEqual([
    'security/taken',
    'scaling/team-min',
  ]);
  expect(own.map(({ file }) => file)).toEqual([join(folder, 'mine/scaling/team-min.ts')]);
  expect(settings.parameter('production', 'team-min.least')).toEqual({
    value: 3,
    origin: 'pinky.config.yaml:4',
  });
});

it('takes a folder that is itself named for a section, also under policies.paths', async () => {
  write('rules/security/my-rule.ts', declaration('Mine'));
  write('pinky.config.yaml', 'policies:\n  paths: [rules/security]\n');
  expect((await read()).own.map(({ policy }) => `${policy.section}/${policy.id}`)).toEqual([
    'security/my-rule',
  ]);
});

it.each([
  [
    'an id of a built-in policy',
    'mine/security/taken.ts',
    declaration('Taken'),
    'E_POLICY_CLASH',
    'taken by a built-in',
  ],
  [
    'a folder that is no section',
    'mine/securty/a-b.ts',
    declaration('A'),
    'E_POLICY_PATH',
    'no section of the strategy',
  ],
  [
    'a file outside any section',
    'mine/a-b.ts',
    declaration('A'),
    'E_POLICY_PATH',
    'no section of the strategy',
  ],
  ['no default export', 'mine/security/a-b.ts', 'export const a = 1;', 'E_POLICY_PATH', 'no default export'],
  ['a syntax error', 'mine/security/a-b.ts', 'export default {', 'E_MODULE', 'cannot be loaded'],
  [
    'a wrong keyword',
    'mine/security/a-b.ts',
    declaration('A').replace('atLeast', 'atleast'),
    'E_POLICY',
    '"atleast"',
  ],
  [
    'a mistyped key',
    'mine/security/a-b.ts',
    declaration('A').replace('want:', 'wnat:'),
    'E_POLICY',
    '"wnat" is no key of a policy',
  ],
  [
    'no severity',
    'mine/security/a-b.ts',
    declaration('A').replace("severity: 'low' as const,", ''),
    'E_POLICY',
    'its severity is none of critical, high, medium, low',
  ],
  [
    'no line of the strategy',
    'mine/security/a-b.ts',
    declaration('A').replace(/strategy: *\[[^\]]*\],?/, ''),
    'E_POLICY',
    'its strategy is no list of lines',
  ],
  ['nothing', 'mine/security/notes.md', '', 'E_POLICY_PATH', 'holds no policy'],
])('refuses %s', async (_, file, text, code, message) => {
  write(file, text);
  write('pinky.config.yaml', 'paths: [mine]');
  const refused = await read().catch((error: unknown) => error);
  expect(refused).toMatchObject({ code, message: expect.stringContaining(message) });
  if (code === 'E_POLICY') expect(refused).toMatchObject({ place: { uri: file } });
});
