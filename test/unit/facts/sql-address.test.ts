import { expect, test } from 'vitest';
import { publicAddress } from '#facts';
import { attempt, Unknown } from '#policy';
import { instance } from './sql.ts';

const of = (ipv4Enabled: unknown, ...types: string[]) =>
  publicAddress(
    instance('db', {
      ipAddresses: types.map((type) => ({ type })),
      settings: { ipConfiguration: { ...(ipv4Enabled !== undefined && { ipv4Enabled }) } },
    }),
  );

test.each([
  [true, ['PRIVATE'], true],
  [false, ['PRIMARY'], false],
  [undefined, ['PRIMARY'], true],
  [undefined, ['PRIVATE', 'OUTGOING'], false],
])('ipv4Enabled %s with addresses %j is %s', (enabled, types, wanted) =>
  expect(of(enabled, ...types)).toBe(wanted),
);

test('without either nobody can tell', () =>
  expect(attempt(() => of(undefined))).toMatchObject({ code: 'missing', needs: expect.any(String) }));

test('what is not known stays unknown', () => {
  const db = instance('db', {
    settings: { ipConfiguration: { ipv4Enabled: new Unknown('after-apply', 'later') } },
  });
  expect(db.partial).toBe(true);
});
