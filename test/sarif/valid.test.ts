import { describe, expect, it } from 'vitest';
import { mixed, OPTIONS, reports, sarifOf } from './documents.ts';
import { githubIngestLint } from './lint.ts';
import { hasMultitool, multitool, schema, schemaErrors } from './validators.ts';

const documents = Object.fromEntries(
  Object.entries(reports).map(([name, report]) => [name, sarifOf(report)]),
);
const suppressed = Object.fromEntries(
  Object.entries(reports).map(([name, report]) => [
    `${name}-suppressed`,
    sarifOf(report, { ...OPTIONS, includeSuppressed: true }),
  ]),
);

describe.each(Object.entries({ ...documents, ...suppressed, mixed: sarifOf(mixed) }))('%s', (name, text) => {
  it.skipIf(schema === undefined)('fits the schema of OASIS', () => {
    expect(schemaErrors(text)).toEqual([]);
  });

  it('is taken by code scanning as it is meant', () => {
    expect(githubIngestLint(text, { suppressed: name.endsWith('-suppressed') })).toEqual([]);
  });
});

it.skipIf(schema === undefined).each([
  ['an extra property', '"results":', '"more":1,"results":'],
  ['a level there is not', '"level":"error"', '"level":"fatal"'],
  ['another version', '"version": "2.1.0"', '"version": "2.0.0"'],
])('the schema of OASIS refuses %s', (_, from, to) => {
  const { one = '' } = documents;
  expect(one).toContain(from);
  expect(schemaErrors(one.replaceAll(from, to))).not.toEqual([]);
});

// Only Linux on x64 has the binary; the name says so where it is left out. It takes a second
// for each document, and half a minute for thousands of results, which hold nothing that a few do not.
it.skipIf(!hasMultitool)(
  'the multitool (Linux on x64 only) finds nothing, and finds what is wrong',
  () => {
    const { none = '', one = '' } = documents;
    const bad = one.replace('"infra/main.tf"', '"/infra/main.tf"');
    const found = multitool({
      none,
      mixed: sarifOf(mixed),
      waived: suppressed['waived-suppressed'] ?? '',
      bad,
    });
    expect(found.filter((line) => !line.includes('bad.sarif'))).toEqual([]);
    expect(found).toContainEqual(expect.stringContaining('SARIF1004'));
  },
  240_000,
);
