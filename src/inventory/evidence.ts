import type { Standing } from './census.ts';
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

/** Collects what one export, or a part of it, was seen to hold, record by record. */
export class Witness {
  readonly uri: string;
  readonly #types = new Set<string>();
  readonly #projects = new Set<string>();
  readonly #standings = new Map<string, Standing>();
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
  summary({ policies, serviceProjects, projects, readTimes }: SourceSummary): void {
    for (const [project, standing] of projects) {
      this.#projects.add(project);
      this.#stand(project, standing);
    }
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

  /** Takes over what another one saw. */
  absorb(other: Witness): void {
    for (const type of other.#types) this.#types.add(type);
    for (const project of other.#projects) this.#projects.add(project);
    for (const [project, standing] of other.#standings) this.#stand(project, standing);
    for (const container of other.#containers) this.#containers.add(container);
    for (const [project, apis] of other.#apis) for (const api of apis) this.#usage(project).add(api);
    for (const type of other.#malformed) this.#malformed.add(type);
    this.#manifests.push(...other.#manifests);
    this.#iam ||= other.#iam;
    this.#orgPolicy ||= other.#orgPolicy;
    this.#readTime ??= other.#readTime;
    this.#updatedBy(other.#updated === '' ? undefined : other.#updated);
  }

  /** The first that tells the ancestors counts. */
  #stand(project: string, { ancestors, resource }: Standing): void {
    const before = this.#standings.get(project);
    if (before?.resource && before.ancestors.length > 0) return;
    this.#standings.set(project, {
      ancestors: before && before.ancestors.length > 0 ? before.ancestors : ancestors,
      resource: resource || (before?.resource ?? false),
    });
  }

  /** What each project seen stands in, by id or number as spelled. */
  get standings(): ReadonlyMap<string, Standing> {
    return this.#standings;
  }

  /** The projects of which it holds resources. */
  get resourceProjects(): readonly string[] {
    return [...this.#standings].filter(([, { resource }]) => resource).map(([project]) => project);
  }

  /** When the evidence was gathered: what it says itself, else its latest update. */
  get readTime(): string | undefined {
    return this.#readTime ?? (this.#updated === '' ? undefined : this.#updated);
  }

  /** One entry, and a further one for each manifest beyond the first. */
  evidence(): Evidence[] {
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
        manifest: this.#manifests[0],
        readTime: this.readTime,
      },
      ...this.declared().slice(1),
    ];
  }

  /** An entry for what each manifest says, and for nothing that was seen but the projects it speaks of. */
  declared(): Evidence[] {
    return this.#manifests.map((manifest) => ({
      uri: this.uri,
      types: new Set(),
      projects: this.#projects,
      iam: false,
      orgPolicy: false,
      enabledApis: new Map(),
      malformed: new Set(),
      manifest,
    }));
  }
}
