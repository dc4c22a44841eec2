import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import { TOKEN_URI } from '../core/auth.ts';
import { type Json, type JsonObject, objectOf } from '../core/json.ts';
import type { AccountKey } from '../core/keys.ts';
import { numericIdOf } from '../core/tokens.ts';

/** What GOOGLE_APPLICATION_CREDENTIALS is to name. */
export type Credentials =
  | { readonly type: 'service_account'; readonly email: string }
  /** A person, as `gcloud auth application-default login` leaves it; with or without a quota project. */
  | { readonly type: 'authorized_user'; readonly email: string; readonly quotaProject?: string }
  /** Workload identity whose token source cannot be reached. */
  | { readonly type: 'external_account' }
  /** A file with this text in it, whatever it is. */
  | { readonly type: 'text'; readonly text: string };

/** A client as `gcloud auth application-default login` has one; the token endpoint here asks for no secret. */
const CLIENT = { client_id: '764086051850-stand-in.apps.googleusercontent.com', client_secret: 'none' };

/** Writes the file into the cloud's folder and gives its path. */
export function writeCredentials(cloud: Cloud, wanted: Credentials, number: number): string {
  const file = join(cloud.folder, `credentials-${number}.json`);
  const content = contentOf(cloud, wanted);
  writeFileSync(file, typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
  return file;
}

function contentOf(cloud: Cloud, wanted: Credentials): Json {
  switch (wanted.type) {
    case 'text':
      return wanted.text;
    case 'authorized_user':
      return objectOf({
        ...CLIENT,
        type: wanted.type,
        refresh_token: cloud.auth.refreshTokenOf(wanted.email),
        ...(wanted.quotaProject === undefined ? {} : { quota_project_id: wanted.quotaProject }),
        universe_domain: 'googleapis.com',
      });
    case 'external_account':
      return {
        type: wanted.type,
        audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/providers/ci',
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
        token_url: 'https://sts.googleapis.com/v1/token',
        credential_source: { file: join(cloud.folder, 'no-such-token') },
      };
    case 'service_account':
      return keyFile(wanted.email, cloud.auth.keyOf(wanted.email));
  }
}

/** The file of a service account's key, as IAM gives it out once. */
export const keyFile = (email: string, key: AccountKey): JsonObject => ({
  type: 'service_account',
  project_id: /@([^.]+)\./.exec(email)?.[1] ?? '',
  private_key_id: key.id,
  private_key: key.privatePem,
  client_email: email,
  client_id: numericIdOf('client', email),
  auth_uri: 'https://accounts.google.com/o/oauth2/auth',
  token_uri: TOKEN_URI,
  auth_provider_x509_cert_url: 'https://www.googleapis.com/oauth2/v1/certs',
  client_x509_cert_url: `https://www.googleapis.com/robot/v1/metadata/x509/${encodeURIComponent(email)}`,
  universe_domain: 'googleapis.com',
});
