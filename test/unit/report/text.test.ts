import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip, inert, inertJson, pad, width, wrap } from '#report';

describe('inert', () => {
  it.each([
    ['a terminal escape', '\u001b[31mred', '\\u{1b}[31mred'],
    ['a C1 control sequence introducer', '\u009b2J', '\\u{9b}2J'],
    ['line ends and tabs', 'a\r\n\tb', 'a\\u{d}\\u{a}\\u{9}b'],
    ['delete', '\u007f', '\\u{7f}'],
    ['bidi overrides and isolates', '\u202e\u2066\u200f\u061c', '\\u{202e}\\u{2066}\\u{200f}\\u{61c}'],
    ['zero-width characters', '\u200b\u200d\u2060\ufeff', '\\u{200b}\\u{200d}\\u{2060}\\u{feff}'],
    ['line and paragraph separators', '\u2028\u2029', '\\u{2028}\\u{2029}'],
    ['half surrogates', 'a\ud800b\udc00', 'a\\u{d800}b\\u{dc00}'],
    ['invisible tags', '\u{e0041}', '\\u{e0041}'],
    ['nothing in ordinary text of any script', 'Grüße 日本語 🎀 ok', 'Grüße 日本語 🎀 ok'],
  ])('writes out %s', (_, text, expected) => {
    expect(inert(text)).toBe(expected);
  });

  it('gives JSON that parses to the very text and holds nothing active', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = inertJson(JSON.stringify(text));
        expect(JSON.parse(json)).toBe(text);
        expect(json).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

describe('clip', () => {
  it.each([
    ['leaves what fits', 'abc', 3, 'abc'],
    ['cuts with an ellipsis inside the width', 'abcdef', 4, 'abc…'],
    ['counts wide characters as two columns', '日本語', 5, '日本…'],
    ['leaves wide characters that fit', '日本', 4, '日本'],
    ['does not cut a grapheme in two', 'e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
    ['does not cut a pair of surrogates', '🎀🎀🎀', 3, '🎀…'],
  ])('%s', (_, text, columns, expected) => {
    expect(clip(text, columns)).toBe(expected);
  });

  it('bounds a name of ten thousand characters, and a grapheme of ten thousand marks', () => {
    expect(clip('x'.repeat(10_000), 160)).toHaveLength(160);
    expect(clip(`x${'\u0301'.repeat(10_000)}y`, 160).length).toBeLessThan(2_000);
  });

  it('never exceeds the width', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, columns) => {
        expect(width(clip(inert(text), columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

describe('wrap', () => {
  it.each([
    ['breaks at spaces', 'one two three', 7, ['one two', 'three']],
    ['breaks a word that is longer than a line', 'abcdefgh ij', 3, ['abc', 'def', 'gh', 'ij']],
    ['begins a long word on a line of its own', 'ab cdefgh', 4, ['ab', 'cdef', 'gh']],
    ['gives one empty line for nothing', '', 5, ['']],
    ['breaks wide text by columns', '日本語', 4, ['日本', '語']],
  ])('%s', (_, text, columns, expected) => {
    expect(wrap(text, columns)).toEqual(expected);
  });

  it('loses nothing but spaces, and no line is too wide', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 30 }), (raw, columns) => {
        const text = inert(raw);
        const lines = wrap(text, columns);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

it('fills text up to columns on either side', () => {
  expect(pad('日', 4)).toBe('日  ');
  expect(pad('12', 4, 'start')).toBe('  12');
  expect(pad('long', 2)).toBe('long');
});
