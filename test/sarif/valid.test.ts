import { describe, expect, it } from 'vitest';
import { OPTIONS, reports, sarifOf } from './documents.ts';
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

describe.each(Object.entries({ ...documents, ...suppressed }))('%s', (name, text) => {
  it.skipIf(schema === undefined)('fits the schema of OASIS', () => {
    expect(schemaErrors(text)).toEqual([]);
  });

  it('is taken by code scanning as it is meant', () => {
    expect(githubIngestLint(text, { suppressed: name.endsWith('-suppressed') })).toEqual([]);
  });
});

// Only Linux on x64 has the binary; the name says so where it is left out.
it.skipIf(!hasMultitool)('the multitool (Linux on x64 only) finds nothing, and finds what is wrong', () => {
  const bad = (documents['one'] as string).replace('"infra/main.tf"', '"/infra/main.tf"');
  // A document of thousands of results takes it half a minute, and holds nothing that one of three does not.
  const { many: _, 'many-suppressed': __, ...good } = { ...documents, ...suppressed };
  const found = multitool({ ...good, bad });
  expect(found.filter((line) => !line.includes('bad.sarif'))).toEqual([]);
  expect(found).toContainEqual(expect.stringContaining('SARIF1004'));
});
