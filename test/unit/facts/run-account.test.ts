import { describe, expect, it } from 'vitest';
import { Unknown } from '#policy';
import { DEFAULT_ACCOUNT } from '../../../src/facts/iam.ts';
import { accountSharers } from '../../../src/facts/run-account.ts';
import { nameOf } from '../../../src/facts/short-name.ts';
import { SERVICE, service, unknown, worldOf } from './run.ts';

const running = (serviceAccount: unknown, name?: string) =>
  service({ template: { serviceAccount } }, name === undefined ? SERVICE : SERVICE.replace(/s$/, name));

describe('accountSharers', () => {
  it.each<[string, unknown, unknown, (string | typeof Unknown)[]]>([
    ['the same account', 'a@x', 'a@x', ['web']],
    ['another account', 'a@x', 'b@x', []],
    ['an account that is not known', 'a@x', unknown(), [Unknown]],
    ['no account of its own', undefined, 'a@x', []],
    [
      'a default account',
      '1-compute@developer.gserviceaccount.com',
      '1-compute@developer.gserviceaccount.com',
      [],
    ],
  ])('%s', (_, own, other, expected) => {
    const one = running(own);
    const found = accountSharers(one, worldOf(one, running(other, 'web')));
    expect(found.map((each) => (each instanceof Unknown ? Unknown : each))).toEqual(expected);
  });

  it('does not look into other projects', () => {
    const one = running('a@x');
    const elsewhere = service({ template: { serviceAccount: 'a@x' } }, SERVICE.replace('/p/', '/q/'));
    expect(accountSharers(one, worldOf(one, elsewhere))).toEqual([]);
  });
});

it('names a resource by its last part', () => expect(nameOf({ name: SERVICE })).toBe('s'));

it.each<[string, boolean]>([
  ['1-compute@developer.gserviceaccount.com', true],
  ['app@appspot.gserviceaccount.com', true],
  ['x.example.com@appspot.gserviceaccount.com', true],
  ['web-compute@p.iam.gserviceaccount.com', false],
  ['1-compute@developer.gserviceaccount.com.example.org', false],
])('a default account: %s', (account, expected) =>
  expect(new RegExp(DEFAULT_ACCOUNT).test(account)).toBe(expected),
);
