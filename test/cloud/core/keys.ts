import { createVerify, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type Json, objectOf } from './json.ts';
import { etagOf } from './tokens.ts';

/** An RSA key of a service account, as its key file holds it. */
export interface AccountKey {
  readonly id: string;
  readonly privatePem: string;
  readonly publicKey: KeyObject;
}

/** A new key; making one takes about a tenth of a second. */
export function newKey(): AccountKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const privatePem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const id = Buffer.from(etagOf(privatePem), 'base64').toString('hex');
  return { id, privatePem, publicKey };
}

/** A JSON web token taken apart; undefined where the text is none. */
export function readJwt(
  token: string,
): { header: Record<string, Json>; claims: Record<string, Json> } | undefined {
  const parts = token.split('.');
  if (parts.length !== 3) return undefined;
  try {
    const [header, claims] = parts
      .slice(0, 2)
      .map((part) => objectOf(JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))));
    return header && claims ? { header, claims } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the token is signed with RS256 by the key. */
export function signedBy(token: string, key: AccountKey): boolean {
  const at = token.lastIndexOf('.');
  const verify = createVerify('RSA-SHA256').update(token.slice(0, at));
  return verify.verify(key.publicKey, token.slice(at + 1), 'base64url');
}
