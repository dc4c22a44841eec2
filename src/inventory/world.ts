import {
  type Asset,
  EVERY,
  type IamPolicy,
  parsePath,
  type Scope,
  Unknown,
  valueAt,
  type World,
} from '#policy';
import type { Place } from '../errors.ts';
import { beyondRead } from './beyond.ts';
import { Coverage, type Evidence, sayContent } from './coverage.ts';
import { becauseOf, isOpen } from './plan/beyond.ts';
import { attributeOfBinding } from './plan/binding-source.ts';
import { type Ancestry, ancestryOf, PROJECT, projectIds } from './project-ids.ts';
import { projectToken, relativeName } from './references.ts';

const CONTAINER = /^cloudresourcemanager\.googleapis\.com\/(?:Folder|Organization)$/;

/** An asset before the world has placed it: project numbers are not yet ids. */
type Placing = Omit<Asset, 'id' | 'project'> & { id: string; project: string | undefined };

const NO_BINDINGS: IamPolicy = { bindings: [] };

/** What the world is made of. */
export interface Contents {
  readonly assets: readonly Asset[];
  /** IAM policies by asset name as the source spells it. */
  readonly iam: ReadonlyMap<string, IamPolicy | Unknown>;
  /** Where the records of these policies stand, by the same names; where an asset's own does, unless told. */
  readonly iamPlaces?: ReadonlyMap<string, Place> | undefined;
  readonly evidence: readonly Evidence[];
  /** What every project stands in, where a reader has seen all records; told by the assets otherwise. */
  readonly ancestry?: Ancestry | undefined;
  /** Types the configuration says the snapshot covers. */
  readonly types?: readonly string[];
  /** The snapshot covers every type (`--snapshot-complete`). */
  readonly complete?: boolean;
}

/** The read-only index over everything that was read. See the interface for what each question answers. */
export class Inventory implements World {
  readonly coverage: Coverage;
  readonly assets: readonly Asset[];
  readonly #byType = new Map<string, Map<string, Asset>>();
  readonly #byProject = new Map<string, Map<string, Asset[]>>();
  /** What `of` answers, by type, then by project: policies ask for every asset anew. */
  readonly #answers = new Map<string, Map<string | undefined, readonly Asset[] | Unknown>>();
  readonly #referring = new Map<string, ReadonlyMap<string, readonly (Asset | Unknown)[]>>();
  readonly #iam = new Map<string, IamPolicy | Unknown>();
  readonly #iamPlaces = new Map<string, Place>();
  readonly #ids: ReadonlyMap<string, string>;
  readonly #projects = new Map<string, Asset>();
  readonly #ancestors = new Map<string, readonly string[]>();

  constructor({ assets, iam, iamPlaces, evidence, ancestry, types, complete }: Contents) {
    const standings = ancestry ?? ancestryOf(assets);
    this.#ids = projectIds(assets, standings);
    for (const [project, ancestors] of standings)
      if (ancestors.length > 0) this.#ancestors.set(this.projectId(project), ancestors);
    const policies = new Map(
      [...iam].map(([name, policy]) => [
        hosted(name, this.#plain(name)),
        { policy, place: iamPlaces?.get(name) },
      ]),
    );
    this.assets = this.#asPlanned(assets);
    for (const asset of this.assets) {
      const placing: Placing = asset;
      if (asset.project !== undefined) placing.project = this.projectId(asset.project);
      const relative = relativeName(asset.name, asset.type, this.projectId);
      placing.id = `//${asset.type.split('/')[0]}/${relative}`;
      const found = policies.get(hosted(asset.name, relative));
      if (found) this.#iam.set(asset.id, found.policy);
      if (found?.place && !isSamePlace(found.place, asset.origin)) this.#iamPlaces.set(asset.id, found.place);
      this.#index(asset, relative);
    }
    this.coverage = new Coverage(evidence, {
      ids: this.projectId,
      above: (place) => this.above(place),
      ...(types && { types }),
      ...(complete !== undefined && { complete }),
    });
  }

  /** What a plan will bring about stands in the place of what was read of the same resource. */
  #asPlanned(assets: readonly Asset[]): readonly Asset[] {
    const key = ({ type, name }: Asset) => `${type} ${relativeName(name, type, this.projectId)}`;
    const planned = new Set(assets.filter(({ address }) => address !== undefined).map(key));
    if (planned.size === 0) return assets;
    return assets.filter((asset) => asset.address !== undefined || !planned.has(key(asset)));
  }

  #index(asset: Asset, relative: string): void {
    let names = this.#byType.get(asset.type);
    if (!names) this.#byType.set(asset.type, (names = new Map()));
    names.set(relative, asset);
    const place = asset.project ?? relative;
    if (asset.ancestors.length > 0 && !this.#ancestors.has(place))
      this.#ancestors.set(place, asset.ancestors);
    const project = asset.project ?? '';
    let projects = this.#byProject.get(asset.type);
    if (!projects) this.#byProject.set(asset.type, (projects = new Map()));
    const list = projects.get(project);
    if (list) list.push(asset);
    else projects.set(project, [asset]);
    if (asset.type === PROJECT && asset.project !== undefined && !this.#projects.has(asset.project)) {
      this.#projects.set(asset.project, asset);
    }
  }

  /** Where an asset stands, as coverage asks for it: its project, or the folder or organization that it is. */
  place(asset: Asset): string | undefined {
    if (asset.project !== undefined || !CONTAINER.test(asset.type)) return asset.project;
    return relativeName(asset.name, asset.type, this.projectId);
  }

  /** The folders and the organization above a project or a folder (itself among them), where they are known. */
  above(place: string): readonly string[] {
    return this.#ancestors.get(place) ?? [];
  }

  /** The id of an asset of this name. */
  identity(name: string, type: string): string {
    return name.startsWith('//')
      ? `//${type.split('/')[0]}/${relativeName(name, type, this.projectId)}`
      : name;
  }

  projectId = (token: string): string => this.#ids.get(token) ?? token;

  /** A name without host, with project ids. */
  #plain(name: string): string {
    return relativeName(name.replace(/^\/\/[^/]+\/(?!projects\/)/, ''), '', this.projectId);
  }

  of<T extends string>(type: T, { project }: Scope = {}): readonly Asset<T>[] {
    let byProject = this.#answers.get(type);
    if (!byProject) this.#answers.set(type, (byProject = new Map()));
    let answer = byProject.get(project);
    if (!answer) byProject.set(project, (answer = this.#answer(type, project)));
    if (answer instanceof Unknown) throw answer;
    return answer as readonly Asset<T>[];
  }

  #answer(type: string, project: string | undefined): readonly Asset[] | Unknown {
    const gap = this.coverage.gap(type, project);
    if (gap && !this.#planned(type, project)) return gap;
    const list =
      project === undefined
        ? [...(this.#byType.get(type)?.values() ?? [])]
        : (this.#byProject.get(type)?.get(project) ?? []);
    const open = gap ?? this.coverage.doubt(type);
    if (!open) return list;
    return list.length === 0 ? open : [...list, beyondRead(type, open)];
  }

  /** Whether a plan holds assets of a type: they are known, though there may be others. */
  #planned(type: string, project: string | undefined): boolean {
    const all =
      project === undefined
        ? [...(this.#byType.get(type)?.values() ?? [])]
        : this.#byProject.get(type)?.get(project);
    return all?.some(({ address }) => address !== undefined) ?? false;
  }

  get<T extends string>(type: T | readonly T[], reference: string, from?: Asset): Asset<T> {
    const types = (typeof type === 'string' ? [type] : type) as readonly T[];
    const base = from && { project: from.project, name: relativeName(from.name, from.type, this.projectId) };
    let relative = reference;
    for (const one of types) {
      relative = relativeName(reference, one, this.projectId, base);
      const found = this.#byType.get(one)?.get(relative);
      if (found) return found as Asset<T>;
    }
    throw this.#notFound(types, relative);
  }

  #notFound(types: readonly string[], relative: string): Unknown {
    const token = projectToken(relative);
    const project = token === undefined ? undefined : this.projectId(token);
    const first = types[0] as string;
    const kind = sayContent(first);
    if (project !== undefined && !this.coverage.covers(project)) {
      return new Unknown(
        'outside',
        `${kind} ${relative} is in project ${project}, which was not part of the audit`,
        {
          needs: `audit project ${project} as well`,
          gap: { type: first, project },
        },
      );
    }
    for (const type of types) {
      const gap = this.coverage.gap(type, project) ?? this.coverage.doubt(type);
      if (gap) return gap;
    }
    return new Unknown('missing', `${kind} ${relative} is referred to but is not in the evidence`, {
      needs: `check that ${relative} exists, or export again`,
    });
  }

  same(a: string, b: string): boolean {
    return a === b || this.#plain(a) === this.#plain(b);
  }

  referring<T extends string>(
    type: T,
    path: string,
    target: Asset,
    scope: Scope = {},
  ): readonly (Asset<T> | Unknown)[] {
    const key = `${type}|${path}|${target.type}|${scope.project ?? ''}`;
    let index = this.#referring.get(key);
    if (!index) this.#referring.set(key, (index = this.#indexReferences(type, path, target.type, scope)));
    const relative = relativeName(target.name, target.type, this.projectId);
    return [...(index.get(relative) ?? []), ...(index.get('?') ?? [])] as readonly (Asset<T> | Unknown)[];
  }

  /** Target's relative name to what refers to it; `?` holds what may refer to anything. */
  #indexReferences(type: string, path: string, targetType: string, scope: Scope) {
    const index = new Map<string, (Asset | Unknown)[]>();
    const add = (key: string, value: Asset | Unknown) => {
      const list = index.get(key);
      if (!list) index.set(key, [value]);
      else if (list.at(-1) !== value) list.push(value);
    };
    for (const asset of this.of(type, scope)) {
      const from = { project: asset.project, name: relativeName(asset.name, asset.type, this.projectId) };
      for (const value of valuesAt(asset.data, parsePath(path))) {
        if (value instanceof Unknown) add('?', value);
        else if (typeof value === 'string') add(relativeName(value, targetType, this.projectId, from), asset);
      }
    }
    return index;
  }

  iam(asset: Asset): IamPolicy {
    const found = this.#iam.get(asset.id);
    if (found instanceof Unknown) throw found;
    if (found && !isOpen(found)) return found;
    if (found) {
      // Told once: many policies ask for the same.
      const told = becauseOf(this.coverage.gap('iam', this.place(asset)), found);
      this.#iam.set(asset.id, told);
      return told;
    }
    // The record that could not be read may be the one with this asset's policy.
    const gap = this.coverage.gap('iam', this.place(asset)) ?? this.coverage.doubt(asset.type);
    if (gap) throw gap;
    return NO_BINDINGS;
  }

  /** Whether some source says what is granted on an asset itself. */
  hasIam(asset: Asset): boolean {
    return this.#iam.has(asset.id);
  }

  /**
   * Where a plan grants what stands at a path of an asset's IAM policy: the address of the resource, and its attribute.
   * Undefined for a policy of any other source.
   */
  iamAttribute(asset: Asset, path: string): { readonly address: string; readonly path: string } | undefined {
    const policy = this.#iam.get(asset.id);
    const [, index, below] = /^\$iam\.bindings\[(\d+)\](.*)$/.exec(path) ?? [];
    if (!policy || policy instanceof Unknown || index === undefined) return undefined;
    return attributeOfBinding(policy.bindings[Number(index)], below ?? '');
  }

  /** Where an asset's IAM policy stands in the sources: exports of resources and of policies are often two files. */
  iamPlace(asset: Asset): Place {
    return this.#iamPlaces.get(asset.id) ?? asset.origin;
  }

  project(asset: Asset): Asset<'cloudresourcemanager.googleapis.com/Project'> {
    const found = asset.project === undefined ? undefined : this.#projects.get(asset.project);
    if (found) return found as Asset<'cloudresourcemanager.googleapis.com/Project'>;
    throw this.#notFound([PROJECT], `projects/${asset.project}`);
  }
}

const isSamePlace = (a: Place, b: Place): boolean =>
  a.uri === b.uri && a.line === b.line && a.column === b.column;

/** The key under which IAM and resource records of one asset meet: two services may name their resources alike. */
const hosted = (name: string, relative: string): string =>
  `${name.slice(0, name.indexOf('/', 2) + 1)}${relative}`;

/** The values at a path that may pass through lists: a list's elements one by one. */
function* valuesAt(value: unknown, segments: readonly string[]): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const element of value)
      yield* valuesAt(element, segments[0] === EVERY ? segments.slice(1) : segments);
  } else if (segments.length === 0 || value instanceof Unknown) yield value;
  else yield* valuesAt(valueAt(value, segments.slice(0, 1)), segments.slice(1));
}
