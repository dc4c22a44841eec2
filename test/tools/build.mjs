/**
 * Checks what ships, bundles it into `dist`, and puts beside it its declarations and the files that are not code. Tests
 * are not part of it. Files that nothing gives rise to any more are removed last, so that a running command never misses
 * a module.
 * Fails (exit 1) on any type error, naming file and line.
 */
import { chmodSync, cpSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { bundle, loaded } from './bundle.mjs';
import { compose, seeds } from './demo.mjs';

const root = resolve(new URL('.', import.meta.url).pathname, '../..');
const dist = join(root, 'dist');

/** Files and folders that ship as they are: where they stand, where they go. */
const ASSETS = [
  ['fixtures/demo/pinky.config.yaml', 'demo/pinky.config.yaml'],
  ['fixtures/assets', 'fixtures/assets'],
  ['src/cli/init/files', 'init'],
  ['src/config/config.schema.json', 'config.schema.json'],
  ['src/config/baseline.schema.json', 'baseline.schema.json'],
  ['src/report/report.schema.json', 'report.schema.json'],
  // Copied, so that installing the tool builds nothing.
  ['node_modules/tree-sitter-bash/tree-sitter-bash.wasm', 'wasm/tree-sitter-bash.wasm'],
  ['node_modules/tree-sitter-bash/LICENSE', 'wasm/tree-sitter-bash.LICENSE'],
];

/** Every file that belongs in `dist`. */
const made = new Set();

/** Checks the sources and writes their declarations; the code itself is bundled. */
function compile() {
  const { config, error } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  if (error) return [error];
  const shipped = { ...config, include: ['src', 'policies', 'reporters'] };
  const { fileNames, options, errors } = ts.parseJsonConfigFileContent(shipped, ts.sys, root);
  options.emitDeclarationOnly = true;
  const program = ts.createProgram(fileNames, options);
  const { diagnostics } = program.emit(undefined, (file, text, mark) => {
    made.add(resolve(file));
    ts.sys.writeFile(file, text, mark);
  });
  return ts.sortAndDeduplicateDiagnostics([...errors, ...ts.getPreEmitDiagnostics(program), ...diagnostics]);
}

const files = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

function copy(from, to) {
  const [source, target] = [join(root, from), join(dist, to)];
  if (!existsSync(source)) return;
  cpSync(source, target, { recursive: true });
  const inside = statSync(source).isDirectory() ? files(source) : [source];
  for (const file of inside) made.add(file.replace(source, target));
}

/** Writes the demonstration's snapshot: the deployment with the seeded violations in it. */
async function composeDemo() {
  const { changed } = await loaded(join(root, 'src/cli/harness/edit.ts'));
  const lines = compose(
    seeds.filter(({ demo }) => demo),
    changed,
  );
  const target = join(dist, 'demo/deployment.ndjson');
  writeFileSync(target, `${lines.join('\n')}\n`);
  made.add(target);
}

const problems = compile();
if (problems.length > 0) {
  const host = {
    getCurrentDirectory: () => root,
    getCanonicalFileName: (name) => name,
    getNewLine: () => '\n',
  };
  process.stderr.write(ts.formatDiagnostics(problems, host));
  process.exitCode = 1;
}
for (const file of await bundle(root, dist)) made.add(file);
for (const [from, to] of ASSETS) copy(from, to);
await composeDemo();
for (const file of files(dist)) if (!made.has(file)) rmSync(file);
chmodSync(join(dist, 'src/cli/bin.js'), 0o755);
