/**
 * Compiles what ships into `dist` and puts beside it the files that are not code. Tests are not part of it.
 * Fails (exit 1) on any type error, naming file and line.
 */
import { chmodSync, cpSync, existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const dist = join(root, 'dist');

/** Files that ship as they are: where they stand, where they go. */
const ASSETS = [
  ['fixtures/demo', 'demo'],
  ['fixtures/assets', 'fixtures/assets'],
  ['src/config/config.schema.json', 'config.schema.json'],
  ['src/report/report.schema.json', 'report.schema.json'],
];

function compile() {
  const { config, error } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  if (error) return [error];
  const shipped = { ...config, include: ['src', 'policies', 'reporters'] };
  const { fileNames, options, errors } = ts.parseJsonConfigFileContent(shipped, ts.sys, root);
  const program = ts.createProgram(fileNames, options);
  return ts.sortAndDeduplicateDiagnostics([
    ...errors,
    ...ts.getPreEmitDiagnostics(program),
    ...program.emit().diagnostics,
  ]);
}

rmSync(dist, { recursive: true, force: true });
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
for (const [from, to] of ASSETS) {
  if (existsSync(join(root, from))) cpSync(join(root, from), join(dist, to), { recursive: true });
}
chmodSync(join(dist, 'src/cli/bin.js'), 0o755);
