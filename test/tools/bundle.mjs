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

/** `apis/sqladmin/index.js` as `sqladmin`, `@google-cloud/asset/...` as `asset`: the file of a client's bundle. */
const clientFile = (specifier) =>
  /\/apis\/(\w+)\//.exec(specifier)?.[1] ?? /^@google-cloud\/([\w-]+)/.exec(specifier)?.[1] ?? specifier;

/** Has the program import the bundles of the clients, which stand in a folder beside it. */
const CLIENT_BUNDLES = {
  name: 'clients',
  setup({ onResolve }) {
    onResolve({ filter: /^(google-auth-library$|@google-cloud\/|googleapis\/)/ }, ({ path }) => {
      if (!CLIENTS.includes(path))
        return { errors: [{ text: `${path} is bundled nowhere: name it in CLIENTS` }] };
      return { path: `./google/${clientFile(path)}.js`, external: true };
    });
  },
};

/** What modules of Node's older kind expect to be there. */
const OLDER = [
  "import{createRequire as _r}from'node:module'",
  "import{fileURLToPath as _u}from'node:url'",
  "import{dirname as _d}from'node:path'",
  'const require=_r(import.meta.url),__filename=_u(import.meta.url),__dirname=_d(__filename)',
].join(';');

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
      plugins: [CLIENT_BUNDLES],
    }),
    build({
      ...COMMON,
      packages: 'bundle',
      conditions: [],
      entryPoints: Object.fromEntries(CLIENTS.map((client) => [clientFile(client), client])),
      absWorkingDir: root,
      outdir: join(dist, PROGRAM, 'google'),
      splitting: true,
      banner: { js: OLDER },
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
