import type { AuthClient, GoogleAuth } from 'google-auth-library';
import { PinkyError } from '../errors.ts';
import { failureOf } from './failure.ts';

/** The one scope that Cloud Asset Inventory takes; what may be done is for IAM to say. */
const SCOPES = ['https://www.googleapis.com/auth/cloud-platform'];

/** Application Default Credentials that were found, and that Google gave a token for. */
export interface Credentials {
  readonly auth: GoogleAuth;
  readonly client: AuthClient;
}

const LOGIN = 'gcloud auth application-default login';
const KEY = 'set GOOGLE_APPLICATION_CREDENTIALS to a credential file';

/**
 * Finds Application Default Credentials and gets a token for them, before any API is called: what is wrong with them is
 * then told once, and no client is made that would fail where nobody can catch it.
 * @throws PinkyError E_CREDENTIALS_… that says the next move
 */
export async function credentials(): Promise<Credentials> {
  const { default: library } = await import('google-auth-library');
  // Which project the credentials are of is of no concern, and finding out may take starting gcloud.
  const auth = new library.GoogleAuth({ scopes: SCOPES, projectId: 'none' });
  let client: AuthClient;
  try {
    client = (await auth.getClient()) as AuthClient;
  } catch (error) {
    throw notFound(error);
  }
  try {
    const { token } = await client.getAccessToken();
    if (!token) throw new Error('the credentials give no access token');
  } catch (error) {
    throw refused(error);
  }
  return { auth: auth as GoogleAuth, client };
}

/** Has the next call get a token of its own: every kind of client gets one where the one it has counts as expired. */
export function renew({ client }: Credentials): void {
  client.setCredentials({ ...client.credentials, expiry_date: 1 });
}

function notFound(cause: unknown): PinkyError {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (/Could not load the default credentials/.test(message)) {
    return new PinkyError('E_CREDENTIALS_NONE', 'there are no Application Default Credentials', {
      hint: `as a person: ${LOGIN}; in a pipeline: ${KEY}`,
      cause,
    });
  }
  const said = message.replace(/^.*GOOGLE_APPLICATION_CREDENTIALS environment variable: /, '').trim();
  if (/does not exist|ENOENT|EACCES|not a file/.test(said)) {
    return new PinkyError('E_CREDENTIALS_FILE', `the credential file cannot be read: ${said}`, {
      hint: `GOOGLE_APPLICATION_CREDENTIALS must name a file of yours; without it: ${LOGIN}`,
      cause,
    });
  }
  return new PinkyError(
    'E_CREDENTIALS_KIND',
    `the credential file is of no kind that gives access: ${said}`,
    {
      hint: `it must hold a service account key, a workload identity configuration or what \`${LOGIN}\` writes; an OAuth client is none of them`,
      cause,
    },
  );
}

function refused(cause: unknown): PinkyError {
  const { kind, message, code } = failureOf(cause);
  if (kind === 'unavailable') {
    return new PinkyError('E_CREDENTIALS_NETWORK', `no token could be fetched: ${message}`, {
      hint: 'check the network, and https_proxy where there is a proxy',
      cause,
    });
  }
  if (/^ERR_OSSL/.test(code) || /DECODER|PEM/.test(message)) {
    return new PinkyError(
      'E_CREDENTIALS_KIND',
      `the private key in the credential file cannot be read: ${message}`,
      {
        hint: 'download the key again',
        cause,
      },
    );
  }
  if (code === 'ENOENT' || code === 'EACCES') {
    return new PinkyError(
      'E_CREDENTIALS_FILE',
      `a file that the credentials name cannot be read: ${message}`,
      {
        hint: 'make it again where the pipeline authenticates',
        cause,
      },
    );
  }
  const expired = kind === 'unauthenticated' || code === 'UNAUTHENTICATED' || code === 'invalid_grant';
  if (expired) {
    return new PinkyError('E_CREDENTIALS_EXPIRED', `Google refuses the credentials (${code}): ${message}`, {
      hint: `they have expired or were revoked; as a person: ${LOGIN}; a service account needs a key that is not deleted`,
      cause,
    });
  }
  return new PinkyError('E_CREDENTIALS_REFUSED', `no token was given (${code}): ${message}`, {
    hint: `check who the credentials belong to; as a person: ${LOGIN}`,
    cause,
  });
}
