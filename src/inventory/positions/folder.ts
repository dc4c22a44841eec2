import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PinkyError } from '../../errors.ts';
import { foldersOf, joined, LARGEST_SOURCE, type PlanSources, sourceFiles, within } from './sources.ts';

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

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map(({ name }) => name);
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
