import { type Prose, Scanner } from './hcl-scanner.ts';
import type { Lines } from './lines.ts';
import type { Member, Value } from './syntax.ts';

/** A text that was read, and its lines. */
export interface Source {
  readonly text: string;
  readonly lines: Lines;
}

const NUMBER = /^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const NAME = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u;
const REFERENCE = /(?<![\p{ID_Continue}.-])(var|local|each)\s*\.\s*([\p{ID_Start}_][\p{ID_Continue}-]*)/gu;
/** What follows `each.value`. */
const INSIDE = /(?:\.[\p{ID_Start}_][\p{ID_Continue}-]*|\["[^"\\]*"\])*/uy;

/** The expression between two offsets, in parentheses or not. */
export function valueIn(source: Source, from: number, to: number): Value {
  const span = source.lines.span(from, to);
  const [start, end] = bare(source.text, from, to);
  const open = source.text[start];
  if ((open === '{' || open === '[') && isList(source.text, start, end)) {
    return open === '{'
      ? { span, members: membersIn(source, start, end), references: [] }
      : { span, elements: elementsIn(source, start, end), references: [] };
  }
  const literal = literalOf(source.text.slice(start, end));
  if (literal === null) return { span, references: [] };
  return literal === undefined
    ? { span, references: referencesIn(source.text, from, to) }
    : { span, references: [], literal };
}

/** What an expression that is nothing but parentheses stands around. */
function bare(text: string, from: number, to: number): [from: number, to: number] {
  if (text[from] !== '(') return [from, to];
  const scanner = new Scanner(text, from);
  scanner.brackets();
  if (scanner.at !== to) return [from, to];
  scanner.at = from + 1;
  scanner.gap(true);
  return bare(text, scanner.at, scanner.expression(true));
}

/** Whether an object or tuple is written out: no `for`, and nothing follows it. */
function isList(text: string, from: number, to: number): boolean {
  const scanner = new Scanner(text, from);
  scanner.brackets();
  if (scanner.at !== to) return false;
  scanner.at = from + 1;
  scanner.gap(true);
  return scanner.identifier() !== 'for';
}

function membersIn(source: Source, from: number, to: number): Member[] {
  const scanner = new Scanner(source.text, from + 1);
  const members: Member[] = [];
  for (;;) {
    scanner.gap(true);
    while (scanner.here === ',') {
      scanner.at++;
      scanner.gap(true);
    }
    const start = scanner.at;
    const name = source.text.slice(start, scanner.expression(false, '=:'));
    if (scanner.at >= to - 1 || name === '') return members;
    scanner.at++;
    scanner.gap(true);
    const value = scanner.at;
    const end = scanner.expression(false);
    const key = NAME.test(name) ? name : literalOf(name);
    members.push({
      key: key === undefined || key === null ? undefined : String(key),
      span: source.lines.span(start, end),
      value: valueIn(source, value, end),
    });
  }
}

function elementsIn(source: Source, from: number, to: number): Value[] {
  const scanner = new Scanner(source.text, from + 1);
  const elements: Value[] = [];
  for (;;) {
    scanner.gap(true);
    const start = scanner.at;
    const end = scanner.expression(true);
    if (end > start) elements.push(valueIn(source, start, end));
    if (scanner.here !== ',' || scanner.at >= to) return elements;
    scanner.at++;
  }
}

/** What is written out in an expression; undefined where it is none, or holds templates. */
function literalOf(text: string): string | number | boolean | null | undefined {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  if (NUMBER.test(text)) return Number(text);
  if (!text.startsWith('"')) return undefined;
  const scanner = new Scanner(text);
  return scanner.quoted() || scanner.at < text.length ? undefined : unquoted(text);
}

/** The text of a quoted literal. JSON knows the escapes that matter for comparing with a planned value. */
export function unquoted(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1);
  }
}

/** `var.a`, `local.b` and `each.value.c` anywhere in an expression, each once, in order. */
function referencesIn(text: string, from: number, to: number): string[] {
  const expression = text.slice(from, to);
  const prose: Prose[] = [];
  new Scanner(expression, 0, prose).expression(true);
  const found = [...expression.matchAll(REFERENCE)].filter(
    ({ index }) => !prose.some((piece) => index >= piece.from && index < piece.to),
  );
  const inside = ({ 0: all, index }: RegExpExecArray): string => {
    INSIDE.lastIndex = index + all.length;
    return INSIDE.exec(expression)?.[0] ?? '';
  };
  return [
    ...new Set(
      found.map((one) => `${one[1]}.${one[2]}${one[1] === 'each' && one[2] === 'value' ? inside(one) : ''}`),
    ),
  ];
}
