import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PolicyDeclaration } from '#policy';
import { Bases, casesOf, findPolicies, proofOf } from '../src/cli/harness/index.ts';
import { register } from '../src/policy/define.ts';

const root = join(import.meta.dirname, '..');
const bases = new Bases([join(root, 'fixtures/assets')]);
const files = findPolicies(join(root, 'policies'), join(root, 'fixtures/policies'));

const loaded = await Promise.all(
  files.map(async (file) => {
    try {
      const { default: declaration } = (await import(file.declaration)) as { default: PolicyDeclaration };
      const policy = register(file.id, file.section, declaration);
      if (!existsSync(file.rows)) throw new Error(`write ${file.rows.slice(root.length + 1)}`);
      return { id: file.id, proof: proofOf(policy, file.rows, bases) };
    } catch (cause) {
      return { id: file.id, cause };
    }
  }),
);

const policies = loaded.flatMap(({ proof }) => (proof ? [proof.policy] : []));

describe.each(loaded)('$id', ({ proof, cause }) => {
  if (!proof) {
    test('loads, with its rows', () => {
      throw cause;
    });
    return;
  }
  for (const one of casesOf(proof, policies)) test(one.name, one.run);
});

test('there are policies', () => expect(files.length).toBeGreaterThan(0));
