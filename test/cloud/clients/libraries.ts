/**
 * Runs the table's rows with Google's generated Node client, in a process that knows the stand-in by its four variables
 * alone. Prints one line of JSON for each row: its command, and what is wrong with it.
 */
import { google } from 'googleapis';
import { isObject, type Json, objectOf } from '../core/json.ts';
import { changeOf } from './change.ts';
import { differing } from './commands.ts';
import type { Ask } from './row.ts';
import { ROWS } from './table.ts';

const auth = new google.auth.GoogleAuth({ scopes: 'https://www.googleapis.com/auth/cloud-platform' });

async function ask({ api, call, with: parameters }: Ask, before: Json): Promise<Json> {
  const [name = '', version] = api.split('@');
  // biome-ignore lint/suspicious/noExplicitAny: which API and method it is stands in the table.
  const client = (google as any)[name]({ version, auth, retryConfig: { retry: 0 } });
  const path = call.split('.');
  const method = path.pop() as string;
  const owner = path.reduce((one, part) => one[part], client);
  const { data, config } = await owner[method](
    typeof parameters === 'function' ? parameters(before) : parameters,
  );
  return done(data as Json, new URL(config.url));
}

/** Waits for the end of an operation, as each API shows one; anything else is given back as it is. */
async function done(data: Json, asked: URL): Promise<Json> {
  let shown = objectOf(data);
  for (let polls = 0; polls < 20; polls += 1) {
    const link = linkOf(shown, asked);
    if (link === undefined) break;
    shown = objectOf((await auth.request<Json>({ url: link })).data);
  }
  if (isObject(shown['error'])) throw new Error(JSON.stringify(shown['error']));
  return isObject(data) ? shown : data;
}

/** Where an operation under way is asked for; undefined of anything else. */
function linkOf(
  { kind, status, done: ended, selfLink, name }: Record<string, Json>,
  asked: URL,
): string | undefined {
  if (/#operation$/.test(String(kind))) return status === 'DONE' ? undefined : String(selfLink);
  const running = /(^|\/)operations\//.test(String(name)) && ended !== true;
  return running ? `${asked.origin}/${asked.pathname.split('/')[1]}/${name}` : undefined;
}

for (const row of ROWS) {
  if (!row.node) continue;
  const problems: string[] = [];
  try {
    const seen = async (): Promise<Json> => (row.shown?.node ? ask(row.shown.node, null) : null);
    const before = await seen();
    const said = JSON.stringify(await ask(row.node, before));
    if (row.says !== undefined && !said.includes(row.says)) problems.push(`"${row.says}" is not in ${said}`);
    const wanted = row.shown?.node ? (row.nodeChanges ?? row.changes ?? {}) : {};
    problems.push(...differing(wanted, changeOf(before, await seen())));
  } catch (error) {
    problems.push(String(error));
  }
  process.stdout.write(`${JSON.stringify({ command: row.command, problems })}\n`);
}
