import { Unknown } from '#policy';
import type { Manifest, ManifestGap } from './manifest.ts';
import { answerTo, isOfRepository, isPlaceless, notGiven, sayContent } from './unread.ts';

export type { Manifest } from './manifest.ts';
export { isPlaceless, sayContent } from './unread.ts';

/** What is known of a (content, type, project): read (none may be concluded), or why it was not. */
type State = 'read' | 'api-disabled' | 'not-read' | 'denied' | 'unmapped';

/** A state with the rule that decided it, as the ledger shows it. */
export interface Reading {
  readonly state: State;
  readonly rule: string;
  readonly reason?: string | undefined;
  /** What would let it be read, where the source says so. */
  readonly needs?: string | undefined;
}

/** Whether "none" may be concluded. */
export const isSound = ({ state }: Reading): boolean => state === 'read' || state === 'api-disabled';

/** What one export (a file, or several that belong together) was seen to hold. Project tokens are ids or numbers. */
export interface Evidence {
  readonly uri: string;
  /** Asset types with at least one record that carries resource content. */
  readonly types: ReadonlySet<string>;
  readonly projects: ReadonlySet<string>;
  /** Folders and organizations that have a record of their own, as `folders/1`. */
  readonly containers?: ReadonlySet<string> | undefined;
  readonly iam: boolean;
  readonly orgPolicy: boolean;
  /** Projects whose service usage has a record, each with the APIs seen enabled. */
  readonly enabledApis: ReadonlyMap<string, ReadonlySet<string>>;
  /** Types of records that could not be read; `*` where the type could not be told. */
  readonly malformed: ReadonlySet<string>;
  readonly manifest?: Manifest | undefined;
  /** The latest update time seen, or the manifest's read time. */
  readonly readTime?: string | undefined;
  /** A Terraform plan: it holds what it manages, and nothing that is managed elsewhere, unless it is complete. */
  readonly plan?: { readonly complete: boolean } | undefined;
}

const READ = (rule: string): Reading => ({ state: 'read', rule });

/** What a manifest says it speaks for where its source is no part of the cloud. */
const BESIDE: ReadonlySet<string> = new Set(['images', 'repository']);

const OF_PLAN = 'outside of the plan, which holds only what it manages';

const UNCOVERED = 'no record, manifest or configuration covers it';

/**
 * Decides what was read (design section 4): a manifest or the configuration says so; or the same export holds a
 * record of the type and one of the project; or the project's service usage was read and the API is not enabled.
 * Everything else is not read, so an empty list is never taken for proof of absence.
 */
export class Coverage {
  readonly #evidence: readonly Evidence[];
  readonly #declared: ReadonlySet<string>;
  readonly #complete: boolean;
  readonly #ids: (token: string) => string;
  readonly #above: (place: string) => readonly string[];
  /** By what, then by project ('' for everywhere): asked once for every asset. */
  readonly #known = new Map<string, Map<string, Reading>>();
  readonly #apis = new Map<string, ReadonlySet<string>>();
  readonly #projects: readonly ReadonlySet<string>[];
  #sorted: readonly string[] | undefined;

  constructor(
    evidence: readonly Evidence[],
    options: {
      readonly ids?: (token: string) => string;
      /** The folders and the organization above a project or a folder (itself among them), where they are known. */
      readonly above?: (place: string) => readonly string[];
      readonly types?: readonly string[];
      readonly complete?: boolean;
    } = {},
  ) {
    this.#evidence = evidence;
    this.#ids = options.ids ?? ((token) => token);
    this.#above = options.above ?? (() => []);
    this.#declared = new Set(options.types ?? []);
    this.#complete = options.complete ?? false;
    this.#projects = evidence.map(({ projects }) => new Set([...projects].map(this.#ids)));
    for (const { enabledApis } of evidence) {
      for (const [project, apis] of enabledApis) {
        const id = this.#ids(project);
        this.#apis.set(id, new Set([...(this.#apis.get(id) ?? []), ...apis]));
      }
    }
  }

  /** Every project that some record stands in, by id, sorted. */
  get projects(): readonly string[] {
    this.#sorted ??= [...new Set(this.#projects.flatMap((set) => [...set]))].sort();
    return this.#sorted;
  }

  /** Whether nothing was read but plans and what is given beside any source: what they hold is all there is to judge. */
  get onlyPlans(): boolean {
    return this.holds('code') && !this.holds('cloud');
  }

  /** Whether a plan was read (`code`), or what runs (`cloud`). */
  holds(what: 'code' | 'cloud'): boolean {
    return this.#evidence.some(({ plan, manifest }) =>
      what === 'code' ? plan !== undefined : !plan && !BESIDE.has(manifest?.scope ?? ''),
    );
  }

  /** Whether some record stands in a project. */
  covers(project: string): boolean {
    return this.#projects.some((set) => set.has(project));
  }

  /**
   * Whether `what` (an asset type, `iam` or `orgpolicy`) was read in a place: a project by its id, or `folders/1`, which
   * stands for the folder itself; without one, in all projects.
   */
  reading(what: string, place?: string): Reading {
    let byPlace = this.#known.get(what);
    if (!byPlace) this.#known.set(what, (byPlace = new Map()));
    const key = place ?? '';
    let known = byPlace.get(key);
    if (!known) {
      if (place === undefined)
        known = isPlaceless(what) ? this.#decide(what, undefined) : this.#everywhere(what);
      else
        known = (isPlaceless(what) && this.#gapIn(what, place)) || this.#decide(what, placeFor(what, place));
      byPlace.set(key, known);
    }
    return known;
  }

  /** Folders and organizations of which a manifest says that `what` was not read there, and why. */
  above(what: string): ReadonlyMap<string, Reading> {
    const named = this.#evidence.flatMap(({ manifest }) => manifest?.gaps ?? []);
    return new Map(
      named.flatMap((gap) =>
        gap.type === what && gap.project !== undefined && isContainer(gap.project)
          ? [[gap.project, ofGap(gap)] as const]
          : [],
      ),
    );
  }

  /** The Unknown to throw where `what` was not read; undefined where it was. */
  gap(what: string, place?: string): Unknown | undefined {
    const reading = this.reading(what, place);
    if (isSound(reading)) return undefined;
    const { state, rule, reason, needs: said } = reading;
    const code = state === 'denied' || state === 'unmapped' ? state : 'not-read';
    const project = place === undefined || isContainer(place) ? undefined : place;
    const where = place === undefined ? '' : project === undefined ? ` of ${place}` : ` in project ${place}`;
    const unread =
      rule === OF_PLAN
        ? `${sayContent(what)} outside of the plan was not read`
        : `${sayContent(what)} was not read${where}`;
    return new Unknown(code, reason ?? unread, {
      needs: said ?? answerTo(what, this),
      gap: { type: what, project },
    });
  }

  /** The Unknown for "none": a record that could not be read may have been the one asked for. */
  doubt(what: string): Unknown | undefined {
    const source = this.#evidence.find(({ malformed }) => malformed.has(what) || malformed.has('*'));
    return (
      source &&
      new Unknown('malformed', `a record of ${source.uri} could not be read and may be ${sayContent(what)}`, {
        needs: 'repair the records listed under errors',
        gap: { type: what },
      })
    );
  }

  #everywhere(what: string): Reading {
    const states = this.projects.map((project) => this.reading(what, project));
    const bad = states.filter((one) => !isSound(one));
    if (states.length === 0) return this.#decide(what, undefined);
    if (bad.length === 0) return states[0] as Reading;
    const [first] = bad as [Reading];
    if (states.every(({ rule }) => rule === OF_PLAN)) return first;
    const share = bad.length === states.length ? '' : ` in ${bad.length} of ${states.length} projects`;
    return { ...first, reason: `${sayContent(what)} was not read${share}` };
  }

  #decide(what: string, place: string | undefined): Reading {
    for (const [i, { manifest }] of this.#evidence.entries()) {
      if (!manifest || !this.#inScope(manifest, i, place)) continue;
      const gap = manifest.gaps.find(
        (one) => one.type === what && (one.project === undefined || this.#ids(one.project) === place),
      );
      if (gap) return ofGap(gap);
      const content = what.includes('/') ? 'resource' : what;
      if (manifest.contents.includes(content) && (content === what || manifest.types.includes(what)))
        return READ('the manifest lists it');
    }
    // A snapshot holds what is in the cloud, and no repository.
    if (this.#complete && !isOfRepository(what)) return READ('--snapshot-complete');
    if (this.#declared.has(what)) return READ('snapshot.types in the configuration');
    const holds = ({ types, iam, orgPolicy }: Evidence) =>
      what === 'iam' ? iam : what === 'orgpolicy' ? orgPolicy : types.has(what);
    const found = this.#evidence.some(
      (one, i) => holds(one) && (place === undefined || this.#holdsPlace(one, i, place)),
    );
    if (found) return READ('the export holds a record of it');
    // Nor does a plan hold a repository or an image, however complete.
    if (isPlaceless(what)) return { state: 'not-read', rule: UNCOVERED, reason: notGiven(what) };
    const plans = this.#evidence.filter(({ plan }) => plan !== undefined);
    if (plans.some(({ plan }) => plan?.complete)) return READ('plan.scope is complete');
    const api = what.split('/')[0] as string;
    const apis = place === undefined ? undefined : this.#apis.get(place);
    if (apis && !apis.has(api) && api.endsWith('.googleapis.com')) {
      return { state: 'api-disabled', rule: `service usage was read and ${api} is not enabled` };
    }
    if (plans.length > 0) return { state: 'not-read', rule: OF_PLAN };
    const rule = this.#evidence.some(holds)
      ? 'only exports without a record of the project hold one of it'
      : UNCOVERED;
    return { state: 'not-read', rule };
  }

  /** A gap that a manifest names in one place of a type that stands in none: some of it was not read. */
  #gapIn(what: string, place: string): Reading | undefined {
    const gap = this.#evidence
      .flatMap(({ manifest }) => manifest?.gaps ?? [])
      .find(({ type, project }) => type === what && project !== undefined && this.#ids(project) === place);
    return gap && ofGap(gap);
  }

  /** An export that holds a record of a folder or an organization holds what stands below it. */
  #holdsPlace({ containers }: Evidence, i: number, place: string): boolean {
    if (!isContainer(place)) return this.#projects[i]?.has(place) ?? false;
    return containers !== undefined && [place, ...this.#above(place)].some((one) => containers.has(one));
  }

  /** Where nothing tells what is above a project, a manifest speaks for those of its own file set. */
  #inScope({ scope }: Manifest, i: number, place: string | undefined): boolean {
    if (place === undefined || place === scope) return true;
    if (scope.startsWith('projects/')) return this.#ids(scope.slice(9)) === place;
    const above = this.#above(place);
    return above.length > 0 ? above.includes(scope) : (this.#projects[i]?.has(place) ?? false);
  }
}

const placeFor = (what: string, place: string): string | undefined => (isPlaceless(what) ? undefined : place);

/** Where a manifest gives no state, its words tell. */
function ofGap({ state, cause, needs }: ManifestGap): Reading {
  const told = /denied|permission/i.test(cause)
    ? 'denied'
    : /disabled/i.test(cause)
      ? 'api-disabled'
      : 'not-read';
  return {
    state: state ?? told,
    rule: 'the manifest names the gap',
    reason: cause,
    ...(needs !== undefined && { needs }),
  };
}

const isContainer = (place: string): boolean => place.includes('/');
