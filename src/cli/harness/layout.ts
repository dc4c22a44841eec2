import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { readDocument } from '../../config/document.ts';
import { findConfig } from '../../config/find.ts';
import { about } from '../package.ts';

/** Where the policies of a project stand, and what proves them. All paths are absolute. */
export interface Layout {
  readonly root: string;
  readonly policies: string;
  /** `<rows>/<section>/<id>.json` */
  readonly rows: string;
  /** Folders of base assets; the first that has a name holds. */
  readonly assets: readonly string[];
  /** True for the product itself, which also has a catalogue and a schema of its configuration. */
  readonly product: boolean;
  /** Whether the configuration names the folder, so that scans judge its policies. */
  readonly named: boolean;
}

/** The base assets that ship with the product, for whoever proves policies of their own. */
const SHIPPED = join(about().root, import.meta.url.endsWith('.ts') ? '' : 'dist', 'fixtures/assets');

const PRODUCT = 'pinky-audit';
/** Where policies stand in a project that has not said. */
const DEFAULT = 'policies';

function layoutOf(
  root: string,
  folder: string,
  { product = false, named = false }: Partial<Pick<Layout, 'product' | 'named'>> = {},
): Layout {
  const fixtures = join(root, 'fixtures');
  return {
    root,
    policies: resolve(root, folder),
    rows: join(fixtures, 'policies'),
    assets: [...new Set([join(fixtures, 'assets'), SHIPPED])],
    product,
    named,
  };
}

/** The root of the product's own sources, where `from` is among them. */
function productRoot(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && existsSync(join(folder, 'src/policy'))) {
      const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: unknown };
      if (name === PRODUCT) return folder;
    }
    if (dirname(folder) === folder) return undefined;
  }
}

/**
 * The folders of policies that concern `cwd`: the product's, or those that the configuration names under `paths`, or
 * else `policies` here. Rows and base assets stand under `fixtures` beside the configuration.
 * @throws PinkyError when the configuration cannot be read
 */
export async function layoutsAt(cwd: string): Promise<readonly Layout[]> {
  const product = productRoot(cwd);
  if (product !== undefined) return [layoutOf(product, DEFAULT, { product: true })];
  const config = findConfig(cwd);
  if (config === undefined) return [layoutOf(resolve(cwd), DEFAULT)];
  const { value } = await readDocument(config, relative(cwd, config));
  const { paths, policies } = value as { paths?: unknown; policies?: { paths?: unknown } };
  const named = [paths, policies?.paths]
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .filter((folder) => typeof folder === 'string');
  const folders = named.length > 0 ? named : [DEFAULT];
  return folders.map((folder) => layoutOf(dirname(config), folder, { named: named.length > 0 }));
}
