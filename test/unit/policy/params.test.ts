import { describe, expect, test } from 'vitest';
import {
  choice,
  cite,
  flag,
  integer,
  list,
  number,
  type ParamDeclaration,
  paramKey,
  type Reference,
  SHARED_PARAMS,
  shared,
  text,
} from '#policy';

describe('a parameter is declared in one line', () => {
  test.each<[string, ParamDeclaration, Omit<ParamDeclaration, 'is' | 'from'>]>([
    ['integer', integer('a', 30, 'L204'), { value: 30, schema: { type: 'integer', minimum: 0 } }],
    [
      'integer in bounds',
      integer('a', 30, 'L204', { minimum: 1, maximum: 365 }),
      { value: 30, schema: { type: 'integer', minimum: 1, maximum: 365 } },
    ],
    [
      'number',
      number('a', 0.8, 'L204', { maximum: 1 }),
      { value: 0.8, schema: { type: 'number', minimum: 0, maximum: 1 } },
    ],
    ['text', text('a', 'x', 'L204'), { value: 'x', schema: { type: 'string' } }],
    ['required text', text('a', undefined, 'L204', '^x'), { schema: { type: 'string', pattern: '^x' } }],
    [
      'choice',
      choice('a', 'x', 'L204', ['x', 'y']),
      { value: 'x', schema: { type: 'string', enum: ['x', 'y'] } },
    ],
    ['flag', flag('a', true, 'L204'), { value: true, schema: { type: 'boolean' } }],
    [
      'list',
      list('a', ['x'], 'L204'),
      { value: ['x'], schema: { type: 'array', items: { type: 'string' } } },
    ],
    [
      'list of numbers',
      list('a', [80], 'L204', { type: 'integer' }),
      { value: [80], schema: { type: 'array', items: { type: 'integer' } } },
    ],
    [
      'list of some texts',
      list('a', ['x'], 'L204', { enum: ['x', 'y'] }),
      { value: ['x'], schema: { type: 'array', items: { type: 'string', enum: ['x', 'y'] } } },
    ],
  ])('%s', (_, declared, expected) => {
    expect(declared).toStrictEqual({ is: 'a', from: 'L204', ...expected });
  });
});

test('a shared parameter keeps its key wherever it is declared', () => {
  expect(shared('domain', 'services')).toStrictEqual({
    domain: SHARED_PARAMS['domain'],
    services: SHARED_PARAMS['services'],
  });
  expect(paramKey('uptime-check', 'domain')).toBe('domain');
  expect(paramKey('uptime-check', 'minLocations')).toBe('uptime-check.minLocations');
});

test('the shared parameters are a contract', () => {
  expect(Object.keys(SHARED_PARAMS)).toEqual([
    'domain',
    'services',
    'publicServices',
    'monitoringProject',
    'cdn.services',
    'plan.scope',
  ]);
});

test('a reference is cited by framework, version and id', () => {
  expect(cite('cis-gcp 4.0 6.7', 'scc SQL_PUBLIC_IP')).toStrictEqual<Reference[]>([
    { framework: 'cis-gcp', version: '4.0', id: '6.7' },
    { framework: 'scc', id: 'SQL_PUBLIC_IP' },
  ]);
});
