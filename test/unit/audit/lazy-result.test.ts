import { describe, expect, it } from 'vitest';
import type { Result } from '#report';
import { asset, auditOf, badSql, instance, SQL, tierPolicy, worldOf } from './made.ts';

const bad = instance('pinky-prod', 'pinky-db', badSql);
const resultOf = (one = bad) => auditOf(worldOf([one]), [tierPolicy]).results[0] as Result;

describe('a result', () => {
  it('makes what it says when it is read, and once', () => {
    let asked = 0;
    const sourcePath = (path: string) => {
      asked++;
      return path;
    };
    const result = resultOf(asset(SQL, bad.name, badSql, { sourcePath }));
    expect([result.verdict, result.asset.name, asked]).toEqual(['fail', bad.name, 0]);
    expect(result.findings).toBe(result.findings);
    expect([result.message, asked]).toEqual([result.findings[0]?.message, 1]);
  });

  it.each<[string, (result: Result) => Result]>([
    ['a copy', (result) => ({ ...result })],
    ['a structured clone', (result) => structuredClone(result)],
    ['JSON', (result) => JSON.parse(JSON.stringify(result))],
  ])('is whole as %s', (_, copied) => {
    const copy = copied(resultOf());
    expect(copy).toEqual({ ...resultOf(), origin: copy.origin });
    expect(copy.message).toBe('settings.tier is "db-f1-micro"; it must be "db-custom-4-8192"');
    expect(copy.fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(copy.findings).toHaveLength(1);
    expect(copy.repair?.kind).toBe('automatic');
  });
});
