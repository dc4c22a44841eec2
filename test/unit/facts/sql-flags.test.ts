import { describe, expect, test } from 'vitest';
import { databaseFlag, pgauditClasses, withPgaudit } from '#facts';
import { attempt, Unknown } from '#policy';
import { type Instance, instance } from './sql.ts';

const withFlags = (databaseFlags: unknown): Instance => instance('db', { settings: { databaseFlags } });
const later = new Unknown('after-apply', 'later');

describe('databaseFlag', () => {
  test.each([
    [[{ name: 'a', value: '1' }], '1'],
    [[{ name: 'b', value: '1' }], undefined],
    [undefined, undefined],
    [[later, { name: 'a', value: '1' }], '1'],
  ])('in %j the flag is %s', (flags, value) => expect(databaseFlag(withFlags(flags), 'a')).toBe(value));

  test('a flag that could not be read may be the one asked for', () =>
    expect(attempt(() => databaseFlag(withFlags([{ name: 'b', value: '1' }, later]), 'a'))).toBe(later));
});

describe('pgauditClasses', () => {
  const ALL = ['all', 'read', 'write', 'function', 'role', 'ddl', 'misc', 'misc_set'];

  test.each([
    ['all', ALL],
    ['ALL', ALL],
    ['read,write', ['read', 'write']],
    [' read , DDL ', ['read', 'ddl']],
    ['none', []],
    ['', []],
    [undefined, []],
    ['all,-misc', ['read', 'write', 'function', 'role', 'ddl', 'misc_set']],
    ['-misc,all', ALL],
    ['all,-all,read', ['read']],
    ['read,write,function,role,ddl,misc,misc_set', ALL],
    ['bogus', []],
  ])('%j logs %j', (value, classes) =>
    expect([...pgauditClasses(value)].sort()).toEqual([...classes].sort()),
  );
});

describe('withPgaudit', () => {
  const set = (flags: object[], classes: string[]) =>
    Object.fromEntries(withPgaudit(withFlags(flags), classes).map(({ name, value }) => [name, value]));

  test('other flags stay as they are', () =>
    expect(set([{ name: 'log_lock_waits', value: 'on' }], ['all'])).toEqual({
      log_lock_waits: 'on',
      'cloudsql.enable_pgaudit': 'on',
      'pgaudit.log': 'all',
    }));

  test('classes logged now stay logged', () =>
    expect(
      set(
        [
          { name: 'cloudsql.enable_pgaudit', value: 'off' },
          { name: 'pgaudit.log', value: 'read,-read,write' },
        ],
        ['ddl'],
      ),
    ).toEqual({ 'cloudsql.enable_pgaudit': 'on', 'pgaudit.log': 'write,ddl' }));
});
