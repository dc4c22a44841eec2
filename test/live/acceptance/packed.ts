import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ended } from '../../cloud/client.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PEAK = join(import.meta.dirname, 'peak.mjs');

/** How a run ended, and what it took. */
export interface Measured extends Ended {
  /** The most memory, in KB. */
  readonly peak: number;
  readonly seconds: number;
}

/** The packed tool, installed without scripts in an empty folder outside of the repository. */
export class Packed {
  readonly #folder = mkdtempSync(join(tmpdir(), 'packed-'));
  readonly #app = join(this.#folder, 'app');

  constructor() {
    mkdirSync(this.#app);
    const npm = (args: readonly string[], cwd: string) =>
      execFileSync('npm', args, { cwd, encoding: 'utf8' });
    const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', this.#folder];
    const [{ filename }] = JSON.parse(npm(pack, ROOT)) as [{ filename: string }];
    writeFileSync(join(this.#app, 'package.json'), '{ "name": "app", "private": true }');
    const flags = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
    npm(['install', ...flags, join(this.#folder, filename)], this.#app);
  }

  /** Runs it with the variables given, and nothing else of this process but PATH. */
  async run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Measured> {
    const began = Date.now();
    const bin = join(this.#app, 'node_modules/pinky-audit/dist/src/cli/bin.js');
    const child = spawn(process.execPath, ['--import', PEAK, bin, ...args], {
      cwd: this.#app,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const said: Buffer[][] = [[], [], []];
    child.stdio.slice(1).forEach((stream, i) => {
      stream?.on('data', (chunk: Buffer) => said[i]?.push(chunk));
    });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const [stdout = '', stderr = '', peak] = said.map((chunks) => Buffer.concat(chunks).toString());
    return { code, stdout, stderr, peak: Number(peak), seconds: (Date.now() - began) / 1000 };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
