import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PinkyError } from '../../errors.ts';
import {
  foldersOf,
  joined,
  LARGEST_SOURCE,
  type PlanSources,
  sourceFiles,
  type Text,
  within,
} from './sources.ts';

/**
 * The folder of a root module, in which `terraform init` may have run: without its list of modules, those called by a
 * local path are found through the calls.
 * @throws PinkyError E_PLAN_SOURCES where it is no folder of Terraform source
 */
export function folderSources(root: string): PlanSources {
  if (sourceFiles(list(root)).length === 0) {
    throw new PinkyError('E_PLAN_SOURCES', 'holds no Terraform source', {
      place: { uri: root },
      hint: 'give the folder of the root module, in which the plan was made, or the binary plan',
    });
  }
  const text = readText(join(root, '.terraform/modules/modules.json'));
  const folders = foldersOf(text === undefined ? undefined : parse(text));
  return {
    uri: root,
    folder: (key) => (key === '' ? '.' : within(folders.get(key) ?? '/')),
    files: (_, folder) => sourceFiles(list(join(root, folder))).map((name) => joined(folder, name)),
    read: (_, file) => readText(join(root, file)),
  };
}

/** Files of variables are looked for this many folders below the root module: `env/prod/app.tfvars`. */
const BELOW = 3;
/** Folders that hold no source of a person's, or more than is worth looking through. */
const SKIPPED = /^(?:\.|node_modules$)/;
/** A repository with more of them gives each deployment its own: none can be told for another. */
const MOST_VALUES = 200;

/** The files of variables in and below the folder of a root module. */
export function valueTexts(root: string): readonly Text[] {
  return valueFiles(root, '.', 0)
    .slice(0, MOST_VALUES)
    .flatMap((file) => {
      const text = readText(join(root, file));
      return text === undefined ? [] : [{ file, text: text.replace(/^\uFEFF/, '') }];
    });
}

function valueFiles(root: string, folder: string, depth: number): readonly string[] {
  const path = join(root, folder);
  const files = list(path).filter((name) => /\.tfvars(?:\.json)?$/.test(name));
  const below = depth < BELOW ? folders(path).filter((name) => !SKIPPED.test(name)) : [];
  return [
    ...files.map((name) => joined(folder, name)),
    ...below.flatMap((name) => valueFiles(root, joined(folder, name), depth + 1)),
  ];
}

const folders = (path: string): readonly string[] => entries(path, (entry) => entry.isDirectory());

const list = (path: string): readonly string[] => entries(path, (entry) => !entry.isDirectory());

function entries(folder: string, wanted: (entry: Dirent) => boolean): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(wanted)
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}

function readText(file: string): string | undefined {
  try {
    return statSync(file).size > LARGEST_SOURCE ? undefined : readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
