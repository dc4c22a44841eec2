import { type Asset, attempt, type Doubt, Unknown } from '#policy';
import { isPlaceless, isSound, sayContent } from '../inventory/coverage.ts';
import type { Inventory } from '../inventory/world.ts';
import type { Selected } from './selection.ts';
import type { Subjects } from './subjects.ts';

const PROJECT = 'cloudresourcemanager.googleapis.com/Project';
const PARENTS: Readonly<Record<string, string>> = {
  folders: 'cloudresourcemanager.googleapis.com/Folder',
  organizations: 'cloudresourcemanager.googleapis.com/Organization',
};

/** Why a promise cannot be shown, beside what its subjects say. */
export interface Gap {
  readonly reason: string;
  readonly needs: string | undefined;
}

/** What was not read, and which policies that leaves unknown. */
export class Gaps {
  /** Asset type (or `iam`, `orgpolicy`) to project (`*` for all) to the ids of the policies. */
  readonly policies = new Map<string, Map<string, Set<string>>>();
  readonly #world: Inventory;
  readonly #subjects: Subjects;
  /** By environment and type: many policies judge the same. */
  readonly #open = new Map<string, readonly (string | undefined)[]>();
  readonly #ancestors = new Map<string, string | undefined>();

  constructor(world: Inventory, subjects: Subjects) {
    this.#world = world;
    this.#subjects = subjects;
  }

  /** Notes the gaps that leave a policy unknown. */
  note(policy: string, doubts: readonly Doubt[]): void {
    for (const { unknown } of doubts) {
      if (unknown.gap) this.#note(policy, unknown.gap.type, unknown.gap.project);
    }
  }

  #note(policy: string, type: string, project?: string): void {
    this.#noteAll(policy, type, [project]);
  }

  #noteAll(policy: string, type: string, open: readonly (string | undefined)[]): void {
    let projects = this.policies.get(type);
    if (!projects) this.policies.set(type, (projects = new Map()));
    for (const project of open) {
      const ids = projects.get(project ?? '*');
      if (ids) ids.add(policy);
      else projects.set(project ?? '*', new Set([policy]));
    }
  }

  /**
   * What keeps a policy's promise in an environment from being shown: subjects that may exist unseen, because one of
   * its types was not read in some project; or, where no subject was seen, a record that could not be read; or
   * bindings of a folder or organization above that were not read. Undefined where there is nothing of the kind.
   */
  of(one: Selected, environment: string, judged: number): Gap | undefined {
    const kinds = one.types ?? (one.policy.reads?.includes('iam') ? ['iam'] : []);
    if (kinds.length === 0) return undefined;
    // A plan's own resources are judged for themselves; that there are others its promise leaves open only without any.
    if (judged > 0 && this.#world.coverage.onlyPlans) return undefined;
    const gap = this.#ofKinds(one.policy.id, kinds, environment);
    if (gap) return gap;
    const doubt =
      judged > 0 ? undefined : kinds.map((kind) => this.#world.coverage.doubt(kind)).find(Boolean);
    if (doubt) {
      this.note(one.policy.id, [{ path: '.', unknown: doubt }]);
      return { reason: doubt.reason, needs: doubt.needs };
    }
    return judged > 0 ? this.#above(one, environment) : undefined;
  }

  #ofKinds(policy: string, kinds: readonly string[], environment: string): Gap | undefined {
    const { coverage } = this.#world;
    const projects = this.#subjects.projectsOf(environment);
    // What is above a project is asked for apart: the export of a project cannot hold it.
    const below = kinds.includes(PROJECT) ? [PROJECT] : kinds;
    const unread = below.filter((kind) => this.#openIn(kind, environment, projects).length > 0);
    const first = unread[0] && coverage.gap(unread[0], this.#openIn(unread[0], environment, projects)[0]);
    if (!first) return undefined;
    for (const kind of unread) this.#noteAll(policy, kind, this.#openIn(kind, environment, projects));
    if (unread.every(isPlaceless)) return { reason: first.reason, needs: first.needs };
    const content = unread.map(sayContent).join(' or ');
    if (coverage.onlyPlans)
      return { reason: `${content} outside of the plan was not read`, needs: first.needs };
    const open = new Set(unread.flatMap((kind) => this.#openIn(kind, environment, projects)));
    const share =
      open.size === projects.length
        ? `any of ${open.size} projects`
        : `${open.size} of ${projects.length} projects`;
    const reason =
      open.size === 1 && unread.length === 1 ? first.reason : `${content} was not read in ${share}`;
    return { reason: projects.length === 0 ? `${content} was not read` : reason, needs: first.needs };
  }

  /** The projects of an environment in which a type was not read; one that is undefined for no project. */
  #openIn(kind: string, environment: string, projects: readonly string[]): readonly (string | undefined)[] {
    const key = `${environment} ${kind}`;
    let open = this.#open.get(key);
    if (!open) {
      const { coverage } = this.#world;
      const all = projects.length === 0 ? [undefined] : projects;
      open = all.filter((project) => !isSound(coverage.reading(kind, project)));
      this.#open.set(key, open);
    }
    return open;
  }

  /** A binding set on a folder or an organization holds in the projects below it. */
  #above(one: Selected, environment: string): Gap | undefined {
    const inherits = one.types === undefined || one.types.includes(PROJECT);
    if (!inherits || !one.policy.reads?.includes('iam')) return undefined;
    const unread = this.#unreadAncestor(environment);
    if (unread === undefined) return undefined;
    this.#note(one.policy.id, 'iam');
    const { reason, needs } = this.#world.coverage.reading('iam', unread);
    const why = reason === undefined ? '' : ` (${reason})`;
    return {
      reason: `IAM content of ${unread} was not read${why}, and what it grants holds below it`,
      needs: needs ?? 'export the IAM content of the folders and the organization above as well',
    };
  }

  #unreadAncestor(environment: string): string | undefined {
    if (this.#ancestors.has(environment)) return this.#ancestors.get(environment);
    const seen = new Set<string>();
    const parents = new Set<string>();
    for (const asset of this.#subjects.all(environment)) {
      const { ancestors } = asset;
      if (ancestors.length === 0 && asset.type === PROJECT) {
        const parent = parentOf(asset.data as { parent?: unknown });
        if (parent !== undefined) parents.add(parent);
      }
      if (seen.has(ancestors[0] ?? '')) continue;
      seen.add(ancestors[0] ?? '');
      for (const one of ancestors) parents.add(one);
    }
    for (const project of this.#subjects.projectsOf(environment))
      for (const one of this.#world.above(project)) parents.add(one);
    const unread = [...parents].sort().find((one) => this.#isUnread(one));
    this.#ancestors.set(environment, unread);
    return unread;
  }

  #isUnread(ancestor: string): boolean {
    const type = PARENTS[ancestor.split('/')[0] as string];
    if (type === undefined) return false;
    const asset = attempt(() => this.#world.get(type, ancestor) as Asset);
    return asset instanceof Unknown || attempt(() => this.#world.iam(asset)) instanceof Unknown;
  }
}

/** The folder or organization a project names as its parent: Resource Manager API v1, Project.parent. */
function parentOf({ parent }: { readonly parent?: unknown }): string | undefined {
  if (typeof parent !== 'object' || parent === null || parent instanceof Unknown) return undefined;
  const { type, id } = parent as { readonly type?: unknown; readonly id?: unknown };
  return typeof type === 'string' && typeof id === 'string' ? `${type}s/${id}` : undefined;
}
