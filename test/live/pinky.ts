import { join } from 'node:path';
import { type Ended, run } from '../cloud/client.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { Credentials } from '../cloud/front/credentials.ts';

const BIN = join(import.meta.dirname, '../../dist/src/cli/bin.js');

/**
 * Runs the built command with the four variables that reach a stand-in cloud, in an empty folder; undefined takes a
 * variable away.
 */
export const pinky = (
  cloud: Cloud,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
  credentials?: Credentials,
): Promise<Ended> =>
  run(
    process.execPath,
    [BIN, ...args],
    { HOME: cloud.folder, ...cloud.env(credentials), ...env },
    cloud.folder,
  );
