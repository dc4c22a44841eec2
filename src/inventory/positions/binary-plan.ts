import { readFileSync, statSync } from 'node:fs';
import { type UnzipFileInfo, unzipSync } from 'fflate';
import { PinkyError } from '../../errors.ts';
import { foldersOf, joined, LARGEST_SOURCE, type PlanSources, sourceFiles, within } from './sources.ts';

/** A binary plan larger than this, packed, is not opened. */
const LARGEST_PLAN = 512 * 1024 * 1024;
/** All source of a plan, unpacked. */
const LARGEST_TREE = 256 * 1024 * 1024;
const MODULES = 'tfconfig/modules.json';
const FILE = /^tfconfig\/m-([^/]*)\/([^/]+)$/;

/**
 * The source inside a binary plan: a zip archive with every file under `tfconfig/m-<key>/` and their folders in
 * `tfconfig/modules.json` (terraform, internal/plans/planfile). Nothing of the plan itself is read.
 * @throws PinkyError E_PLAN_SOURCES where the file is no binary plan, is damaged, or unpacks to more than can be source
 */
export function binaryPlanSources(file: string): PlanSources {
  const members = unpack(file);
  const text = members.get(MODULES);
  const folders = text === undefined ? undefined : foldersOf(parse(text));
  if (!folders?.has('')) throw refuse(file, 'is no binary Terraform plan of a kind that is known');
  const names = new Map<string, string[]>();
  for (const member of members.keys()) {
    const [, key, name] = FILE.exec(member) ?? [];
    if (key === undefined || name === undefined) continue;
    const known = names.get(key);
    if (known) known.push(name);
    else names.set(key, [name]);
  }
  return {
    uri: file,
    folder: (key) => within(folders.get(key) ?? '/'),
    files: (key, folder) => sourceFiles(names.get(key) ?? []).map((name) => joined(folder, name)),
    read: (key, path) => members.get(`tfconfig/m-${key}/${path.slice(path.lastIndexOf('/') + 1)}`),
  };
}

const refuse = (uri: string, message: string, cause?: unknown) =>
  new PinkyError('E_PLAN_SOURCES', message, {
    place: { uri },
    cause,
    hint: 'give the file that `terraform plan -out=FILE` wrote, or the folder of the root module',
  });

function unpack(file: string): ReadonlyMap<string, string> {
  let tree = 0;
  const wanted = ({ name, originalSize: size }: UnzipFileInfo): boolean => {
    if (!(name === MODULES || FILE.test(name)) || size > LARGEST_SOURCE) return false;
    tree += size;
    if (tree > LARGEST_TREE) throw refuse(file, 'unpacks to more than source can be');
    return true;
  };
  let bytes: Buffer;
  try {
    if (statSync(file).size > LARGEST_PLAN) throw refuse(file, 'is too large to be a plan');
    bytes = readFileSync(file);
  } catch (cause) {
    if (cause instanceof PinkyError) throw cause;
    throw refuse(file, `cannot be read (${(cause as NodeJS.ErrnoException).code})`, cause);
  }
  try {
    const members = unzipSync(bytes, { filter: wanted });
    const text = new TextDecoder();
    return new Map(Object.entries(members).map(([name, member]) => [name, text.decode(member)]));
  } catch (cause) {
    if (cause instanceof PinkyError) throw cause;
    throw refuse(file, 'is no binary Terraform plan, or is damaged', cause);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
