import { clauseAt, joinPath, parsePath, type Section } from '#policy';
import { checkPath, literalsOf } from '../../policy/schemas/walk.ts';

/** A value of a base asset that a first want can name, and another that would break it. */
export interface Sample {
  readonly path: string;
  readonly value: string | number | boolean;
  readonly other: string | number | boolean;
}

/** What a resource is called or when it was made is nothing to want. */
const NAMES = /^(kind|etag|id|name|uid|selfLink|generation|.*Time|.*Timestamp|fingerprint|project)$/;

/** The scalars of a value with their paths, lists left out. */
function* scalars(value: object, at = ''): Generator<{ path: string; value: unknown }> {
  for (const [name, inner] of Object.entries(value)) {
    const path = joinPath(at, name);
    if (NAMES.test(name) || Array.isArray(inner) || inner === null) continue;
    if (typeof inner === 'object') yield* scalars(inner, path);
    else yield { path, value: inner };
  }
}

/** A value unlike the one given that the API allows at the path. */
function otherThan(type: string, path: string, value: unknown): Sample['other'] {
  const found = checkPath(type, parsePath(path));
  const literals = found.ok ? (literalsOf(found.schema) ?? []) : [];
  const literal = literals.find((one) => one !== value && !/UNSPECIFIED/.test(one));
  if (literal !== undefined) return literal;
  if (typeof value === 'boolean') return !value;
  return typeof value === 'number' ? value + 1 : `not-${value}`;
}

/** A flag of the base asset, else any scalar; undefined where it has none that the API knows. */
export function sampleOf(type: string, data: object): Sample | undefined {
  const known = [...scalars(data)].filter(({ path }) => checkPath(type, parsePath(path)).ok);
  const found = known.find(({ value }) => typeof value === 'boolean') ?? known[0];
  if (!found) return undefined;
  const { path, value } = found as { path: string; value: Sample['value'] };
  return { path, value, other: otherThan(type, path, value) };
}

/** The first line of a section: a policy that stands there cites it or a later one. */
function firstLine(section: Section): string {
  let line = 1;
  while (clauseAt(`L${line}`)?.section !== section) line++;
  return `L${line}`;
}

const quoted = (value: unknown): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "\\'")}'` : String(value);

/** The declaration of a new policy, which holds of the base asset as it is. */
export function declarationText(from: string, section: Section, type: string, sample: Sample): string {
  const kind = type.slice(type.indexOf('/') + 1);
  const { path, value } = sample;
  // A policy holds no number: it is a parameter, which a team may set.
  const counted = typeof value === 'number';
  const params = `\n  params: { value: number('what this number is', ${value}, 'tool') },`;
  return `import { definePolicy${counted ? ', number, param' : ''} } from '${from}';

export default definePolicy({
  title: 'Every ${kind} is as this sentence says',
  why: 'This sentence says what goes wrong where it is not.',
  severity: 'medium',
  strategy: ['${firstLine(section)}'],
  on: '${type}',${counted ? params : ''}
  want: { ${quoted(path)}: { const: ${counted ? "param('value')" : quoted(value)} } },
  repair: { impact: 'none' },
});
`;
}

/**
 * The compulsory rows: one that passes, one that fails, one that is unknown.
 * @param on the base asset, where it is not the type's own
 */
export function rowsText({ path, other }: Sample, on: string | undefined): string {
  const rows = [
    { name: 'the base asset is as it should be', expect: { verdict: 'pass' } },
    {
      name: `${path} has another value`,
      set: { [path]: other },
      expect: { verdict: 'fail', findings: [path] },
    },
    { name: `${path} was not seen`, unknown: [path], expect: { verdict: 'unknown' } },
  ];
  const named = rows.map(({ name, ...row }) => ({ name, ...(on !== undefined && { on }), ...row }));
  return `${JSON.stringify(named, null, 2)}\n`;
}
