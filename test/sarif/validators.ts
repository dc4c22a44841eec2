import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Log } from 'sarif';

const require = createRequire(import.meta.url);

/** Where npm put the multitool for this platform, if it is there at all. */
function folder(): string | undefined {
  try {
    const wrapper = require.resolve('@microsoft/sarif-multitool/package.json');
    return dirname(createRequire(wrapper).resolve('@microsoft/sarif-multitool-linux/package.json'));
  } catch {
    return undefined;
  }
}

const home = folder();
/** Its binary is one for Linux on x64. */
export const hasMultitool = home !== undefined && process.platform === 'linux' && process.arch === 'x64';

/** The OASIS schema of SARIF 2.1.0, which comes with the multitool; undefined where that is not installed. */
export const schema: object | undefined =
  home === undefined ? undefined : JSON.parse(readFileSync(join(home, 'sarif-2.1.0.json'), 'utf8'));

/** What the OASIS schema refuses in a document. */
export function schemaErrors(text: string): unknown[] {
  const { $schema: _, ...rest } = schema as Record<string, unknown>;
  validate ??= new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).compile(rest);
  return validate(JSON.parse(text)) ? [] : (validate.errors ?? []);
}
let validate: ReturnType<Ajv2020['compile']> | undefined;

/**
 * What the multitool's rules for SARIF and for GitHub say of documents, errors and warnings alike: `name RULE text`. It
 * is read from the file it writes, for it exits 0 whatever it finds.
 */
export function multitool(documents: Readonly<Record<string, string>>): string[] {
  const binary = join(home as string, 'Sarif.Multitool');
  // npm runs no install scripts, so it may not be executable yet.
  try {
    accessSync(binary, constants.X_OK);
  } catch {
    chmodSync(binary, 0o755);
  }
  const work = mkdtempSync(join(tmpdir(), 'multitool-'));
  try {
    const names = Object.keys(documents);
    for (const name of names) writeFileSync(join(work, `${name}.sarif`), documents[name] as string);
    const rules = ['--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning'];
    const out = join(work, 'found.json');
    const args = [
      'validate',
      ...names.map((name) => `${name}.sarif`),
      ...rules,
      '--output',
      out,
      '--log',
      'ForceOverwrite',
    ];
    const run = spawnSync(binary, args, {
      cwd: work,
      encoding: 'utf8',
      env: { ...process.env, DOTNET_BUNDLE_EXTRACT_BASE_DIR: work },
    });
    if (run.status !== 0)
      throw new Error(`the multitool ended with ${run.status}: ${run.stdout}${run.stderr}`);
    const log = JSON.parse(readFileSync(out, 'utf8')) as Log;
    return log.runs.flatMap(({ results = [] }) =>
      results.map(({ ruleId, message, locations }) => {
        const uri = locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? '';
        return `${uri} ${ruleId} ${message.text ?? JSON.stringify(message.arguments)}`;
      }),
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
