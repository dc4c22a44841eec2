import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { fingerprint, identityOf } from '#report';

it('is the first sixteen hex digits of the SHA-256 of its parts', () => {
  const digest = createHash('sha256').update('sql-tier\0//sqladmin/x\0settings.tier').digest('hex');
  expect(fingerprint('sql-tier', '//sqladmin/x', 'settings.tier')).toBe(digest.slice(0, 16));
});

it('tells policies, assets, paths and members apart, and a member from a longer path', () => {
  const all = [
    fingerprint('a', 'x'),
    fingerprint('b', 'x'),
    fingerprint('a', 'y'),
    fingerprint('a', 'x', 'p'),
    fingerprint('a', 'x', 'p', 'm'),
    fingerprint('a', 'x', 'pm'),
    fingerprint('a', 'xp'),
  ];
  expect(new Set(all).size).toBe(all.length);
});

it.each([
  ['the normalised name', { id: '//run.googleapis.com/projects/p/x' }, '//run.googleapis.com/projects/p/x'],
  [
    'else the address without its keys',
    { id: '', address: 'module.a["eu"].google_x.y[0]' },
    'module.a.google_x.y',
  ],
  ['a key that holds brackets', { id: '', address: 'google_x.y["a[0]"]' }, 'google_x.y'],
])('knows an asset by %s', (_, asset, expected) => {
  expect(identityOf({ address: undefined, ...asset })).toBe(expected);
});

it('makes thirty thousand within a second on a busy machine', () => {
  const start = performance.now();
  for (let i = 0; i < 30_000; i++)
    fingerprint('sql-tier', `//sqladmin.googleapis.com/projects/p/instances/${i}`, 'settings.tier');
  expect(performance.now() - start).toBeLessThan(1_000);
});
