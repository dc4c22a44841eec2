import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseName, blockOf, encodePath, repositoryPath } from '#report';

describe('a path of the repository', () => {
  it.each<[string, string | undefined]>([
    ['main.tf', 'main.tf'],
    ['./infra//main.tf', 'infra/main.tf'],
    ['infra/../main.tf', 'main.tf'],
    ['../main.tf', undefined],
    ['a/../../b', undefined],
    ['/main.tf', undefined],
    ['\\\\server\\share', undefined],
    ['C:\\main.tf', undefined],
    ['git::https://example.com/x', undefined],
    ['-', undefined],
    ['', undefined],
    ['.', undefined],
  ])('of %j is %j', (uri, path) => {
    expect(repositoryPath(uri)).toBe(path);
  });

  it('is a relative reference when encoded, and decodes to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const path = repositoryPath(text.replaceAll('\0', ''));
        if (path === undefined) return;
        expect(decodeURIComponent(encodePath(path))).toBe(path);
        expect(encodePath(path)).toMatch(/^[\w.~!'()*%/-]+$/);
      }),
    );
  });

  it('with half a surrogate is encoded all the same', () => {
    expect(encodePath('a\ud800')).toBe('a%EF%BF%BD');
  });

  it.each([
    ['/Users/ada/a.json', 'a.json'],
    ['C:\\x\\a.json', 'a.json'],
    ['a.json', 'a.json'],
  ])('of %s ends in %s', (uri, name) => {
    expect(baseName(uri)).toBe(name);
  });
});

it.each([
  ['module.a["x.y[0]\\"]"].b.c[3]', 'module.a.b.c'],
  ['google_x.y', 'google_x.y'],
])('the block of %s is %s', (address, block) => {
  expect(blockOf(address)).toBe(block);
});
