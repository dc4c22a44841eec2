import { expect, test } from 'vitest';
import { declarationText, sampleOf } from '../../../../src/cli/new/templates.ts';

const TYPE = 'run.googleapis.com/Service';
const text = (data: object) => declarationText('#policy', 'scaling', TYPE, sampleOf(TYPE, data) as never);

test('a new policy wants a flag of the base asset where it has one', () => {
  const declared = text({ scaling: { minInstanceCount: 2 }, defaultUriDisabled: true });
  expect(declared).toContain("import { definePolicy } from '#policy';");
  expect(declared).toContain("  want: { 'defaultUriDisabled': { const: true } },");
  expect(declared).not.toContain('params');
});

test('a number that it wants is a parameter', () => {
  const declared = text({ scaling: { minInstanceCount: 2 } });
  expect(declared).toContain("import { definePolicy, number, param } from '#policy';");
  expect(declared).toContain("  params: { value: number('what this number is', 2, 'tool') },");
  expect(declared).toContain("  want: { 'scaling.minInstanceCount': { const: param('value') } },");
});

test('an asset of names alone gives nothing to want', () => {
  expect(sampleOf(TYPE, { uid: 'x', name: 'y' })).toBeUndefined();
});
