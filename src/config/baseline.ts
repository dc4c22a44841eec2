import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { BaselineEntry } from '#policy';
import { PinkyError } from '../errors.ts';
import schema from './baseline.schema.json' with { type: 'json' };
import { type Document, readDocument } from './document.ts';
import { problemOf } from './problems.ts';
import { isDate } from './validate.ts';

/** The file that `--update-baseline` writes where none is named. */
export const BASELINE_NAME = 'pinky.baseline.yaml';

/** Where a baseline stands. */
export interface BaselineFile {
  readonly path: string;
  /** As messages name it. */
  readonly uri: string;
}

/** The file a person named, in a folder. */
export const baselineAt = (folder: string, uri: string): BaselineFile => ({
  uri,
  path: isAbsolute(uri) ? uri : join(folder, uri),
});

/**
 * The entries of a baseline, in the order of the file; undefined where the file does not exist.
 * @throws PinkyError, or an AggregateError of them, E_BASELINE: what is no baseline, with key, line and what is allowed
 */
export async function readBaseline({
  path,
  uri,
}: BaselineFile): Promise<readonly BaselineEntry[] | undefined> {
  if (!existsSync(path)) return undefined;
  const document = await readYaml(path, uri);
  const { Ajv } = await import('ajv');
  const ajv = new Ajv({ allErrors: true, verbose: true, validateSchema: false, formats: { date: isDate } });
  const sound = ajv.compile(schema);
  const problems = sound(document.value)
    ? [...repeated(document)]
    : (sound.errors ?? []).flatMap((error) => problemOf(error, document, MISTAKE) ?? []);
  if (problems.length > 0) throw new AggregateError(problems, `${uri} has ${problems.length} mistakes`);
  return entriesOf(document).map((entry, i) => ({ ...entry, place: document.place(['entries', i]) }));
}

const MISTAKE = { code: 'E_BASELINE', root: 'the baseline' };

const entriesOf = ({ value }: Document) => (value as { readonly entries: readonly BaselineEntry[] }).entries;

async function readYaml(path: string, uri: string): Promise<Document> {
  if (!/\.(ya?ml|json)$/.test(path)) {
    const hint = `such as ${BASELINE_NAME}`;
    throw new PinkyError('E_BASELINE', 'a baseline is a .yaml, .yml or .json file', { place: { uri }, hint });
  }
  try {
    return await readDocument(path, uri);
  } catch (cause) {
    const all: unknown[] = cause instanceof AggregateError ? cause.errors : [cause];
    if (!all.every((one) => one instanceof PinkyError)) throw cause;
    const told = all.map(
      ({ message, place }) => new PinkyError('E_BASELINE', message, { ...(place && { place }) }),
    );
    throw new AggregateError(told, 'the baseline cannot be read', { cause });
  }
}

/** One finding has one reason and one end. */
function* repeated(document: Document): Iterable<PinkyError> {
  const lines = new Map<string, number | undefined>();
  for (const [i, { fingerprint }] of entriesOf(document).entries()) {
    const place = document.place(['entries', i]);
    if (lines.has(fingerprint)) {
      const message = `entries[${i}] has the fingerprint of the entry on line ${lines.get(fingerprint)}`;
      yield new PinkyError('E_BASELINE', message, { place, hint: 'remove one of them' });
    } else lines.set(fingerprint, place.line);
  }
}

const HEAD = `# What was already wrong, so that pinky-audit fails on what is new. --update-baseline adds and removes entries;
# reason, owner and until are yours to edit: an entry holds through its last day, then the finding fails again.
version: 1
`;

const KEYS = [
  'policy',
  'asset',
  'type',
  'project',
  'in',
  'path',
  'message',
  'fingerprint',
  'reason',
  'owner',
  'added',
  'until',
] as const;

/** A text on one line that YAML and JSON read alike, and that acts on no terminal. */
const quoted = (text: string): string =>
  /^[A-Za-z/][\w./-]*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text).replace(
        /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
        (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The file of these entries: one key on each line, in an order that depends on nothing but the entries. */
export function sayBaseline(entries: readonly BaselineEntry[]): string {
  const sorted = [...entries].sort(
    (a, b) =>
      order(a.policy, b.policy) ||
      order(a.asset, b.asset) ||
      order(a.path, b.path) ||
      order(a.fingerprint, b.fingerprint),
  );
  if (sorted.length === 0) return `${HEAD}entries: []\n`;
  const lines = sorted.map((entry) => {
    const keys = KEYS.flatMap((key) => (entry[key] === undefined ? [] : `${key}: ${quoted(entry[key])}`));
    return `  - ${keys.join('\n    ')}\n`;
  });
  return `${HEAD}entries:\n${lines.join('')}`;
}
