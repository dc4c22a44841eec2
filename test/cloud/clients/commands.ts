import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, runGcloud } from '../client.ts';
import type { Cloud } from '../cloud.ts';
import type { Json } from '../core/json.ts';
import { changeOf } from './change.ts';
import type { Row } from './row.ts';

/** What a row came to: nothing where all is as it should be. */
export type Problems = readonly string[];

/** Words of a command line; quotes keep words together and are taken away. */
const words = (line: string): string[] =>
  [...line.matchAll(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g)].map(([word]) =>
    word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'),
  );

const typed = (cloud: Cloud, line: string): Promise<Ended> => {
  const [command = '', ...args] = words(line);
  return command === 'gsutil'
    ? runGcloud(cloud, args, { command, env: { BOTO_CONFIG: botoFile(cloud) } })
    : runGcloud(cloud, args);
};

/** gsutil takes a service account from a file of its own only, and asks for its token without the authority's file. */
function botoFile(cloud: Cloud): string {
  const file = join(cloud.folder, 'boto');
  writeFileSync(
    file,
    `[Credentials]\ngs_service_key_file = ${cloud.credentials()}\n[Boto]\nhttps_validate_certificates = False\n[GSUtil]\nstate_dir = ${cloud.folder}\n`,
  );
  return file;
}

/** Runs a row as it is typed. The stand-in must know every request of it and must not have failed itself. */
export async function tryCommand(cloud: Cloud, row: Row): Promise<Problems> {
  cloud.log.clear();
  const problems: string[] = [];
  const seen = async (): Promise<Json> => {
    if (row.shown === undefined) return null;
    const { code, stdout, stderr } = await typed(cloud, `${row.shown.command} --format=json`);
    if (code !== 0) problems.push(`${row.shown.command}: exit ${code}: ${stderr}`);
    if (code !== 0) return null;
    const shown = JSON.parse(stdout) as Json;
    // Some commands describe one thing as a list of one.
    return Array.isArray(shown) && shown.length === 1 ? (shown[0] ?? null) : shown;
  };
  const before = await seen();
  cloud.faults.add(...(row.faults ?? []));
  const { code, stdout, stderr } = await typed(cloud, row.command);
  cloud.faults.clear();
  if (code !== 0) problems.push(`exit ${code}: ${stderr}`);
  if (stderr.includes('crashed')) problems.push(`it crashed: ${stderr}`);
  if (row.says !== undefined && !stdout.includes(row.says)) {
    problems.push(`it should say "${row.says}"; it said: ${stdout}`);
  }
  if (row.warns !== undefined && !stderr.includes(row.warns)) {
    problems.push(`it should warn "${row.warns}"; it warned: ${stderr}`);
  }
  problems.push(...differing(row.changes ?? {}, changeOf(before, await seen())));
  return [...problems, ...standIn(cloud)];
}

/** Where the change seen is not the change wanted. */
export const differing = (wanted: Readonly<Record<string, Json>>, found: Record<string, Json>): Problems =>
  [...new Set([...Object.keys(wanted), ...Object.keys(found)])].flatMap((path) =>
    JSON.stringify(wanted[path]) === JSON.stringify(found[path])
      ? []
      : [`${path}: ${JSON.stringify(found[path])} after it; ${JSON.stringify(wanted[path])} is expected`],
  );

/** What the stand-in has against itself. */
export const standIn = ({ log }: Cloud): Problems => [
  ...log.missing.map(({ verb, host, path }) => `nothing answers ${verb} ${host}${path}`),
  ...log.refused.map((host) => `a tunnel to ${host} was asked for`),
  ...log.defects.map(({ method, message }) => `${method} failed: ${message}`),
];
