import { ApiError } from './errors.ts';
import { isObject, type Json, type JsonObject } from './json.ts';

/** Whether a resource fits. */
type Test = (data: JsonObject) => boolean;

const TOKEN = /\s+|"((?:[^"\\]|\\.)*)"|([(),]|>=|<=|!=|[=:<>])|([^\s()"=:<>!,]+)/gy;

interface Token {
  readonly text: string;
  /** In quotes: a value whatever it says. */
  readonly quoted: boolean;
}

function tokensOf(filter: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < filter.length) {
    const match = TOKEN.exec(filter) ?? refuse(filter);
    const [, quoted, sign, word] = match;
    if (quoted !== undefined) found.push({ text: quoted.replace(/\\(.)/g, '$1'), quoted: true });
    else if (sign !== undefined || word !== undefined)
      found.push({ text: (sign ?? word) as string, quoted: false });
  }
  return found;
}

/**
 * What a list's `filter` selects (https://google.aip.dev/160): comparisons of fields in either spelling, `has_prefix`,
 * NOT, AND, OR (which binds closer than AND), parentheses. What cannot be read is refused with 400.
 */
export function filterOf(filter: string): Test {
  const tokens = tokensOf(filter);
  if (tokens.length === 0) return () => true;
  let at = 0;
  const next = (): string | undefined => (tokens[at]?.quoted ? undefined : tokens[at]?.text);
  const take = (): Token => tokens[at++] ?? refuse(filter);
  const expect = (text: string): void => {
    if (take().text !== text) refuse(filter);
  };

  function all(): Test {
    const parts = [any()];
    while (at < tokens.length && next() !== ')') {
      if (next() === 'AND') at += 1;
      parts.push(any());
    }
    return (data) => parts.every((part) => part(data));
  }
  function any(): Test {
    const parts = [one()];
    while (next() === 'OR') {
      at += 1;
      parts.push(one());
    }
    return (data) => parts.some((part) => part(data));
  }
  function one(): Test {
    if (next() === 'NOT') {
      at += 1;
      const inner = one();
      return (data) => !inner(data);
    }
    if (next() === '(') {
      at += 1;
      const inner = all();
      expect(')');
      return inner;
    }
    const field = take();
    if (/^has_?prefix$/i.test(field.text) && next() === '(') {
      at += 1;
      const inside = take().text;
      expect(',');
      const prefix = take().text;
      expect(')');
      return (data) => valuesAt(data, inside).some((value) => String(value).startsWith(prefix));
    }
    const sign = take();
    const compare = sign.quoted ? undefined : COMPARE[sign.text];
    const { text } = take();
    if (!compare) refuse(filter);
    return (data) => compare(valuesAt(data, field.text), text);
  }
  const test = all();
  return at === tokens.length ? test : refuse(filter);
}

const ordered = (value: Json, wanted: string): number =>
  typeof value === 'number' ? value - Number(wanted) : String(value) < wanted ? -1 : 1;

const COMPARE: Readonly<Record<string, (values: readonly Json[], wanted: string) => boolean>> = {
  '=': (values, wanted) => values.some((value) => String(value) === wanted),
  '!=': (values, wanted) => !values.some((value) => String(value) === wanted),
  ':': (values, wanted) =>
    values.some(
      (value) => wanted === '*' || (isObject(value) ? wanted in value : String(value).includes(wanted)),
    ),
  '<': (values, wanted) => values.some((value) => ordered(value, wanted) < 0),
  '>': (values, wanted) => values.some((value) => String(value) !== wanted && ordered(value, wanted) > 0),
  '<=': (values, wanted) => values.some((value) => String(value) === wanted || ordered(value, wanted) < 0),
  '>=': (values, wanted) => values.some((value) => String(value) === wanted || ordered(value, wanted) > 0),
};

const camel = (name: string): string =>
  name.replace(/_([a-z\d])/g, (_, letter: string) => letter.toUpperCase());

/** The values at a path, through lists as well; none where nothing stands there. */
function valuesAt(data: JsonObject, path: string): Json[] {
  let values: Json[] = [data];
  for (const part of path.split('.')) {
    values = values.flatMap((value) => {
      const inner = isObject(value) ? (value[part] ?? value[camel(part)]) : undefined;
      return inner === undefined ? [] : Array.isArray(inner) ? inner : [inner];
    });
  }
  return values;
}

function refuse(filter: string): never {
  throw new ApiError(400, { status: 'INVALID_ARGUMENT', message: `Invalid filter: ${filter}` });
}
