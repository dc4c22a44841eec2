import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FrameHandler, Framer, type RecordError } from '../../../src/inventory/framer.ts';
import { jsonError } from '../../../src/inventory/json-error.ts';
import type { Finding } from '../../../src/inventory/problem.ts';
import { LAYOUTS, place, record } from './layouts.ts';

class Collector implements FrameHandler {
  done = false;
  readonly records: { value: unknown; line: number; column: number }[] = [];
  readonly problems: Finding[] = [];
  readonly pages: string[] = [];
  private view = Buffer.alloc(0);

  begin(view: Buffer): void {
    this.view = view as typeof this.view;
  }

  record(start: number, end: number, line: number, column: number): RecordError | undefined {
    const text = this.view.toString('utf8', start, end);
    const error = jsonError(text);
    if (!error) this.records.push({ value: JSON.parse(text), line, column });
    return error;
  }

  foreign(head: Buffer, line: number): Finding {
    return { code: 'E_INPUT_TEXT', message: head.toString(), line };
  }

  tooLong(start: number): boolean {
    return this.view.toString('utf8', start, start + 7) === '{"plan"';
  }

  page(start: number, end: number): void {
    this.pages.push(this.view.toString('utf8', start, end));
  }

  problem(finding: Finding): void {
    this.problems.push(finding);
  }
}

function frame(bytes: Buffer | string, chunk = 1 << 20, maxRecordBytes?: number) {
  const handler = new Collector();
  const framer = new Framer(handler, { windowBytes: 64, ...(maxRecordBytes && { maxRecordBytes }) });
  const all = Buffer.from(bytes);
  for (let at = 0; at < all.length && !framer.stopped; at += chunk) framer.push(all.subarray(at, at + chunk));
  framer.end();
  return { handler, framer };
}

/** Where each record begins in the text, by looking for its first key's value, which is unique. */
function places(text: string, count: number): { line: number; column: number }[] {
  return Array.from({ length: count }, (_, i) => {
    const key = text.indexOf(`"//record-${i}"`);
    return place(text.slice(0, text.lastIndexOf('{', key)));
  });
}

describe('framing', () => {
  const numbered = fc
    .array(record, { minLength: 1, maxLength: 5 })
    .map((list) => list.map(({ name: _, ...rest }, i) => ({ name: `//record-${i}`, ...rest })));

  it.each(LAYOUTS)('gives every record and its place: $name', ({ write }) => {
    fc.assert(
      fc.property(numbered, fc.integer({ min: 1, max: 70 }), (records, chunk) => {
        const text = write(records);
        const { handler, framer } = frame(text, chunk);
        expect(handler.problems).toEqual([]);
        expect(handler.records.map(({ value }) => value)).toEqual(records);
        expect(handler.records.map(({ line, column }) => ({ line, column }))).toEqual(
          places(text, records.length),
        );
        expect(framer.records).toBe(records.length);
      }),
      { numRuns: 60 },
    );
  });

  it.each(LAYOUTS)('gives the same at every size of piece: $name', ({ write }) => {
    const records = [0, 1, 2].map((i) => ({
      name: `//record-${i}`,
      note: 'é"{}[],\\',
      list: [{ a: [] }, {}],
    }));
    const text = write(records);
    for (let chunk = 1; chunk <= Buffer.byteLength(text); chunk++) {
      const { handler } = frame(text, chunk);
      expect(handler.problems).toEqual([]);
      expect(handler.records.map(({ value }) => value)).toEqual(records);
      expect(handler.records.map(({ line, column }) => ({ line, column }))).toEqual(places(text, 3));
    }
  });

  it('counts comments and blank lines', () => {
    const { framer } = frame('# one\n\n  \n{"a":1}\n#two\n{"a":2}\n\n# three');
    expect(framer).toMatchObject({ records: 2, comments: 3, blank: 3 });
  });

  it('hands on what stands around the records of a page', () => {
    const { handler } = frame(
      '{"readTime":"2026-01-01T00:00:00Z","assets":[{"a":1}],"nextPageToken":"t"}',
      5,
    );
    expect(handler.pages).toEqual(['{"readTime":"2026-01-01T00:00:00Z","assets":[', ',"nextPageToken":"t"}']);
  });

  it('takes no nested list for one of records', () => {
    const nested = { name: '//x', resource: { assets: [{ name: '//y' }], data: [{ results: [{}] }] } };
    expect(frame(JSON.stringify(nested)).handler.records).toMatchObject([{ value: nested }]);
  });
});

describe('broken records', () => {
  const good = (i: number) => `{"name":"//g${i}","b":{"c":[1]}}`;
  const values = (text: string, chunk: number) => frame(text, chunk).handler;

  it.each([
    ['cut in a string', '{"name":"//bad","x":"y'],
    ['cut after a value', '{"name":"//bad","x":{"y":1}'],
    ['cut after a comma', '{"name":"//bad",'],
    ['a missing comma', '{"name":"//bad" "x":1}'],
    ['a wrong bracket', '{"name":"//bad","x":[1}}'],
    ['one bracket too many', '{"name":"//bad"}}'],
    ['words', 'Operation completed'],
    ['a bare value', '"text"'],
  ])('reports a line with %s and reads the others', (_, bad) => {
    const text = [good(0), good(1), bad, good(2), good(3), ''].join('\n');
    for (let chunk = 1; chunk <= text.length; chunk++) {
      const { records, problems } = values(text, chunk);
      const lines = records.map(({ line }) => line).filter((line) => line !== 3);
      expect(lines).toEqual([1, 2, 4, 5]);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatchObject({ code: 'E_RECORD_MALFORMED', line: 3 });
    }
  });

  it('says what was expected and where', () => {
    const [problem] = frame('{"a":1}\n{"a":1,\n  "b" 2}\n').handler.problems;
    expect(problem).toEqual({
      code: 'E_RECORD_MALFORMED',
      message: 'expected : after a key near 2}',
      line: 3,
      column: 7,
    });
  });

  it('goes on in an indented array after an element that is cut off', () => {
    const text = JSON.stringify([{ n: 0 }, { n: 1, x: { y: 'z' } }, { n: 2 }], null, 2).replace('"z"', '"z');
    const { records, problems } = frame(text).handler;
    expect(records.map(({ value }) => value)).toEqual([{ n: 0 }, { n: 2 }]);
    expect(problems).toMatchObject([{ code: 'E_RECORD_MALFORMED', line: 5 }]);
  });

  it('reports elements that are no objects', () => {
    const { records, problems } = frame('[null,{"a":1},"x",\n7]').handler;
    expect(records).toHaveLength(1);
    expect(problems.map(({ line, column }) => [line, column])).toEqual([
      [1, 2],
      [1, 15],
      [2, 1],
    ]);
  });

  it.each([
    ['{"a":1}\n{"a":2', 2],
    ['[{"a":1},\n{"a":2}', 2],
    ['[\n  {\n    "a": 1\n  },\n  {\n    "b', 5],
    ['{"assets":[{"a":1}]', 1],
    ['{"assets":[{"a":1}],"next', 1],
  ])('says where an input ends too early: %j', (text, line) => {
    for (let chunk = 1; chunk <= text.length; chunk++)
      expect(frame(text, chunk).handler.problems).toMatchObject([{ code: 'E_INPUT_TRUNCATED', line }]);
  });

  it('stops at an input that begins with no JSON', () => {
    const { handler, framer } = frame('<!doctype html>\n{"a":1}\n', 3);
    expect(framer.stopped).toBe(true);
    expect(handler.problems).toMatchObject([{ code: 'E_INPUT_TEXT', line: 1 }]);
    expect(handler.records).toEqual([]);
  });
});

describe('long records', () => {
  it.each(LAYOUTS)('leaves out a record over the limit and keeps the others: $name', ({ write }) => {
    const short = (i: number) => ({ name: `//record-${i}`, a: { b: 1 } });
    const long = {
      name: '//record-1',
      text: 'x'.repeat(5000),
      list: Array.from({ length: 50 }, (_, i) => ({ i })),
    };
    const text = write([short(0), long, short(2), short(3)]);
    for (const chunk of [7, 100, 100_000]) {
      const { handler } = frame(text, chunk, 1000);
      const at = places(text, 4);
      expect(handler.records.map(({ value }) => value)).toEqual([short(0), short(2), short(3)]);
      expect(handler.records.map(({ line, column }) => ({ line, column }))).toEqual([at[0], at[2], at[3]]);
      expect(handler.problems).toMatchObject([{ code: 'E_RECORD_TOO_LONG', ...at[1] }]);
    }
  });

  it('ends at an object that is too long and none', () => {
    for (const chunk of [7, 100_000]) {
      const { handler, framer } = frame(`{"plan":"${'x'.repeat(5000)}"}\n{"a":1}\n`, chunk, 1000);
      expect(framer.stopped).toBe(true);
      expect([handler.records, handler.problems]).toEqual([[], []]);
    }
  });
});
