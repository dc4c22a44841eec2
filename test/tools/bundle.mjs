/**
 * Puts what ships into few files, because Node takes about a millisecond to find, read and link each module: the
 * command line with its lesser commands in files of their own, the library as one file, and beside each the module of
 * the second thread. Dependencies stay where npm installs them.
 */
import { join } from 'node:path';
import { build } from 'esbuild';

const PROGRAM = 'src/cli';
const LIBRARY = 'src';
const THREAD = 'src/inventory/lines/worker.ts';

const COMMON = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  // `#policy` and its like are then the sources, once, whoever imports them.
  conditions: ['source'],
  legalComments: 'none',
  entryNames: '[name]',
  chunkNames: '[name]-[hash]',
  // Less text is parsed sooner; names stay, for they stand in the stack traces people report.
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
  metafile: true,
};

/** Writes the bundles into `dist`; gives the paths written. @throws where something cannot be bundled */
export async function bundle(root, dist) {
  const at = (path) => join(root, path);
  const results = await Promise.all([
    build({ ...COMMON, entryPoints: [at('src/cli/bin.ts')], outdir: join(dist, PROGRAM), splitting: true }),
    build({ ...COMMON, entryPoints: [at('src/index.ts')], outdir: join(dist, LIBRARY) }),
    ...[PROGRAM, LIBRARY].map((folder) =>
      build({ ...COMMON, entryPoints: [at(THREAD)], outdir: join(dist, folder) }),
    ),
  ]);
  return results.flatMap(({ metafile }) =>
    Object.keys(metafile.outputs).map((path) => join(process.cwd(), path)),
  );
}

/** What a module of the sources exports, run from memory. */
export async function loaded(file) {
  const { outputFiles } = await build({ ...COMMON, entryPoints: [file], write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
