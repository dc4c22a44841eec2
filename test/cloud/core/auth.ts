import type { Clock } from './clock.ts';
import { type Json, textOf } from './json.ts';
import { type AccountKey, newKey, readJwt, signedBy } from './keys.ts';
import type { Principal } from './principal.ts';
import { uuidOf } from './tokens.ts';

/** What a token turned out to be. */
export type Verdict =
  | { readonly principal: Principal }
  | { readonly refused: 'missing' | 'invalid' | 'expired' };

/** How long an access token lives, in seconds, as the token endpoint says. */
export const LIFETIME = 3599;

/** The audience of an assertion that is exchanged for an access token. */
export const TOKEN_URI = 'https://oauth2.googleapis.com/token';

interface Token {
  readonly principal: Principal;
  readonly expires: number;
}

/** Who may call: accounts with their keys, refresh tokens, and the tokens in use. Tokens expire by the cloud's clock. */
export class Auth {
  readonly #clock: Clock;
  readonly #keys = new Map<string, { readonly keys: AccountKey[]; readonly principal: Principal }>();
  readonly #disabled = new Set<string>();
  readonly #refresh = new Map<string, Principal>();
  readonly #tokens = new Map<string, Token>();

  /** The service account of the machine whose metadata server answers; undefined where there is none. */
  attached: string | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The key of a service account, made when it is first asked for. */
  keyOf(email: string): AccountKey {
    return this.#keys.get(email)?.keys[0] ?? this.addKey(email);
  }

  /** One more key of a service account. */
  addKey(email: string): AccountKey {
    const key = newKey();
    const keys = [...(this.#keys.get(email)?.keys ?? []), key];
    this.#keys.set(email, { keys, principal: serviceAccount(email) });
    return key;
  }

  /** A key is gone or disabled: what it signs is worth nothing from now on. */
  dropKey(email: string, id: string): AccountKey | undefined {
    const { keys = [] } = this.#keys.get(email) ?? {};
    const at = keys.findIndex((key) => key.id === id);
    return at < 0 ? undefined : keys.splice(at, 1)[0];
  }

  /** A key that was dropped holds again. */
  restoreKey(email: string, key: AccountKey): void {
    this.#keys.get(email)?.keys.push(key);
  }

  /** A refresh token of a person, as `gcloud auth application-default login` leaves one. */
  refreshTokenOf(email: string): string {
    const token = `1//${uuidOf('refresh', email)}`;
    this.#refresh.set(token, { member: `user:${email}`, kind: 'user', project: undefined });
    return token;
  }

  /** An access token for a caller; it lives for LIFETIME unless said otherwise (seconds). */
  issue(principal: Principal, seconds: number = LIFETIME): string {
    const now = this.#clock.now();
    const token = `ya29.${uuidOf(principal.member, now, this.#tokens.size)}`;
    this.#tokens.set(token, { principal, expires: now + seconds * 1000 });
    return token;
  }

  /** Whom a refresh token stands for. */
  refreshed(token: string): Principal | undefined {
    return this.#refresh.get(token);
  }

  /** Disables a service account: its keys and its tokens are worth nothing from now on. */
  disable(email: string): void {
    this.#disabled.add(email);
    for (const [token, { principal }] of this.#tokens) {
      if (principal.member === serviceAccount(email).member) this.#tokens.delete(token);
    }
  }

  /** A service account that was disabled may call again with its keys. */
  enable(email: string): void {
    this.#disabled.delete(email);
  }

  #account(
    email: string,
  ): { readonly keys: readonly AccountKey[]; readonly principal: Principal } | undefined {
    return this.#disabled.has(email) ? undefined : this.#keys.get(email);
  }

  /**
   * Whom an assertion stands for: RS256 by a key of the issuer, for this audience, in force now. A client's own clock
   * is the machine's, so iat and exp are held against that; text says what is wrong otherwise.
   */
  assertion(jwt: string, audience: string): Principal | string {
    const read = readJwt(jwt);
    if (!read) return 'Invalid JWT: it is not three parts in base64url.';
    const { claims, header } = read;
    const account = this.#account(textOf(claims['iss']) ?? '');
    if (!account) return 'Invalid grant: account not found';
    if (header['alg'] !== 'RS256' || !account.keys.some((key) => signedBy(jwt, key)))
      return 'Invalid JWT Signature.';
    if (claims['aud'] !== audience)
      return `Invalid JWT: Failed audience check. The right audience is ${audience}`;
    return inForce(claims)
      ? account.principal
      : `Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.`;
  }

  /**
   * Whom the Authorization header of a request stands for: an access token, or a JWT that the client signed itself for
   * this API (https://google.aip.dev/auth/4111), which has its audience or the scope of the whole platform.
   */
  bearer(header: string | undefined, api: string): Verdict {
    const token = /^Bearer (.+)$/i.exec(header ?? '')?.[1];
    if (token === undefined) return { refused: header === undefined ? 'missing' : 'invalid' };
    const known = this.#tokens.get(token);
    if (known)
      return this.#clock.now() < known.expires ? { principal: known.principal } : { refused: 'expired' };
    return this.#selfSigned(token, api);
  }

  #selfSigned(token: string, api: string): Verdict {
    const claims = readJwt(token)?.claims;
    const account = this.#account(textOf(claims?.['iss']) ?? '');
    if (!claims || !account?.keys.some((key) => signedBy(token, key))) return { refused: 'invalid' };
    const audience = textOf(claims['aud'])?.replace(/^https:\/\/|\/$/g, '');
    const scoped = textOf(claims['scope'])
      ?.split(' ')
      .some((one) => SCOPE.test(one));
    if (audience === undefined ? !scoped : !(audience === api || audience.startsWith(`${api}/`))) {
      return { refused: 'invalid' };
    }
    if (!inForce(claims)) return { refused: 'expired' };
    // From here on the cloud's clock counts the seconds it still has.
    const left = Number(claims['exp']) - Date.now() / 1000;
    this.#tokens.set(token, { principal: account.principal, expires: this.#clock.now() + left * 1000 });
    return { principal: account.principal };
  }
}

const SCOPE = /^https:\/\/www\.googleapis\.com\/auth\/cloud-platform(\.read-only)?$/;

/** Seconds by which two clocks may differ. */
const SKEW = 300;

/** A token of at most an hour that has begun and not ended (https://developers.google.com/identity/protocols/oauth2/service-account). */
function inForce(claims: Record<string, Json>): boolean {
  const now = Date.now() / 1000;
  const [iat, exp] = [Number(claims['iat']), Number(claims['exp'])];
  return iat <= now + SKEW && exp > now && exp - iat <= 3600;
}

/** A service account by its address; its project is in it. */
export const serviceAccount = (email: string): Principal => ({
  member: `serviceAccount:${email}`,
  kind: 'serviceAccount',
  project: /@([^.]+)\.iam\.gserviceaccount\.com$/.exec(email)?.[1],
});
