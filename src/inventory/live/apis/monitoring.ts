import type { monitoring_v3 } from 'googleapis/build/src/apis/monitoring/index.js';
import type { Credentials } from '../../../google/credentials.ts';
import { authOf, CALL } from './call.ts';
import type { Collector, Page } from './model.ts';

/** Cloud Monitoring documents no number for its configuration; this is a modest one. */
const QUOTA = { name: 'monitoring reads', perMinute: 300 };
const SERVICE = 'monitoring.googleapis.com';
/** The most that both methods give. Source: Cloud Monitoring API v3, services.list, `pageSize`. */
const PAGE = 1000;

async function api(credentials: Credentials): Promise<monitoring_v3.Monitoring> {
  const { default: module } = await import('googleapis/build/src/apis/monitoring/index.js');
  return module.monitoring({ version: 'v3', auth: authOf(credentials) });
}

/** `projects/123/services/s` as the API names it, by the project's id. */
const fullName = (name: string | null | undefined, project: string): string =>
  `monitoring.googleapis.com/${(name ?? '').replace(/^projects\/[^/]+/, `projects/${project}`)}`;

/** Services that Cloud Monitoring knows of. Source: Cloud Monitoring API v3, services.list. */
const SERVICES: Collector = {
  type: 'monitoring.googleapis.com/Service',
  service: SERVICE,
  method: 'monitoring.services.list',
  permissions: ['monitoring.services.list'],
  quota: QUOTA,
  of: 'project',
  async list(credentials, { project }, token) {
    const { services } = await api(credentials);
    const { data } = await services.list(
      { parent: `projects/${project}`, pageSize: PAGE, ...(token && { pageToken: token }) },
      CALL,
    );
    const found = (data.services ?? []).map((one) => ({ name: fullName(one.name, project), data: one }));
    return { next: data.nextPageToken, found };
  },
};

/**
 * Objectives, service by service. Source: Cloud Monitoring API v3, services.serviceLevelObjectives.list, whose parent is
 * one service.
 */
const OBJECTIVES: Collector = {
  type: 'monitoring.googleapis.com/ServiceLevelObjective',
  service: SERVICE,
  method: 'monitoring.services.serviceLevelObjectives.list',
  permissions: ['monitoring.services.list', 'monitoring.slos.list'],
  quota: QUOTA,
  of: 'project',
  async list(credentials, target, token) {
    const { project, name } = target;
    if (name === '') return servicesOf(await SERVICES.list(credentials, target, token), project);
    const { services } = await api(credentials);
    const { data } = await services.serviceLevelObjectives.list(
      { parent: `projects/${project}/services/${name}`, pageSize: PAGE, ...(token && { pageToken: token }) },
      CALL,
    );
    const all = data.serviceLevelObjectives ?? [];
    return {
      next: data.nextPageToken,
      found: all.map((one) => ({ name: fullName(one.name, project), data: one })),
    };
  },
};

const servicesOf = ({ found, next }: Page, project: string): Page => ({
  next,
  found: [],
  more: found.map(({ name }) => ({ project, name: name.slice(name.lastIndexOf('/') + 1) })),
});

export const MONITORING: readonly Collector[] = [SERVICES, OBJECTIVES];
