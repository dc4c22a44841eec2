/**
 * Tries the stand-in with clients that nobody here wrote: every command of the table with gcloud and gsutil, each write
 * read back; where gcloud is not installed, the same with Google's Node client.
 *
 *   npm run cloud:clients [-- --only PATTERN] [--node]
 */
import { parseArgs } from 'node:util';
import { run } from '../client.ts';
import { startCloud } from '../cloud.ts';
import { type Problems, tryCommand } from './commands.ts';
import { DEPLOYMENT } from './deployment.ts';
import { tryLibraries } from './node.ts';
import { ROWS } from './table.ts';

const { values } = parseArgs({ options: { only: { type: 'string' }, node: { type: 'boolean' } } });

const installed = await run('gcloud', ['--version'], { HOME: process.env['HOME'] }).then(
  ({ code }) => code === 0,
  () => false,
);
if (!installed)
  process.stdout.write('gcloud is not installed here: the Node client does what it would do.\n');

const cloud = await startCloud({ seed: DEPLOYMENT, clock: { running: true } });
let [passed, failed] = [0, 0];

function tell(command: string, problems: Problems): void {
  if (problems.length === 0) passed += 1;
  else failed += 1;
  process.stdout.write(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${command}\n`);
  for (const problem of problems)
    process.stdout.write(`       ${problem.trim().replaceAll('\n', '\n       ')}\n`);
}

if (installed && !values.node) {
  const only = new RegExp(values.only ?? '');
  for (const row of ROWS) {
    if (only.test(row.command)) tell(row.command, await tryCommand(cloud, row));
  }
} else {
  for (const { command, problems } of await tryLibraries(cloud)) tell(command, problems);
}
await cloud.close();
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;
