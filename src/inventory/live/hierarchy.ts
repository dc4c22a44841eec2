import type {
  FoldersClient,
  OrganizationsClient,
  ProjectsClient,
} from '@google-cloud/resource-manager/build/src/v3/index.js';
import { type Failure, failureOf } from '../../google/failure.ts';
import { type Session, TIMEOUT } from '../../google/session.ts';
import { policyJson } from './record.ts';
import { nameOf, type Scope } from './scope.ts';
import { type ProtoTimestamp, timeText } from './struct.ts';

export const SERVICE = 'cloudresourcemanager.googleapis.com';

/**
 * Resource Manager counts reads of a project by the minute: its refusals name a limit of 1200
 * (`ReadRequestsPerMinutePerProject`), of which half leaves room for others.
 */
const QUOTA = { name: 'cloudresourcemanager reads', perMinute: 600 };

/** What each kind is called in the inventory, and what reading it takes. */
const KINDS = {
  projects: { type: `${SERVICE}/Project`, get: 'resourcemanager.projects.get' },
  folders: { type: `${SERVICE}/Folder`, get: 'resourcemanager.folders.get' },
  organizations: { type: `${SERVICE}/Organization`, get: 'resourcemanager.organizations.get' },
} as const;

/** Permissions for the IAM policy of what is above a scope; that of a project comes with the inventory. */
const POLICY = {
  projects: 'resourcemanager.projects.getIamPolicy',
  folders: 'resourcemanager.folders.getIamPolicy',
  organizations: 'resourcemanager.organizations.getIamPolicy',
} as const;

/** Every permission that is used here, those of projects apart: a role of a project may hold no others. */
export const PERMISSIONS = {
  project: [KINDS.projects.get],
  above: [KINDS.folders.get, POLICY.folders, KINDS.organizations.get, POLICY.organizations],
} as const;

/** A project, a folder or an organization. */
export interface Node {
  /** `projects/123`, `folders/1`, `organizations/9`. */
  readonly name: string;
  /** Of a project. */
  readonly id: string | undefined;
  readonly type: string;
  readonly parent: string | undefined;
  /** In the JSON of Resource Manager v3. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** A place that could not be read, and what it takes to read it. */
export interface Unreadable {
  readonly place: string;
  readonly permission: string;
  readonly failure: Failure;
}

export const isUnreadable = (value: object): value is Unreadable => 'failure' in value;

/** A scope and what it stands in, nearest first; `unread` is where that could not be followed further. */
export interface Chain {
  readonly nodes: readonly Node[];
  readonly unread?: Unreadable | undefined;
}

interface Clients {
  readonly projects: ProjectsClient;
  readonly folders: FoldersClient;
  readonly organizations: OrganizationsClient;
}

/** The only options that keep gax from trying again by itself. */
const CALL = { retry: null, timeout: TIMEOUT } as const;

/** Reads the resource hierarchy upwards, each node once. */
export class Hierarchy {
  readonly #session: Session;
  readonly #nodes = new Map<string, Promise<Node>>();
  #clients: Promise<Clients> | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /** What a scope stands in; never throws for what an API refuses. */
  async chain(scope: Scope): Promise<Chain> {
    const nodes: Node[] = [];
    for (let place = nameOf(scope); ; ) {
      try {
        const node = await this.#node(place);
        nodes.push(node);
        if (node.parent === undefined) return { nodes };
        place = node.parent;
      } catch (error) {
        const permission = KINDS[kindOf(place)].get;
        return { nodes, unread: { place, permission, failure: failureOf(error, this.#session.clock.now()) } };
      }
    }
  }

  /** The IAM policy of a node in JSON, or why it cannot be had. */
  async policy({ name }: Node): Promise<object | Unreadable> {
    const kind = kindOf(name);
    try {
      const client = (await this.#load())[kind];
      // The version keeps conditions: https://cloud.google.com/iam/docs/policies#versions
      const request = { resource: name, options: { requestedPolicyVersion: 3 } };
      const [policy] = await this.#session.read(QUOTA, () => client.getIamPolicy(request, CALL));
      return policyJson(policy);
    } catch (error) {
      return { place: name, permission: POLICY[kind], failure: failureOf(error, this.#session.clock.now()) };
    }
  }

  #node(name: string): Promise<Node> {
    let node = this.#nodes.get(name);
    if (!node) this.#nodes.set(name, (node = this.#get(name)));
    return node;
  }

  async #get(name: string): Promise<Node> {
    const kind = kindOf(name);
    const clients = await this.#load();
    const [found] = await this.#session.read<readonly [object, ...unknown[]]>(QUOTA, () => {
      if (kind === 'projects') return clients.projects.getProject({ name }, CALL);
      if (kind === 'folders') return clients.folders.getFolder({ name }, CALL);
      return clients.organizations.getOrganization({ name }, CALL);
    });
    const data = json(found as Readonly<Record<string, unknown>>);
    const { projectId, parent } = data;
    return {
      name: String(data['name']),
      id: typeof projectId === 'string' ? projectId : undefined,
      type: KINDS[kind].type,
      parent: typeof parent === 'string' ? parent : undefined,
      data,
    };
  }

  #load(): Promise<Clients> {
    this.#clients ??= (async () => {
      const { default: module } = await import('@google-cloud/resource-manager/build/src/v3/index.js');
      // biome-ignore lint/suspicious/noExplicitAny: gax brings a version of the library of its own.
      const options = { auth: this.#session.credentials.auth as any };
      return {
        projects: new module.ProjectsClient(options),
        folders: new module.FoldersClient(options),
        organizations: new module.OrganizationsClient(options),
      };
    })();
    return this.#clients;
  }

  async close(): Promise<void> {
    if (!this.#clients) return;
    const all = Object.values(await this.#clients) as { close(): Promise<void> }[];
    await Promise.all(all.map((client) => client.close()));
  }
}

const kindOf = (name: string): Scope['kind'] => name.slice(0, name.indexOf('/')) as Scope['kind'];

/** A message of the client in JSON: times as texts, and nothing that is not set. */
function json(message: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const fields = Object.entries(message).filter(
    ([key, value]) => key !== 'etag' && value !== null && value !== '' && value !== undefined,
  );
  return Object.fromEntries(
    fields.map(([key, value]) => [key, key.endsWith('Time') ? timeText(value as ProtoTimestamp) : value]),
  );
}

/** What a node is called, in the inventory's way. */
const fullName = ({ name, id }: Node): string => `//${SERVICE}/${id === undefined ? name : `projects/${id}`}`;

/** A node as a record of the inventory, with the policy set on it where that was read. */
export function nodeLine(node: Node, above: readonly Node[], policy?: object): string {
  const parent = node.parent;
  return JSON.stringify({
    name: fullName(node),
    assetType: node.type,
    resource: {
      version: 'v3',
      ...(parent !== undefined && { parent: `//${SERVICE}/${parent}` }),
      data: node.data,
    },
    ...(policy && { iamPolicy: policy }),
    ancestors: [node, ...above].map(({ name }) => name),
    ...(typeof node.data['updateTime'] === 'string' && { updateTime: node.data['updateTime'] }),
  });
}
