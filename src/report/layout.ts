/** Characters that fill two columns of a terminal (Unicode Standard Annex 11, wide and fullwidth; emoji). */
const WIDE =
  /^(?:\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|[\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation})/u;
/** Characters of one column each that nothing combines: ASCII, Latin-1, dashes, quotes, ellipses. */
const PLAIN = /^[\x20-\x7e\xa1-\xac\xae-\xff\u2010-\u2027\u2030-\u203b]*$/;
/** A grapheme may stack marks without end; no more code units than this are printed for one column. */
const UNITS_PER_COLUMN = 8;

let segmenter: Intl.Segmenter | undefined;

function graphemes(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
}

const widthOfGrapheme = (grapheme: string): number =>
  WIDE.test(grapheme) ? 2 : /^\p{M}+$/u.test(grapheme) ? 0 : 1;

/** How many columns of a terminal a text without controls fills. */
export function width(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of graphemes(text)) columns += widthOfGrapheme(segment);
  return columns;
}

/** The longest beginning that fills at most so many columns, never cutting a grapheme. */
function head(text: string, columns: number): string {
  if (PLAIN.test(text)) return text.slice(0, columns);
  let used = 0;
  let end = 0;
  for (const { segment, index } of graphemes(text.slice(0, columns * UNITS_PER_COLUMN))) {
    used += widthOfGrapheme(segment);
    if (used > columns) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

/** The text in at most so many columns; what is cut off shows as `…`. */
export function clip(text: string, columns: number): string {
  // No character fills more than two columns.
  if (text.length * 2 <= columns || (text.length <= columns && PLAIN.test(text))) return text;
  const shown = head(text, columns);
  return shown.length === text.length ? text : `${head(text, columns - 1)}…`;
}

/** The text filled up with spaces to so many columns; `start` puts them before it. */
export function pad(text: string, columns: number, side: 'start' | 'end' = 'end'): string {
  const space = ' '.repeat(Math.max(0, columns - width(text)));
  return side === 'start' ? space + text : text + space;
}

/** Breaks a text into lines of at most so many columns: at spaces, and inside a word that is longer than a line. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const word of text.split(' ')) {
    let rest = word;
    let size = width(rest);
    if (used > 0 && used + 1 + size > columns) {
      lines.push(line);
      line = '';
      used = 0;
    }
    while (size > columns) {
      const part = head(rest, columns) || rest;
      lines.push(part);
      rest = rest.slice(part.length);
      size = width(rest);
    }
    if (rest === '' && word !== '') continue;
    line = used > 0 ? `${line} ${rest}` : rest;
    used = used > 0 ? used + 1 + size : size;
  }
  if (used > 0 || lines.length === 0) lines.push(line);
  return lines;
}
