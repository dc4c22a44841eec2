import { LIFETIME, TOKEN_URI } from '../core/auth.ts';
import type { Principal } from '../core/principal.ts';
import { type Call, Reply, type Service } from '../core/service.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** 400 as the token endpoint writes it (RFC 6749, 5.2). */
const refused = (error: string, description: string): Reply =>
  new Reply(400, { error, error_description: description });

/**
 * The token endpoint: an assertion signed with a service account's key, or a person's refresh token, for an access
 * token (https://developers.google.com/identity/protocols/oauth2/service-account).
 */
function token(call: Call): Reply {
  const form = new URLSearchParams(call.raw.toString('utf8'));
  const { auth } = call.cloud;
  switch (form.get('grant_type')) {
    case JWT_BEARER: {
      const found = auth.assertion(form.get('assertion') ?? '', TOKEN_URI);
      return typeof found === 'string' ? refused('invalid_grant', found) : issued(call, found);
    }
    case 'refresh_token': {
      const found = auth.refreshed(form.get('refresh_token') ?? '');
      return found ? issued(call, found) : refused('invalid_grant', 'Token has been expired or revoked.');
    }
    default:
      return refused('unsupported_grant_type', `Invalid grant_type: ${form.get('grant_type') ?? ''}`);
  }
}

const issued = (call: Call, principal: Principal): Reply =>
  new Reply(200, {
    access_token: call.cloud.auth.issue(principal),
    expires_in: LIFETIME,
    token_type: 'Bearer',
    scope: 'https://www.googleapis.com/auth/cloud-platform',
  });

export default {
  host: 'oauth2.googleapis.com',
  routes: [{ verb: 'POST', path: /^\/token$/, id: 'oauth2.token', open: true }],
  handlers: { 'oauth2.token': token },
} satisfies Service;
