import type { Asset } from '#policy';
import { byCodeUnit } from '#report';
import type { Inventory } from '../inventory/world.ts';
import type { Environments } from './environment.ts';
import type { Selected } from './selection.ts';

/** The strategy's environments, most exposed first; others follow by name. */
const FIRST = ['production', 'staging', 'development'];

/** Assets by type and environment, grouped once for all policies. */
export class Subjects {
  /** Environments that some record stands in or that the configuration gives projects to, most exposed first. */
  readonly environments: readonly string[];
  /** Number of assets by type and project; '' for assets without a project. */
  readonly counts = new Map<string, Map<string, number>>();
  readonly #world: Inventory;
  readonly #groups = new Map<string, Map<string, Asset[]>>();
  readonly #projects = new Map<string, string[]>();

  constructor(world: Inventory, environments: Environments, also: Iterable<string>) {
    this.#world = world;
    const seen = new Set([...environments.given, ...also]);
    for (const asset of world.assets) {
      this.#count(asset);
      if (!isCloud(asset)) continue;
      const { environment } = environments.of(asset);
      seen.add(environment);
      let types = this.#groups.get(environment);
      if (!types) this.#groups.set(environment, (types = new Map()));
      const group = types.get(asset.type);
      if (group) group.push(asset);
      else types.set(asset.type, [asset]);
    }
    for (const project of world.coverage.projects) {
      const { environment } = environments.ofProject(project);
      seen.add(environment);
      const list = this.#projects.get(environment);
      if (list) list.push(project);
      else this.#projects.set(environment, [project]);
    }
    if (seen.size === 0) seen.add('production');
    const others = [...seen].filter((name) => !FIRST.includes(name)).sort(byCodeUnit);
    this.environments = [...FIRST.filter((name) => seen.has(name)), ...others];
  }

  /** The environments of the run that a policy judges. */
  environmentsOf({ environments }: Selected): readonly string[] {
    return this.environments.filter((name) => environments?.includes(name) ?? true);
  }

  /**
   * The assets a policy judges in an environment. Where it judges the IAM policy of any asset, those of a project
   * whose IAM content was not read are left out: the promise says so once, instead of every asset.
   */
  *of({ policy, types }: Selected, environment: string): Generator<Asset> {
    const groups = this.#groups.get(environment);
    if (!groups) return;
    const ofIam = types === undefined && policy.reads?.includes('iam');
    const unread = new Map<string | undefined, boolean>();
    for (const type of types ?? groups.keys()) {
      for (const asset of groups.get(type) ?? []) {
        if (ofIam) {
          const place = this.#world.place(asset);
          if (!unread.has(place)) unread.set(place, this.#world.coverage.gap('iam', place) !== undefined);
          if (unread.get(place) && !this.#world.hasIam(asset)) continue;
        }
        yield asset;
      }
    }
  }

  /** Every asset that stands in an environment. */
  *all(environment: string): Generator<Asset> {
    for (const group of this.#groups.get(environment)?.values() ?? []) yield* group;
  }

  /** The short names of an environment's assets of a type. */
  names(type: string, environment: string): ReadonlySet<string> {
    const assets = this.#groups.get(environment)?.get(type) ?? [];
    return new Set(assets.map(({ name }) => name.slice(name.lastIndexOf('/') + 1)));
  }

  /** Whether no asset and no project stands in an environment. */
  isEmpty(environment: string): boolean {
    return !this.#groups.has(environment) && !this.#projects.has(environment);
  }

  /** The projects that stand in an environment, by id. */
  projectsOf(environment: string): readonly string[] {
    return this.#projects.get(environment) ?? [];
  }

  #count({ type, project = '' }: Asset): void {
    let counts = this.counts.get(type);
    if (!counts) this.counts.set(type, (counts = new Map()));
    counts.set(project, (counts.get(project) ?? 0) + 1);
  }
}

/** Evidence given beside the cloud, such as an image's configuration, stands in no environment of its own. */
const isCloud = ({ type }: Asset): boolean => !type.startsWith('oci.image/');
