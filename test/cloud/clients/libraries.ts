/**
 * Runs the table's rows with Google's generated Node client, in a process that knows the stand-in by its four variables
 * alone. Prints one line of JSON for each row: its command, and what is wrong with it.
 */
import { GoogleAuth } from 'google-auth-library';
import { isObject, type Json, objectOf } from '../core/json.ts';
import { changeOf } from './change.ts';
import { differing } from './commands.ts';
import type { Ask } from './row.ts';
import { ROWS } from './table.ts';

const auth = new GoogleAuth({ scopes: 'https://www.googleapis.com/auth/cloud-platform' });

async function ask({ api, call, rootUrl, with: parameters }: Ask, before: Json): Promise<Json> {
  const [name = '', version] = api.split('@');
  const module = await import(`googleapis/build/src/apis/${name}/index.js`);
  const client = module[name]({ version, auth, retryConfig: { retry: 0 } });
  const path = call.split('.');
  const method = path.pop() as string;
  const owner = path.reduce((one, part) => one[part], client);
  const given = typeof parameters === 'function' ? parameters(before) : parameters;
  const { data, config } = await owner[method](given, rootUrl === undefined ? {} : { rootUrl });
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

/** What is shown once a Knative service has taken in the last write; of anything else at once. */
async function settled(shown: Ask): Promise<Json> {
  for (let polls = 0; ; polls += 1) {
    const data = await ask(shown, null);
    const { metadata, status } = objectOf(data);
    const observed = objectOf(status)['observedGeneration'];
    if (polls === 5 || observed === undefined || observed === objectOf(metadata)['generation']) return data;
  }
}

for (const row of ROWS) {
  if (!row.node) continue;
  const problems: string[] = [];
  try {
    const seen = async (): Promise<Json> => (row.shown?.node ? settled(row.shown.node) : null);
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
