import type { RecordError } from './framer.ts';
import { printable } from './text.ts';

const SPACE = /[ \t\r\n]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a JSON string holds none, that is the point
const STRING = /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
/** Characters shown of what stands where something else was expected. */
const SHOWN = 24;

/**
 * Finds where and why a text is no JSON, walking it with a stack of open brackets; undefined when it is JSON after
 * all. The reason is for a person, in printable ASCII: `expected , or } near "x"`.
 */
export function jsonError(text: string): RecordError | undefined {
  const open: ('{' | '[')[] = [];
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  const is = (char: string): boolean => {
    take(SPACE);
    if (text[at] !== char) return false;
    at++;
    return true;
  };
  const expected = (what: string): RecordError => {
    take(SPACE);
    const seen = at < text.length ? `near ${printable(text.slice(at, at + SHOWN), SHOWN)}` : 'at the end';
    const before = text.slice(0, at).split('\n');
    return { reason: `expected ${what} ${seen}`, down: before.length - 1, along: before.at(-1)?.length ?? 0 };
  };
  let state: 'value' | 'first' | 'key' | 'after' = 'value';
  for (;;) {
    if (state === 'key' || (state === 'first' && open.at(-1) === '{')) {
      if (state === 'first' && is('}')) {
        open.pop();
        state = 'after';
        continue;
      }
      take(SPACE);
      if (!take(STRING)) return expected(state === 'first' ? 'a key or }' : 'a key');
      if (!is(':')) return expected(': after a key');
      state = 'value';
    } else if (state === 'after') {
      if (open.length === 0) {
        take(SPACE);
        return at === text.length ? undefined : expected('nothing more');
      }
      const close = open.at(-1) === '{' ? '}' : ']';
      if (is(',')) state = close === '}' ? 'key' : 'value';
      else if (is(close)) open.pop();
      else return expected(`, or ${close}`);
    } else {
      if (state === 'first' && is(']')) {
        open.pop();
        state = 'after';
      } else if (is('{') || is('[')) {
        open.push(text[at - 1] as '{' | '[');
        state = 'first';
      } else {
        take(SPACE);
        if (!take(STRING) && !take(SCALAR)) return expected('a value');
        state = 'after';
      }
    }
  }
}
