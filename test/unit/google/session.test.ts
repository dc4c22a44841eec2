import { describe, expect, test } from 'vitest';
import type { Credentials } from '../../../src/google/credentials.ts';
import { PATIENCE } from '../../../src/google/retry.ts';
import { Session } from '../../../src/google/session.ts';
import { overGrpc, Waited } from './made.ts';

const QUOTA = { name: 'made up', perMinute: 1000 };

/** A session, and a client that counts how often it was told that its token has expired. */
function opened() {
  const client = {
    credentials: {},
    renewed: 0,
    setCredentials(tokens: { expiry_date?: number }) {
      expect(tokens.expiry_date).toBeLessThan(Date.now());
      this.renewed++;
    },
  };
  const credentials = { auth: {}, client } as unknown as Credentials;
  return { session: new Session(credentials, { clock: new Waited() }), client };
}

/** A call that fails with each code in turn, 0 for none, and with the last one from there on. */
function call(...codes: readonly number[]) {
  let calls = 0;
  const made = async () => {
    const code = codes[Math.min(calls++, codes.length - 1)] as number;
    if (code !== 0) throw overGrpc(code, 'no');
    return 'yes';
  };
  return { made, calls: () => calls };
}

const [DENIED, EXHAUSTED, AWAY, REFUSED] = [7, 8, 14, 16];

describe('a session', () => {
  test.each([EXHAUSTED, AWAY])(
    'asks an API that answers nobody (%i) once a call, until it answers',
    async (code) => {
      const { session } = opened();
      const never = call(code);
      for (let i = 0; i < 10; i++) await expect(session.read(QUOTA, never.made)).rejects.toThrow('no');
      expect(never.calls()).toBe(PATIENCE.attempts + 9);
      expect(await session.read(QUOTA, call(0).made)).toBe('yes');
      expect(await session.read(QUOTA, call(code, code, 0).made)).toBe('yes');
    },
  );

  test('keeps its patience with other APIs', async () => {
    const { session } = opened();
    await expect(session.read(QUOTA, call(AWAY).made)).rejects.toThrow('no');
    expect(await session.read({ ...QUOTA, name: 'another' }, call(AWAY, AWAY, 0).made)).toBe('yes');
  });

  test('gets a new token where one is refused, and goes on', async () => {
    const { session, client } = opened();
    const one = call(REFUSED, 0);
    expect(await session.read(QUOTA, one.made)).toBe('yes');
    expect([one.calls(), client.renewed]).toEqual([2, 1]);
  });

  test('gets one token for all calls that were refused together', async () => {
    const { session, client } = opened();
    await Promise.all(Array.from({ length: 8 }, () => session.read(QUOTA, call(REFUSED, 0).made)));
    expect(client.renewed).toBe(1);
  });

  test('asks an API no more that refuses new tokens', async () => {
    const { session, client } = opened();
    const never = call(REFUSED);
    for (let i = 0; i < 5; i++) await expect(session.read(QUOTA, never.made)).rejects.toThrow('no');
    expect([never.calls(), client.renewed]).toEqual([2, 1]);
  });

  test('takes a refusal of one thing for no more than that', async () => {
    const { session } = opened();
    const never = call(DENIED);
    for (let i = 0; i < 3; i++) await expect(session.read(QUOTA, never.made)).rejects.toThrow('no');
    expect(never.calls()).toBe(3);
  });
});
