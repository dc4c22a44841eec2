import { type RunOptions, runNode } from './client.ts';
import type { Cloud } from './cloud.ts';

/** One API's module alone: all of them together take seconds to load. */
const PRELUDE = `import { GoogleAuth } from 'google-auth-library';
const auth = new GoogleAuth({ scopes: 'https://www.googleapis.com/auth/cloud-platform' });
const api = async (name, version, rootUrl) => {
  const module = await import('googleapis/build/src/apis/' + name + '/index.js');
  const retryConfig = { retry: 0, noResponseRetries: 0 };
  return module[name]({ version, auth, retryConfig, ...(rootUrl ? { rootUrl } : {}) });
};
const attempt = async (promise) => {
  try {
    const { status, data } = await promise;
    return { status, data };
  } catch (error) {
    if (!error.response) throw error;
    return { status: error.response.status, error: error.response.data.error ?? error.response.data };
  }
};
const said = {};
`;

/**
 * Runs calls of Google's generated Node client in a process of their own and gives what they put into `said`. The
 * source finds `await api(name, version, rootUrl?)` and `attempt(promise)`, which gives status with data or error.
 */
// biome-ignore lint/suspicious/noExplicitAny: replies of any API, for expectations to look into.
export async function calls(cloud: Cloud, source: string, options: RunOptions = {}): Promise<any> {
  const program = `${PRELUDE}${source}\nprocess.stdout.write(JSON.stringify(said));`;
  const { code, stdout, stderr } = await runNode(cloud, program, options);
  if (code !== 0 || stderr !== '') throw new Error(`The client ended with ${code}: ${stderr}${stdout}`);
  return JSON.parse(stdout);
}
