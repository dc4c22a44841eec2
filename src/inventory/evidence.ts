import type { Evidence } from './coverage.ts';
import type { RawRecord } from './envelope.ts';
import type { Manifest } from './manifest.ts';
import type { SourceSummary } from './read.ts';
import { relativeName } from './references.ts';
import { SERVICE_TYPE } from './select.ts';

const CONTAINERS: ReadonlySet<string> = new Set([
  'cloudresourcemanager.googleapis.com/Folder',
  'cloudresourcemanager.googleapis.com/Organization',
]);

/** Collects what one file set was seen to hold, record by record. */
export class Witness {
  readonly uri: string;
  readonly #types = new Set<string>();
  readonly #projects = new Set<string>();
  readonly #containers = new Set<string>();
  readonly #apis = new Map<string, Set<string>>();
  readonly #malformed = new Set<string>();
  readonly #manifests: Manifest[] = [];
  #iam = false;
  #orgPolicy = false;
  #updated = '';
  #updatedAt = Number.NEGATIVE_INFINITY;
  #readTime: string | undefined;

  constructor(uri: string) {
    this.uri = uri;
  }

  /** Notes a record and the project its asset stands in. */
  record(raw: RawRecord, project: string | undefined): void {
    if (raw.data !== undefined) this.#types.add(raw.type);
    if (raw.iam !== undefined) this.#iam = true;
    if (raw.orgPolicies !== undefined) this.#orgPolicy = true;
    if (project !== undefined) this.#projects.add(project);
    else if (CONTAINERS.has(raw.type))
      this.#containers.add(relativeName(raw.name, raw.type, (token) => token));
    if (raw.type === SERVICE_TYPE && raw.data) this.#service(raw);
    this.#updatedBy(raw.updateTime);
  }

  #updatedBy(time: string | undefined): void {
    if (time === undefined || time === this.#updated) return;
    // Times in UTC compare as text, up to a fraction of a second: parsing each would cost as much as all the rest.
    const plain = time.endsWith('Z') && this.#updated.endsWith('Z');
    if (plain && time < this.#updated) return;
    const at = Date.parse(time);
    if (at <= this.#updatedAt) return;
    this.#updated = time;
    this.#updatedAt = at;
  }

  /** A service that is not said to be disabled counts as enabled: only a clear "no" proves that nothing is there. */
  #service({ name, data }: RawRecord): void {
    const [, project, api] = /\/projects\/([^/]+)\/services\/([^/]+)$/.exec(name) ?? [];
    if (project === undefined || api === undefined) return;
    const apis = this.#usage(project);
    if (data?.['state'] !== 'DISABLED') apis.add(api);
  }

  #usage(project: string): Set<string> {
    let apis = this.#apis.get(project);
    if (!apis) this.#apis.set(project, (apis = new Set()));
    return apis;
  }

  manifest(manifest: Manifest): void {
    this.#manifests.push(manifest);
    this.#readTime ??= manifest.readTime;
  }

  /** A record that could not be read; its type where that is known. */
  malformed(type = '*'): void {
    this.#malformed.add(type);
  }

  /** Notes what the reader learned of a file without parsing. */
  summary({ policies, serviceProjects, readTimes }: SourceSummary): void {
    for (const project of policies.keys()) {
      this.#iam = true;
      if (project !== '') this.#projects.add(project);
    }
    for (const project of serviceProjects) {
      this.#projects.add(project);
      this.#usage(project);
    }
    this.#readTime ??= readTimes.at(-1);
  }

  /** When the evidence was gathered: what it says itself, else its latest update. */
  get readTime(): string | undefined {
    return this.#readTime ?? (this.#updated === '' ? undefined : this.#updated);
  }

  /** One entry, and a further one for each manifest beyond the first. */
  evidence(): Evidence[] {
    const [first, ...others] = this.#manifests;
    const nothing = {
      uri: this.uri,
      types: new Set<string>(),
      projects: new Set<string>(),
      iam: false,
      orgPolicy: false,
      enabledApis: new Map<string, ReadonlySet<string>>(),
      malformed: new Set<string>(),
    };
    return [
      {
        uri: this.uri,
        types: this.#types,
        projects: this.#projects,
        containers: this.#containers,
        iam: this.#iam,
        orgPolicy: this.#orgPolicy,
        enabledApis: this.#apis,
        malformed: this.#malformed,
        manifest: first,
        readTime: this.readTime,
      },
      ...others.map((manifest) => ({ ...nothing, projects: this.#projects, manifest })),
    ];
  }
}
