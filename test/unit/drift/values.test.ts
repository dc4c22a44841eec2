import { describe, expect, test } from 'vitest';
import { Unknown } from '#policy';
import { differences } from '../../../src/drift/values.ts';

const RUN = 'run.googleapis.com/Service';
const dark = new Unknown('redacted', 'not kept');

const rows: [string, unknown, unknown, (readonly [string, unknown, unknown])[]][] = [
  ['a scalar', { a: { b: 1 } }, { a: { b: 2 } }, [['a.b', 1, 2]]],
  ['a value that is set', { a: {} }, { a: { b: 'x' } }, [['a.b', null, 'x']]],
  ['a block that is gone, leaf by leaf', { a: { b: 1, c: [] } }, {}, [['a.b', 1, null]]],
  ['an empty block, which says nothing', { a: {} }, {}, []],
  ['null, which is nothing', { a: null }, {}, []],
  ['a name that needs quotes', { a: { 'b.c/d': 1 } }, {}, [['a["b.c/d"]', 1, null]]],
  ['a set in another order', { members: ['a', 'b'] }, { members: ['b', 'a'] }, []],
  [
    'members of a set',
    { members: ['a', 'b', 'b'] },
    { members: ['b', 'c'] },
    [
      ['members[*]', 'a', null],
      ['members[*]', 'b', null],
      ['members[*]', null, 'c'],
    ],
  ],
  [
    'the words of a command in another order',
    { args: ['a', 'b'] },
    { args: ['b', 'a'] },
    [['args', '["a","b"]', '["b","a"]']],
  ],
  [
    'elements by their name, in any order',
    {
      flags: [
        { name: 'x', v: 1 },
        { name: 'y', v: 1 },
      ],
    },
    {
      flags: [
        { name: 'y', v: 2 },
        { name: 'x', v: 1 },
      ],
    },
    [['flags[y].v', 1, 2]],
  ],
  [
    'an element that is new, without its name',
    { flags: [] },
    { flags: [{ name: 'x', v: 1 }] },
    [['flags[x].v', null, 1]],
  ],
  [
    'an element that is no more than its name',
    { flags: [] },
    { flags: [{ name: 'x' }] },
    [['flags[x].name', null, 'x']],
  ],
  [
    'elements without a name: those alike meet',
    { list: [{ a: 1 }, { a: 2 }, { a: 3 }] },
    { list: [{ a: 3 }, { a: 1 }, { a: 4 }] },
    [['list[2].a', 2, 4]],
  ],
  ['a map where a scalar was', { a: 1 }, { a: { b: 1 } }, [['a', 1, 'an object']]],
  ['an unknown value', { a: dark, b: 1 }, { a: 'x', b: 2 }, [['b', 1, 2]]],
  ['an unknown element', { list: [dark, 'a'] }, { list: ['b'] }, []],
  [
    'noise anywhere',
    { settings: { settingsVersion: '1' }, etag: 'a' },
    { settings: { settingsVersion: '2' }, etag: 'b' },
    [],
  ],
  ['noise of the resource itself', { status: 'A', generation: '1' }, { status: 'B', generation: '2' }, []],
  [
    'the same name deeper, which is configuration',
    { managed: { status: 'A' } },
    { managed: { status: 'B' } },
    [['managed.status', 'A', 'B']],
  ],
  ['noise of a type', { latestReadyRevision: 'a' }, { latestReadyRevision: 'b' }, []],
];

describe('what differs', () => {
  test.each(rows)('%s', (_, old, now, expected) => {
    expect(differences(RUN, old, now).map(({ path, old, new: now }) => [path, old, now])).toEqual(expected);
  });

  test('noise of another type is configuration', () => {
    expect(differences('x.googleapis.com/Y', { uri: 'a' }, { uri: 'b' })).toHaveLength(1);
  });
});

const secret = '-----BEGIN RSA PRIVATE KEY-----\nMIIE';

describe('what may be secret is withheld', () => {
  test.each<[string, unknown, unknown]>([
    ['an environment variable', { env: [{ name: 'A', value: 'hunter2' }] }, { env: [] }],
    ['one of a hostile name', { env: [{ name: 'a].b[', value: 'hunter2' }] }, { env: [] }],
    ['a map of variables', { serviceConfig: { environmentVariables: { A: 'hunter2' } } }, {}],
    ['an item of metadata', { metadata: { items: [{ key: 'startup', value: 'hunter2' }] } }, {}],
    ['a password', { settings: { rootPassword: 'hunter2' } }, { settings: { rootPassword: 'hunter3' } }],
    ['a label of a channel', { sensitiveLabels: { url: 'hunter2' } }, {}],
    ['a token', { labels: { auth_token: 'hunter2' } }, {}],
    ['credentials in an address', { url: 'https://ada:hunter2@example.com/x' }, {}],
    ['a key written out', { note: `${secret}hunter2` }, {}],
    ['what replaces it', { password: 'hunter2' }, { password: 7 }],
  ])('%s', (_, old, now) => {
    const told = differences('x.googleapis.com/Y', old, now);
    expect(told).toContainEqual(expect.objectContaining({ redacted: true, old: null, new: null }));
    expect(JSON.stringify(told)).not.toContain('hunter2');
  });

  test('a reference to a secret is not', () => {
    const from = { valueSource: { secretKeyRef: { secret: 'db' } } };
    expect(differences('x.googleapis.com/Y', from, {})).toEqual([
      { path: 'valueSource.secretKeyRef.secret', old: 'db', new: null },
    ]);
  });
});

test('what is nested too deep is compared as a whole', () => {
  const deep = (leaf: unknown) => {
    let value = leaf;
    for (let i = 0; i < 5_000; i++) value = i % 2 === 0 ? [value] : { a: value };
    return { a: value };
  };
  expect(differences('x.googleapis.com/Y', deep(1), deep(2))).toHaveLength(1);
  const same = deep(1);
  expect(differences('x.googleapis.com/Y', same, same)).toEqual([]);
});
