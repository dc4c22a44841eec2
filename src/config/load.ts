import { dirname, relative, resolve } from 'node:path';
import type { Policy, PolicySetting, Settings } from '#policy';
import { PinkyError } from '../errors.ts';
import { type BaselineFile, baselineAt } from './baseline.ts';
import { type Document, EMPTY, readDocument } from './document.ts';
import { findConfig } from './find.ts';
import { loadOwnPolicies, type OwnPolicy } from './own-policies.ts';
import { ENVIRONMENTS, parametersOf } from './schema.ts';
import { effective } from './strategy.ts';
import { validate, type Written } from './validate.ts';

/** A day older than this and evidence is warned of: the tool's own choice, the strategy gives no number. */
const MAX_AGE_DAYS = 7;

/** What a run is judged by: settings, and all policies, the user's own included. */
export interface Configuration {
  /** The file as messages name it; undefined where none was found. */
  readonly uri: string | undefined;
  readonly settings: Settings;
  readonly policies: readonly Policy[];
  /** The user's own policies among them, with their files. */
  readonly own: readonly OwnPolicy[];
  /** `snapshot.complete`: the snapshot covers every asset type. */
  readonly complete: boolean;
  /** The baseline it names. */
  readonly baseline: BaselineFile | undefined;
  /** Every environment that can be named, the strategy's own first. */
  readonly environments: readonly string[];
  /** Where in the file a key stands; its nearest written parent where it is absent. */
  readonly place: Document['place'];
}

/**
 * Loads the configuration that concerns `cwd`, or the file given, and validates it as a whole.
 *
 * @param version of this program
 * @throws PinkyError, or an AggregateError of them where there are several mistakes
 */
export async function load({
  cwd,
  file,
  builtIn,
  version,
}: {
  readonly cwd: string;
  readonly file?: string | undefined;
  readonly builtIn: readonly Policy[];
  readonly version: string;
}): Promise<Configuration> {
  const path = file === undefined ? findConfig(cwd) : resolve(cwd, file);
  const uri = path === undefined ? undefined : (file ?? relative(cwd, path));
  const document = path === undefined || uri === undefined ? EMPTY : await readDocument(path, uri);
  const own = path === undefined ? [] : await ownPolicies(document, dirname(path), builtIn);
  const policies = [...builtIn, ...own.map(({ policy }) => policy)];
  const written = path === undefined ? {} : await validate(document, policies, version);
  return {
    uri,
    settings: settingsOf(written, document, policies),
    policies,
    own,
    complete: written.snapshot?.complete ?? false,
    baseline: baselineOf(written, path, cwd),
    environments: [...new Set([...ENVIRONMENTS, ...Object.keys(written.environments ?? {})])],
    place: document.place,
  };
}

/** The baseline that a configuration names, which is relative to it. */
function baselineOf(
  { baseline }: Written,
  config: string | undefined,
  cwd: string,
): BaselineFile | undefined {
  if (config === undefined || baseline === undefined) return undefined;
  const { path } = baselineAt(dirname(config), baseline);
  return { path, uri: relative(cwd, path) };
}

function settingsOf(written: Written, document: Document, policies: readonly Policy[]): Settings {
  const { paths: _, ...settings } = written.policies ?? {};
  return {
    environments: Object.entries(written.environments ?? {}).map(([name, { projects }]) => ({
      name,
      projects,
    })),
    parameter: effective(parametersOf(policies), document),
    policies: settings as Readonly<Record<string, PolicySetting>>,
    waivers: (written.waivers ?? []).map((waiver, i) => ({
      ...waiver,
      value: waiver.value === undefined ? undefined : String(waiver.value),
      place: document.place(['waivers', i]),
    })),
    snapshot: {
      types: written.snapshot?.types ?? [],
      maxAgeDays: written.snapshot?.maxAgeDays ?? MAX_AGE_DAYS,
    },
  };
}

/** Loads the folders the document names, before it is validated: their ids and parameters are keys of it. */
async function ownPolicies(
  document: Document,
  base: string,
  builtIn: readonly Policy[],
): Promise<readonly OwnPolicy[]> {
  const { paths, policies } = document.value as { paths?: unknown; policies?: { paths?: unknown } };
  const known = new Map(builtIn.map(({ id }) => [id, 'a built-in policy']));
  const own: OwnPolicy[] = [];
  for (const [at, list] of [
    [['paths'], paths],
    [['policies', 'paths'], policies?.paths],
  ] as const) {
    // What is no list of texts is left to the validation, which says so with all else.
    if (!Array.isArray(list) || !list.every((folder) => typeof folder === 'string')) continue;
    for (const [i, folder] of list.entries()) {
      for (const one of await loadOwnPolicies(folder, base, document.place([...at, i]))) {
        const uri = relative(base, one.file);
        const other = known.get(one.policy.id);
        if (other !== undefined) {
          const message = `the policy id "${one.policy.id}" is taken by ${other}`;
          throw new PinkyError('E_POLICY_CLASH', message, { place: { uri }, hint: 'rename the file' });
        }
        known.set(one.policy.id, uri);
        own.push(one);
      }
    }
  }
  return own;
}
