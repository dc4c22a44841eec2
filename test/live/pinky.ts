import { join } from 'node:path';
import { type Ended, run } from '../cloud/client.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { Credentials } from '../cloud/front/credentials.ts';

const ROOT = join(import.meta.dirname, '../..');
/** The built command. */
export const BIN = join(ROOT, 'dist/src/cli/bin.js');
const HURRY = join(import.meta.dirname, 'hurry.mjs');

/** How the command is run, where that is not plain. */
export interface PinkyOptions {
  readonly credentials?: Credentials;
  /** Beside the four variables, or in their place; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What it waits between attempts is over at once. */
  readonly hurried?: boolean;
}

/** Runs the built command in an empty folder, with the four variables that reach a stand-in cloud and nothing else. */
export const pinky = (
  cloud: Cloud,
  args: readonly string[],
  { credentials, env, hurried = false }: PinkyOptions = {},
): Promise<Ended> =>
  run(
    process.execPath,
    [...(hurried ? ['--import', HURRY] : []), BIN, ...args],
    { HOME: cloud.folder, ...cloud.env(credentials), ...env },
    cloud.folder,
  );
