import { inertJson, type Report } from '#report';

/** Lines are handed on together up to this many characters: one write each would be most of the time. */
const CHUNK = 65_536;

/**
 * The report as JSON (its schema: `report.schema.json`): valid as a whole, with one result, promise or parameter to
 * a line, so that two reports compare line by line. Characters that act on a terminal are written as escapes.
 */
export function* json(report: Report): Generator<string> {
  let chunk = '{';
  let first = true;
  for (const [name, value] of Object.entries(report)) {
    if (value === undefined) continue;
    chunk += `${first ? '' : ','}\n  ${JSON.stringify(name)}: `;
    first = false;
    for (const piece of written(value, name === 'strategy' || name === 'drift' ? 2 : 1, '  ')) {
      chunk += piece;
      if (chunk.length < CHUNK) continue;
      yield chunk;
      chunk = '';
    }
  }
  yield `${chunk}\n}\n`;
}

/** JSON with the members of the first `depth` levels on lines of their own. */
function* written(value: unknown, depth: number, indent: string): Generator<string> {
  const list = Array.isArray(value);
  if (depth === 0 || typeof value !== 'object' || value === null || Object.keys(value).length === 0) {
    yield inertJson(JSON.stringify(value));
    return;
  }
  const inner = `${indent}  `;
  let before = `${list ? '[' : '{'}\n${inner}`;
  for (const [name, member] of list ? value.entries() : Object.entries(value)) {
    if (member === undefined) continue;
    yield list ? before : `${before}${inertJson(JSON.stringify(name))}: `;
    yield* written(member, depth - 1, inner);
    before = `,\n${inner}`;
  }
  yield `\n${indent}${list ? ']' : '}'}`;
}
