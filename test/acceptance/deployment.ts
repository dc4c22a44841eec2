import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { vi } from 'vitest';
import type { Policy } from '#policy';
import type { Report } from '#report';
import { catalogue } from '../../src/catalogue.generated.ts';
import { report } from '../../src/cli/failure.ts';
import { changed } from '../../src/cli/harness/edit.ts';
import { judge, type Request } from '../../src/cli/judge.ts';
import { run } from '../../src/cli/program.ts';
import { load } from '../../src/config/load.ts';
import { fileSets } from '../../src/inventory/file-set.ts';
import { compose, type Seed, seeds } from '../tools/demo.mjs';

const BIN = resolve('dist/src/cli/bin.js');

/** A record of an inventory, or its manifest. */
export type Json = Record<string, unknown>;

/** The violations that the demonstration shows. */
export const shown = seeds.filter(({ demo }) => demo);

/** Those that it does not: each is alone in its deployment. */
export const hidden = seeds.filter(({ demo }) => !demo);

/** The deployment's records with violations in it, its manifest first. */
export const records = (chosen: readonly Seed[] = shown): Json[] =>
  compose(chosen, changed).map((line) => JSON.parse(line) as Json);

/** Whether the record is the one that says what the snapshot covers. */
export const isManifest = (record: Json): boolean => 'pinkyManifest' in record;

/** One record a line. */
export const ndjson = (list: readonly unknown[]): string =>
  list.map((record) => `${JSON.stringify(record)}\n`).join('');

/** A line of an export: a database of the production project, reachable from the internet or not. */
export const databaseLine = (id: string, ipv4Enabled: boolean): string =>
  ndjson([
    {
      name: `//cloudsql.googleapis.com/projects/pinky-prod/instances/${id}`,
      assetType: 'sqladmin.googleapis.com/Instance',
      resource: {
        data: { name: id, databaseVersion: 'POSTGRES_16', settings: { ipConfiguration: { ipv4Enabled } } },
      },
    },
  ]);

/** A folder of its own for files and for the command line to run in. */
export class Bench {
  readonly folder = mkdtempSync(join(tmpdir(), 'acceptance-'));

  /** Writes a file and gives its path. */
  write(name: string, bytes: string | Uint8Array): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    return path;
  }

  /** Runs the built command line. */
  run(args: readonly string[], input: string | Uint8Array = ''): SpawnSyncReturns<string> {
    const { PATH, HOME } = process.env;
    return spawnSync(process.execPath, [BIN, ...args], {
      cwd: this.folder,
      encoding: 'utf8',
      env: { PATH, HOME },
      input,
      maxBuffer: 1 << 28,
    });
  }

  /** Runs the command line in this process, which is many times as fast: its exit code and what it writes. */
  async inside(args: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
    const said = { stdout: '', stderr: '' };
    const spies = (['stdout', 'stderr'] as const).map((name) =>
      vi.spyOn(process[name], 'write').mockImplementation((chunk) => {
        said[name] += String(chunk);
        return true;
      }),
    );
    try {
      const status = await run(args).catch((error: unknown) => report(error, args).then(() => 2));
      return { status, ...said };
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const configuration = await load({
  cwd: process.cwd(),
  file: 'fixtures/demo/pinky.config.yaml',
  builtIn: catalogue,
  version: '0.0.0',
});

/** A day on which the deployment's evidence is fresh. */
const NOW = Date.parse('2026-01-15T12:00:00Z');

/** What the deployment's own configuration makes of files (`-` for `input`), every verdict listed. */
export const audit = (
  paths: readonly string[],
  { input = '', ...more }: Partial<Request> & { readonly input?: string | Uint8Array } = {},
): Promise<Report> =>
  judge({
    configuration,
    policies: catalogue as readonly Policy[],
    snapshots: fileSets(paths, Readable.from([Buffer.from(input)])),
    images: [],
    now: NOW,
    all: true,
    ...more,
  });

/** Every verdict that was given, by policy and asset. */
export const verdicts = ({ results }: Report): Map<string, string> =>
  new Map(results.map(({ policy, asset, verdict }) => [`${policy} ${asset.name}`, verdict]));
