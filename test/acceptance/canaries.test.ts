import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { FORMATS } from '../../reporters/index.ts';
import { attributePath, schemaFor } from '../../src/inventory/plan/names.ts';
import type { PlanTable } from '../../src/inventory/plan/table.ts';
import { plannedTypes, planTableOf } from '../../src/inventory/plan/types/index.ts';
import type { Fields, Schema } from '../../src/policy/schemas/index.ts';
import { kindOf } from '../../src/policy/schemas/walk.ts';
import { Bench, type Json } from './deployment.ts';

const bench = new Bench();
afterAll(() => bench.remove());

/** How deep a sensitive attribute is put into blocks. */
const DEEPEST = 6;
const canaries: string[] = [];
const canary = (): string => {
  const one = `canary-${String(canaries.length).padStart(17, '0')}`;
  canaries.push(one);
  return one;
};

/** Canonical paths of a type's scalars, with the first element of each list. */
function* leaves(schema: Schema, path = '', depth = 0): Generator<string> {
  const kind = kindOf(schema);
  if (depth > DEEPEST) return;
  if (kind === 'object')
    for (const [name, inner] of Object.entries(schema as Fields))
      yield* leaves(inner, path === '' ? name : `${path}.${name}`, depth + 1);
  else if (kind === 'list') yield* leaves((schema as readonly Schema[])[0] ?? '?', `${path}[0]`, depth);
  else if (kind !== 'map') yield path;
}

/** Puts a value where a path of Terraform's leads, and the mark of what is sensitive beside it. */
function put(values: Json, marks: Json, path: string): void {
  const steps = [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, name]) => name ?? Number(index));
  let here: Record<string | number, unknown> = values;
  let mark: Record<string | number, unknown> = marks;
  for (const [i, step] of steps.entries()) {
    if (i === steps.length - 1) {
      if (here[step] === undefined) [here[step], mark[step]] = [canary(), true];
      return;
    }
    const next = typeof steps[i + 1] === 'number' ? [] : {};
    here[step] ??= next;
    mark[step] ??= Array.isArray(next) ? [] : {};
    if (typeof here[step] !== 'object' || typeof mark[step] !== 'object') return;
    here = here[step] as Json;
    mark = mark[step] as Json;
  }
}

/** A resource of a type, all of whose attributes are secret but for those that name it. */
function secretive(type: string, named: boolean) {
  const table = planTableOf(type) as PlanTable;
  const own = [...table.name.matchAll(/\{(\w+)[%+]?\}/g)].map(([, attribute]) => attribute as string);
  const after: Json = Object.fromEntries(own.map((attribute) => [attribute, `n-${attribute}`]));
  if (!named) for (const attribute of own) delete after[attribute];
  const sensitive: Json = {};
  const direct = [...Object.keys(table.fields ?? {}), ...(table.dropped ?? [])].filter(
    (path) => !path.includes('.'),
  );
  for (const path of leaves(schemaFor(table))) put(after, sensitive, attributePath(table, path));
  for (const path of [...direct, ...(table.whole === undefined ? [] : [table.whole])])
    put(after, sensitive, path);
  const address = `${type}.x`;
  const identity = {
    address,
    mode: 'managed',
    type,
    name: 'x',
    provider_name: 'registry.terraform.io/hashicorp/google',
  };
  const names = Object.keys(after).map((name) => [name, { references: ['var.secret'] }]);
  return {
    change: {
      ...identity,
      change: { actions: ['create'], before: null, after, after_unknown: {}, after_sensitive: sensitive },
    },
    planned: { ...identity, values: after, sensitive_values: sensitive },
    block: { ...identity, provider_config_key: 'google', expressions: Object.fromEntries(names) },
  };
}

const planOf = (named: boolean): string => {
  const resources = plannedTypes.map((type) => secretive(type, named));
  return JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.11.4',
    variables: { secret: { value: canary() } },
    planned_values: { root_module: { resources: resources.map(({ planned }) => planned) } },
    resource_changes: resources.map(({ change }) => change),
    configuration: {
      provider_config: {
        google: { name: 'google', expressions: { project: { constant_value: 'app-prod' } } },
      },
      root_module: {
        resources: resources.map(({ block }) => block),
        variables: { secret: { sensitive: true, default: canary() } },
      },
    },
  });
};

describe.each([
  ['all but its name', bench.write('named.json', planOf(true))],
  ['everything', bench.write('nameless.json', planOf(false))],
])('of every mapped type %s is sensitive', (_, plan) => {
  it('in thousands of attributes', () => expect(canaries.length).toBeGreaterThan(2_000));

  it.each(FORMATS)('and nothing of it is in %s', async (format) => {
    const file = `${format}.out`;
    const output = `${format}=${bench.write(file, '')}`;
    const args = ['--plan', plan, '--all', '--verbose', '--format', format, '--output', output];
    const { stdout, stderr, status } = await bench.inside(args);
    expect([0, 1]).toContain(status);
    const files = readdirSync(bench.folder).filter((name) => !/^name(?:d|less)\.json$/.test(name));
    expect(files).toContain(file);
    const text = [
      stdout,
      stderr,
      ...files.map((name) => readFileSync(`${bench.folder}/${name}`, 'utf8')),
    ].join('\n');
    expect(text.length).toBeGreaterThan(200);
    expect(/canary-\d*/.exec(text)?.[0]).toBeUndefined();
  });
});
