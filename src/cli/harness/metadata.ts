import { Ajv } from 'ajv';
import { clauseAt, type ParamDeclaration, type Policy, typesOf } from '#policy';
import { schemaOf } from '../../policy/schemas/index.ts';
import type { Proof } from './proof.ts';

/** The longest title that fits a line of the terminal beside its verdict. */
const TITLE = 72;

function* mistakes({
  title,
  why,
  strategy,
  references,
  section,
  params,
  ...policy
}: Policy): Generator<string> {
  if (title.length > TITLE) yield `the title has ${title.length} characters, at most ${TITLE}`;
  if (/[.!?]$/.test(title)) yield 'the title ends in a full stop';
  if (!/^[A-Z]/.test(title)) yield 'the title does not begin with a capital';
  if (!/^[A-Z][^\n]*[^.\s]\.$/.test(why)) yield '"why" is not a sentence with a full stop';
  if (/[.!?]\s+[A-Z]/.test(why)) yield '"why" is more than one sentence';
  const lines = strategy.map((line) => Number(line.slice(1)));
  if (lines.some((line, i) => i > 0 && line <= (lines[i - 1] as number)))
    yield 'the lines of the strategy are not in rising order';
  const lowest = `L${Math.min(...lines)}`;
  const belongs = clauseAt(lowest)?.section;
  if (belongs !== section) yield `${lowest} is of the section ${belongs}, the policy stands under ${section}`;
  for (const { framework, version, id } of references ?? []) {
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(framework))
      yield `the framework "${framework}" is not lower case words`;
    if (!/^\S(.*\S)?$/.test(id)) yield `a reference to ${framework} has no id`;
    if (version !== undefined && !/^\d[\w.-]*$/.test(version))
      yield `"${version}" is no version of ${framework}`;
  }
  for (const [name, declared] of Object.entries(params ?? {})) yield* paramMistakes(name, declared);
  for (const type of typesOf(policy as Policy) ?? []) {
    if (schemaOf(type) === undefined) yield `there is no schema of the asset type ${type}`;
  }
}

function* paramMistakes(name: string, { is, value, from, schema }: ParamDeclaration): Generator<string> {
  if (!/^[a-z][A-Za-z0-9.]*$/.test(name)) yield `the parameter "${name}" is not in camel case`;
  if (!/^\S(.*\S)?$/.test(is) || /\.$/.test(is)) yield `"is" of ${name} is not a phrase without full stop`;
  if (from !== 'tool' && !clauseAt(from)) yield `the strategy has no sentence at ${from}, named by ${name}`;
  if (value === undefined) return;
  const ajv = new Ajv({ strict: true, strictTypes: false });
  if (!ajv.validate(schema, value))
    yield `the default of ${name} does not fit its schema: ${ajv.errorsText()}`;
}

/** The declaration says what pages and reports show of it, in their form. */
export function checkMetadata({ policy }: Proof): void {
  const wrong = [...mistakes(policy)];
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
}

/** There are rows for every kind of verdict that the policy can give. */
export function checkRowKinds({ policy, rows }: Proof): void {
  const needed = ['pass', 'fail', 'unknown', ...(policy.when ? ['not-applicable'] : [])];
  const missing = needed.filter((verdict) => !rows.some(({ expect }) => expect.verdict === verdict));
  if (missing.length > 0) throw new Error(`no row expects ${missing.join(', ')}`);
  const seen = new Map<string, string>();
  for (const { name, expect: _, ...row } of rows) {
    const key = JSON.stringify(row);
    if (seen.has(key)) throw new Error(`rows "${seen.get(key)}" and "${name}" are the same scene`);
    seen.set(key, name);
  }
}
