/**
 * Puts what ships into few files, because Node takes about a millisecond to find, read and link each module: the
 * command line with its lesser commands in files of their own, the library as one file, and beside each the module of
 * the second thread. Dependencies stay where npm installs them, but for the clients of Google's APIs.
 */
import { join } from 'node:path';
import { build } from 'esbuild';

const PROGRAM = 'src/cli';
const LIBRARY = 'src';
const THREAD = 'src/inventory/lines/worker.ts';

/** Clients of Google's APIs: installed they are a hundred times what of them runs. Each is loaded when it is needed. */
const CLIENTS = [
  'google-auth-library',
  '@google-cloud/asset/build/src/v1/index.js',
  '@google-cloud/resource-manager/build/src/v3/index.js',
  'googleapis/build/src/apis/cloudscheduler/index.js',
  'googleapis/build/src/apis/containeranalysis/index.js',
  'googleapis/build/src/apis/monitoring/index.js',
  'googleapis/build/src/apis/sqladmin/index.js',
];

const CLIENT_FILE = 'google.cjs';

/**
 * Has the program take the clients from one file beside it, each when it is first imported. They are modules of Node's
 * older kind that load more of their kind as they run, which a bundle of the newer kind gets wrong.
 */
const FROM_CLIENT_FILE = {
  name: 'clients',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(google-auth-library$|@google-cloud\/|googleapis\/)/ }, ({ path }) =>
      CLIENTS.includes(path)
        ? { path, namespace: 'client' }
        : { errors: [{ text: `${path} is bundled nowhere: name it in CLIENTS` }] },
    );
    onLoad({ filter: /./, namespace: 'client' }, ({ path }) => ({
      contents: `import { createRequire } from 'node:module';
export default createRequire(import.meta.url)('./${CLIENT_FILE}')[${JSON.stringify(path)}]();`,
    }));
  },
};

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
    build({
      ...COMMON,
      entryPoints: [at('src/cli/bin.ts')],
      outdir: join(dist, PROGRAM),
      splitting: true,
      plugins: [FROM_CLIENT_FILE],
    }),
    build({
      ...COMMON,
      format: 'cjs',
      packages: 'bundle',
      conditions: [],
      stdin: {
        contents: CLIENTS.map((one) => `exports['${one}'] = () => require('${one}');`).join('\n'),
        resolveDir: root,
      },
      outfile: join(dist, PROGRAM, CLIENT_FILE),
    }),
    build({ ...COMMON, entryPoints: [at('src/index.ts')], outdir: join(dist, LIBRARY) }),
    ...[PROGRAM, LIBRARY].map((folder) =>
      build({ ...COMMON, entryPoints: [at(THREAD)], outdir: join(dist, folder) }),
    ),
  ]);
  return results.flatMap(({ metafile }) => Object.keys(metafile.outputs).map((path) => join(root, path)));
}

/** What a module of the sources exports, run from memory. */
export async function loaded(file) {
  const { outputFiles } = await build({ ...COMMON, entryPoints: [file], write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
