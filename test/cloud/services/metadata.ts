import { LIFETIME, serviceAccount } from '../core/auth.ts';
import type { Json } from '../core/json.ts';
import { type Call, Reply, type Service } from '../core/service.ts';

const FLAVOR = { 'metadata-flavor': 'Google', server: 'Metadata Server for VM' };
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';

const text = (value: string): Reply =>
  new Reply(200, Buffer.from(value), { ...FLAVOR, 'content-type': 'application/text' });

/** Values of the tree by path, for the account that runs there; undefined where the tree has none. */
function valueAt(call: Call, path: string, email: string): Reply | undefined {
  const project = call.cloud.project(serviceAccount(email).project ?? '');
  switch (path.replace(/\/$/, '').replace(encodeURIComponent(email), 'default').replace(email, 'default')) {
    case 'instance':
      return text('service-accounts/\n');
    case 'project/project-id':
      return project && text(project.id);
    case 'project/numeric-project-id':
      return project && text(project.number);
    case 'universe/universe-domain':
      return text('googleapis.com');
    case 'instance/service-accounts':
      return text(`default/\n${email}/\n`);
    case 'instance/service-accounts/default': {
      const account: Json = { aliases: ['default'], email, scopes: [SCOPE] };
      return call.query.get('recursive') === 'true'
        ? new Reply(200, account, FLAVOR)
        : text('email\nscopes\ntoken\n');
    }
    case 'instance/service-accounts/default/email':
      return text(email);
    case 'instance/service-accounts/default/scopes':
      return text(`${SCOPE}\n`);
    case 'instance/service-accounts/default/token': {
      const token = call.cloud.auth.issue(serviceAccount(email));
      return new Reply(200, { access_token: token, expires_in: LIFETIME, token_type: 'Bearer' }, FLAVOR);
    }
    default:
      return undefined;
  }
}

/** The metadata server, for the account of `cloud.metadataEnv` (https://cloud.google.com/compute/docs/metadata/overview). */
function get(call: Call): Reply {
  if (call.headers['metadata-flavor'] !== 'Google') {
    return new Reply(403, 'Missing Metadata-Flavor:Google header.', {
      'content-type': 'text/html; charset=UTF-8',
    });
  }
  const { attached } = call.cloud.auth;
  const found = attached === undefined ? undefined : valueAt(call, call.vars['path'] ?? '', attached);
  return found ?? new Reply(404, 'Not Found', { ...FLAVOR, 'content-type': 'text/html; charset=UTF-8' });
}

export default {
  host: 'metadata.google.internal',
  routes: [{ verb: 'GET', path: /^\/computeMetadata\/v1\/(?<path>.*)$/, id: 'metadata.get', open: true }],
  handlers: { 'metadata.get': get },
} satisfies Service;
