/**
 * The stand-in cloud on the command line. Prints the variables to export, for the product and for gcloud and gsutil, and
 * runs until it is interrupted.
 *
 *   npm run cloud -- [--seed FILE] [--port N] [--admin N] [--for SECONDS]
 *
 * With --admin, scripts read and set the log, the faults, the clock and the store on that port: `front/admin.ts`.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startCloud } from './cloud.ts';
import type { Seed } from './core/seed.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    port: { type: 'string' },
    admin: { type: 'string' },
    for: { type: 'string' },
  },
});

const cloud = await startCloud({
  port: Number(values.port ?? 0),
  admin: values.admin === undefined ? undefined : Number(values.admin),
  clock: { running: true },
  ...(values.seed === undefined ? {} : { seed: JSON.parse(readFileSync(values.seed, 'utf8')) as Seed }),
});

const variables = { ...cloud.env(), ...cloud.gcloudEnv() };
process.stdout.write(
  Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value}'\n`)
    .join(''),
);

if (cloud.adminPort !== undefined) {
  process.stdout.write(`export CLOUD_ADMIN='http://127.0.0.1:${cloud.adminPort}'\n`);
}

const ended = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  if (values.for !== undefined) setTimeout(resolve, Number(values.for) * 1000);
});
await ended;
await cloud.close();
