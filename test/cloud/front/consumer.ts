import type { Cloud } from '../cloud.ts';
import { CLIENT_BASED } from '../core/hosts.ts';
import type { Entry } from '../core/log.ts';
import { projectOf } from '../core/names.ts';
import { granted } from '../core/permissions.ts';
import type { Principal } from '../core/principal.ts';
import { apiDisabled, quotaProjectDenied, quotaProjectMissing } from '../core/refusals.ts';
import { isEnabled } from '../core/seed.ts';
import type { Incoming } from './pipeline.ts';
import type { Target } from './registry.ts';

/**
 * Refuses a request whose consumer, the project it is billed to, is missing, may not be used by the caller, or has the
 * API disabled: three different 403s (https://cloud.google.com/docs/quotas/quota-project).
 */
export function checkConsumer(
  cloud: Cloud,
  incoming: Incoming,
  { method, vars }: Target,
  principal: Principal,
  entry: Entry,
): void {
  const api = method.host;
  const named = incoming.headers['x-goog-user-project'];
  if (named !== undefined) {
    const permission = 'serviceusage.services.use';
    const resource = `projects/${named}`;
    const yes = granted(cloud, principal.member, permission, resource);
    entry.permissions.push({ principal: principal.member, permission, resource, granted: yes });
    if (!yes) throw quotaProjectDenied(api, named);
  }
  if (named === undefined && principal.kind === 'user' && CLIENT_BASED.has(api))
    throw quotaProjectMissing(api);
  const consumer =
    named ?? (CLIENT_BASED.has(api) ? principal.project : resourceProject(cloud, incoming, vars));
  // A project that is not there is the service's to refuse.
  if (consumer !== undefined && isEnabled(cloud, consumer, api) === false) {
    throw apiDisabled(api, cloud.project(consumer)?.number ?? consumer);
  }
}

/** The project a request is about: in its path, its query, or that of the bucket it names. */
function resourceProject(cloud: Cloud, { path, query }: Incoming, vars: Target['vars']): string | undefined {
  const bucket =
    vars['bucket'] === undefined ? undefined : cloud.store.get(`//storage.googleapis.com/${vars['bucket']}`);
  return projectOf(path) ?? vars['project'] ?? query.get('project') ?? bucket?.project;
}
