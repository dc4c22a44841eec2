import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { run } from '../client.ts';
import type { Cloud } from '../cloud.ts';
import { type Problems, standIn } from './commands.ts';

/** What came of a row. */
export interface Tried {
  readonly command: string;
  readonly problems: Problems;
}

const JITI = join(dirname(createRequire(import.meta.url).resolve('jiti/package.json')), 'lib/jiti-cli.mjs');

/** Runs the table with Google's Node client in one process; the last entry is what the stand-in has against itself. */
export async function tryLibraries(cloud: Cloud): Promise<readonly Tried[]> {
  cloud.log.clear();
  const program = join(import.meta.dirname, 'libraries.ts');
  const env = { HOME: cloud.folder, ...cloud.env() };
  const { code, stdout, stderr } = await run(process.execPath, [JITI, program], env);
  const tried = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Tried);
  const ended = code === 0 ? [] : [`the Node client ended with ${code}: ${stderr}`];
  return [...tried, { command: 'all of it', problems: [...ended, ...standIn(cloud)] }];
}
