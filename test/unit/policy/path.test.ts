import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVERY, joinPath, naturalKey, parsePath, Unknown, valueAt } from '#policy';

describe('parsePath', () => {
  test.each([
    ['.', []],
    ['a', ['a']],
    ['a.b-c.$d', ['a', 'b-c', '$d']],
    ['list[*].x', ['list', EVERY, 'x']],
    ['list[12].x', ['list', '12', 'x']],
    ['[*]', [EVERY]],
    ['labels["a.b/c"]', ['labels', 'a.b/c']],
    ['labels["say \\"hi\\""].x', ['labels', 'say "hi"', 'x']],
    ['a[0][1]', ['a', '0', '1']],
  ])('%s', (path, segments) => {
    expect(parsePath(path)).toEqual(segments);
  });

  test.each(['', '.a', 'a.', 'a..b', 'a[', 'a[x]', 'a[*', 'a["b]', 'a[0]b', 'a["b"]c', 'a.[0]', 'a["\\x"]'])(
    'refuses %j, naming it',
    (path) => {
      expect(() => parsePath(path)).toThrow(SyntaxError);
      if (path !== '') expect(() => parsePath(path)).toThrow(path);
    },
  );

  test('reads back whatever joinPath wrote', () => {
    const segment = fc.oneof(fc.string({ minLength: 1 }), fc.nat(99).map(String), fc.constant(EVERY));
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), (segments) => {
        expect(parsePath(segments.reduce(joinPath, ''))).toEqual(segments);
      }),
    );
  });
});

describe('valueAt', () => {
  const unknown = new Unknown('denied', 'not allowed');
  const data = { a: { b: [10, { c: 'x' }] }, n: null, u: unknown, text: 'abc' };
  test.each([
    ['a.b[0]', 10],
    ['a.b[1].c', 'x'],
    ['a.b[2]', undefined],
    ['n', undefined],
    ['n.x', undefined],
    ['text.length', undefined],
    ['toString', undefined],
    ['u', unknown],
    ['u.deeper[3]', unknown],
    ['u.code', unknown],
  ])('%s', (path, value) => {
    expect(valueAt(data, parsePath(path))).toBe(value);
  });
});

describe('naturalKey', () => {
  test.each([
    ['a scalar by itself', 'x', 'x'],
    ['by name', { name: 'api', key: 'k' }, 'api'],
    ['a binding by its role', { role: 'roles/x', members: [] }, 'roles/x'],
    ['a conditional binding', { role: 'roles/x', condition: { expression: 'e' } }, 'roles/x if e'],
    ['a rule by priority', { priority: 100 }, '100'],
    ['what has no name', { value: 1 }, '*'],
    ['what is not known', new Unknown('denied', 'no'), '*'],
  ])('%s', (_name, element, key) => {
    expect(naturalKey(element)).toBe(key);
  });
});
