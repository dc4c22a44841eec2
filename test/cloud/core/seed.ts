import type { Cloud } from '../cloud.ts';
import { APIS, titleOf } from './hosts.ts';
import type { JsonObject } from './json.ts';
import { containerName, projectOf } from './names.ts';
import type { Binding } from './policy.ts';
import type { Draft, Resource } from './store.ts';
import { etagOf } from './tokens.ts';

/** A project to begin with. */
export interface ProjectSeed {
  readonly id: string;
  /** Digits. */
  readonly number: string;
  /** `folders/1` or `organizations/1`. */
  readonly parent?: string;
  readonly displayName?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Enabled APIs; all that are known here where it is left out. */
  readonly services?: readonly string[];
  readonly bindings?: readonly Binding[];
}

/** What a cloud holds when it starts. */
export interface Seed {
  readonly organization?: {
    readonly id: string;
    readonly domain: string;
    readonly bindings?: readonly Binding[];
  };
  readonly folders?: readonly {
    readonly id: string;
    readonly displayName: string;
    readonly parent: string;
    readonly bindings?: readonly Binding[];
  }[];
  readonly projects?: readonly ProjectSeed[];
  /** Anything else, in the shape the store keeps. */
  readonly resources?: readonly Draft[];
}

/** Puts a seed into the store. Containers have the JSON of Resource Manager v3. */
export function sow(cloud: Cloud, seed: Seed): void {
  const createTime = cloud.clock.iso();
  const { organization } = seed;
  if (organization) {
    const path = `organizations/${organization.id}`;
    container(cloud, 'Organization', path, '', organization.bindings, {
      name: path,
      displayName: organization.domain,
      directoryCustomerId: 'C00000000',
      state: 'ACTIVE',
      createTime,
    });
  }
  for (const { id, displayName, parent, bindings } of seed.folders ?? []) {
    const path = `folders/${id}`;
    container(cloud, 'Folder', path, '', bindings, {
      name: path,
      parent,
      displayName,
      state: 'ACTIVE',
      createTime,
    });
  }
  for (const project of seed.projects ?? []) sowProject(cloud, project, createTime);
  for (const draft of seed.resources ?? []) {
    const project = draft.project ?? cloud.project(projectOf(draft.name) ?? '')?.id;
    cloud.store.put(project === undefined ? draft : { ...draft, project });
  }
}

function sowProject(cloud: Cloud, project: ProjectSeed, createTime: string): void {
  const { id, number, parent, displayName, labels, bindings, services = APIS } = project;
  const path = `projects/${number}`;
  container(cloud, 'Project', path, id, bindings, {
    name: path,
    ...(parent === undefined ? {} : { parent }),
    projectId: id,
    state: 'ACTIVE',
    displayName: displayName ?? id,
    createTime,
    ...(labels ? { labels: { ...labels } } : {}),
  });
  for (const api of services) setService(cloud, { id, number }, api, 'ENABLED');
}

function container(
  cloud: Cloud,
  kind: string,
  path: string,
  project: string,
  bindings: readonly Binding[] = [],
  data: JsonObject,
): void {
  cloud.store.put({
    name: containerName(path),
    type: `cloudresourcemanager.googleapis.com/${kind}`,
    project,
    data: { ...data, etag: etagOf(path, 1) },
    iam: { version: 1, etag: etagOf(path, 'policy', 1), bindings: structuredClone([...bindings]) },
  });
}

/** The full resource name of an API in a project, by the project's number as the inventory has it. */
export const serviceName = (number: string, api: string): string =>
  `//serviceusage.googleapis.com/projects/${number}/services/${api}`;

/** Enables or disables an API in a project; gives the record of it. */
export const setService = (
  cloud: Cloud,
  project: { readonly id: string; readonly number: string },
  api: string,
  state: 'ENABLED' | 'DISABLED',
): Resource =>
  cloud.store.put({
    name: serviceName(project.number, api),
    type: 'serviceusage.googleapis.com/Service',
    project: project.id,
    data: {
      name: `projects/${project.number}/services/${api}`,
      parent: `projects/${project.number}`,
      config: { name: api, title: titleOf(api) },
      state,
    },
  });

/** Whether an API is enabled in a project (id or number); undefined where there is no such project. */
export function isEnabled(cloud: Cloud, project: string, api: string): boolean | undefined {
  const found = cloud.project(project);
  if (!found) return undefined;
  return cloud.store.get(serviceName(found.number, api))?.data['state'] === 'ENABLED';
}
