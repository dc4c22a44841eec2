import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Cloud } from './cloud.ts';
import type { Credentials } from './front/credentials.ts';

/** What a client said and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a client is run, where that is not plain. */
export interface RunOptions {
  readonly credentials?: Credentials;
  /** Variables beside those of the cloud; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The repository's root by default. */
  readonly cwd?: string;
}

const ROOT = join(import.meta.dirname, '../..');

/**
 * Runs a command in a process of its own, with the variables given and nothing else of this process but PATH. The cloud
 * answers from this process: a client must never be waited for synchronously.
 */
export function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  cwd: string = ROOT,
): Promise<Ended> {
  const child = spawn(command, args, {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
  });
}

/** Runs a Node program (an ES module) with the four variables: an unmodified client. */
export const runNode = (cloud: Cloud, source: string, options: RunOptions = {}): Promise<Ended> =>
  run(
    process.execPath,
    ['--input-type=module', '--eval', source],
    { HOME: cloud.folder, ...cloud.env(options.credentials), ...options.env },
    options.cwd,
  );

/** Runs gcloud or gsutil; only for acceptance by hand or where it is installed. */
export const runGcloud = (
  cloud: Cloud,
  args: readonly string[],
  { command = 'gcloud', ...options }: RunOptions & { readonly command?: 'gcloud' | 'gsutil' } = {},
): Promise<Ended> =>
  run(
    command,
    args,
    { HOME: cloud.folder, ...cloud.gcloudEnv(options.credentials), ...options.env },
    options.cwd,
  );
