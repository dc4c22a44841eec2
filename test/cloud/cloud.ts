import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Auth } from './core/auth.ts';
import { Clock, type ClockOptions } from './core/clock.ts';
import { FaultPlan } from './core/faults.ts';
import { RequestLog } from './core/log.ts';
import { containerName, lastOf } from './core/names.ts';
import { type OperationPace, Operations } from './core/operations.ts';
import type { Roles } from './core/roles.ts';
import { type Seed, sow } from './core/seed.ts';
import { type Resource, Store } from './core/store.ts';
import { openAdmin } from './front/admin.ts';
import { makeAuthority } from './front/authority.ts';
import { type Credentials, writeCredentials } from './front/credentials.ts';
import { openFront } from './front/proxy.ts';
import { loadServices, Registry } from './front/registry.ts';

/** How a cloud starts. */
export interface CloudOptions {
  readonly seed?: Seed;
  readonly clock?: ClockOptions;
  /** Custom roles by name: `projects/p/roles/auditor`. */
  readonly roles?: Roles;
  readonly operations?: Partial<OperationPace>;
  /** Port of the proxy; any free one by default. */
  readonly port?: number;
  /** Port of the admin interface for scripts (0: any free one); not opened where it is left out. */
  readonly admin?: number | undefined;
  /** The credentials that `env()` names unless it is given others; an owner of the first project by default. */
  readonly credentials?: Credentials;
}

/** The project and the accounts of a cloud that is started without a seed. */
const DEFAULT_SEED: Seed = {
  organization: { id: '300000000001', domain: 'example.com' },
  projects: [
    {
      id: 'pinky-prod',
      number: '100000000001',
      parent: 'organizations/300000000001',
      bindings: [
        { role: 'roles/owner', members: ['serviceAccount:owner@pinky-prod.iam.gserviceaccount.com'] },
      ],
    },
  ],
};

/** A running stand-in: its state, and what a client needs to reach it. */
export class Cloud {
  readonly clock: Clock;
  readonly store: Store;
  readonly faults = new FaultPlan();
  readonly log = new RequestLog();
  readonly auth: Auth;
  readonly operations: Operations;
  readonly roles: Roles;
  readonly registry: Registry;
  /** A folder for certificates and credentials; removed by `close`. */
  readonly folder: string;
  /** Port of the proxy on 127.0.0.1. */
  port = 0;
  /** Port of the admin interface on 127.0.0.1, where it is open. */
  adminPort: number | undefined;
  /** Certificate file of the authority that signs for the emulated hosts. */
  authority = '';
  readonly #credentials: Credentials;
  readonly #numbers = new Map<string, string>();
  readonly #written = new Map<string, string>();
  readonly #closed = new AbortController();
  #close: () => Promise<void> = async () => {};

  constructor(options: CloudOptions, registry: Registry) {
    const seed = options.seed ?? DEFAULT_SEED;
    this.clock = new Clock(options.clock);
    this.store = new Store(this.clock);
    this.auth = new Auth(this.clock);
    this.operations = new Operations(this, { polls: 2, ms: 60_000, ...options.operations });
    this.roles = options.roles ?? {};
    this.registry = registry;
    this.folder = mkdtempSync(join(tmpdir(), 'cloud-'));
    const first = seed.projects?.[0]?.id ?? 'pinky-prod';
    this.#credentials = options.credentials ?? {
      type: 'service_account',
      email: `owner@${first}.iam.gserviceaccount.com`,
    };
    sow(this, seed);
  }

  /** Aborted when the cloud closes: what waits gives up. */
  get closing(): AbortSignal {
    return this.#closed.signal;
  }

  /** Called once by `startCloud`. */
  async open(port: number, admin: number | undefined): Promise<void> {
    const authority = await makeAuthority(this.folder);
    this.authority = authority.file;
    const front = await openFront(this, authority, port);
    this.port = front.port;
    const scripts = admin === undefined ? undefined : await openAdmin(this, admin);
    this.adminPort = scripts?.port;
    this.#close = async () => {
      scripts?.close();
      await front.close();
    };
  }

  /** A project, folder or organization by its path; a project by id or by number. */
  container(path: string): Resource | undefined {
    const id = /^projects\/(?!\d+$)(.+)$/.exec(path)?.[1];
    return id === undefined ? this.store.get(containerName(path)) : this.project(id)?.resource;
  }

  /** A project by id or number, with both. */
  project(
    key: string,
  ): { readonly id: string; readonly number: string; readonly resource: Resource } | undefined {
    const name = /^\d+$/.test(key) ? key : (this.#numbers.get(key) ?? this.#findNumber(key));
    const resource = name === undefined ? undefined : this.container(`projects/${name}`);
    return resource && { id: resource.project, number: lastOf(resource.name), resource };
  }

  /** Ids never change hands, so that a number once found stays. */
  #findNumber(id: string): string | undefined {
    for (const { project, name } of this.store.list('cloudresourcemanager.googleapis.com/Project')) {
      this.#numbers.set(project, lastOf(name));
    }
    return this.#numbers.get(id);
  }

  /** The path of a credentials file, written when it is first asked for. */
  credentials(wanted: Credentials = this.#credentials): string {
    const key = JSON.stringify(wanted);
    const file = this.#written.get(key) ?? writeCredentials(this, wanted, this.#written.size);
    this.#written.set(key, file);
    return file;
  }

  /** The four variables with which Google's Node clients reach this cloud, and nothing else. */
  env(credentials?: Credentials): Record<string, string> {
    return {
      https_proxy: `http://127.0.0.1:${this.port}`,
      NODE_EXTRA_CA_CERTS: this.authority,
      GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: this.authority,
      GOOGLE_APPLICATION_CREDENTIALS: this.credentials(credentials),
    };
  }

  /** The variables of a machine of this cloud that runs as a service account: it has a metadata server, not a key. */
  metadataEnv(email: string): Record<string, string> {
    const { GOOGLE_APPLICATION_CREDENTIALS: _, ...reach } = this.env();
    this.auth.attached = email;
    return { ...reach, GCE_METADATA_HOST: `127.0.0.1:${this.port}` };
  }

  /** The variables with which gcloud and gsutil reach this cloud; its configuration is a folder of this cloud. */
  gcloudEnv(credentials?: Credentials): Record<string, string> {
    const project = this.store.list('cloudresourcemanager.googleapis.com/Project')[0]?.project ?? '';
    return {
      CLOUDSDK_PROXY_TYPE: 'http',
      CLOUDSDK_PROXY_ADDRESS: '127.0.0.1',
      CLOUDSDK_PROXY_PORT: String(this.port),
      CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE: this.authority,
      CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE: this.credentials(credentials),
      CLOUDSDK_CONFIG: join(this.folder, 'gcloud'),
      CLOUDSDK_CORE_PROJECT: project,
      CLOUDSDK_CORE_DISABLE_PROMPTS: '1',
      CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK: 'true',
      CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: 'true',
      CLOUDSDK_SURVEY_DISABLE_PROMPTS: 'true',
      CLOUDSDK_CORE_DISABLE_FILE_LOGGING: '1',
    };
  }

  /** Stops listening, cuts what is open and removes the folder. */
  async close(): Promise<void> {
    this.#closed.abort();
    await this.#close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Starts a cloud of every service in `services/`. Close it when done. */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const cloud = new Cloud(options, new Registry(await loadServices()));
  await cloud.open(options.port ?? 0, options.admin);
  return cloud;
}
