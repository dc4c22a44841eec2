import {
  type Asset,
  attempt,
  type Flaw,
  type Judgement,
  type Lookup,
  type Requirement,
  repairOf,
  Unknown,
} from '#policy';
import {
  type AssetRow,
  type EnvironmentFrom,
  type Finding,
  identityOf,
  type RepairRow,
  type Result,
} from '#report';
import type { Inventory } from '../inventory/world.ts';
import type { Baseline } from './baseline.ts';
import { findingOf, type Ground } from './finding.ts';
import type { Locate } from './input.ts';
import { lazyResult } from './lazy-result.ts';
import type { Selected } from './selection.ts';
import type { Waivers } from './waivers.ts';

const NONE: readonly never[] = [];

/** What the rows of one asset share, so that an asset with many results is told once. */
interface Told {
  readonly row: AssetRow;
  readonly origin: Result['origin'];
}

/** Where a judgement was made. */
export interface Standpoint {
  readonly one: Selected;
  readonly environment: string;
  readonly from: EnvironmentFrom;
  readonly lookup: Lookup;
}

/** Turns judgements into results. */
export class Results {
  readonly #world: Inventory;
  readonly #waivers: Waivers;
  readonly #clock: number;
  readonly #baseline: Baseline | undefined;
  readonly #ground: Ground;
  readonly #told = new Map<Asset, Told>();
  readonly #repairs = new Map<string, RepairRow>();
  /** By policy and environment, which a lookup stands for, then by the requirement that broke. */
  readonly #kinds = new Map<Lookup, Map<Requirement, RepairRow['kind']>>();

  constructor(
    world: Inventory,
    waivers: Waivers,
    clock: number,
    { baseline, locate }: { baseline?: Baseline | undefined; locate?: Locate | undefined } = {},
  ) {
    this.#world = world;
    this.#waivers = waivers;
    this.#clock = clock;
    this.#baseline = baseline;
    this.#ground = { world, locate, rowOf: (asset) => this.#tell(asset).row };
  }

  /** The result of a judgement, waivers and baseline applied. */
  of(asset: Asset, judged: Judgement, at: Standpoint): Result {
    const { row, origin } = this.#tell(asset);
    const waived =
      judged.verdict === 'fail' && this.#isConcerned(at.one.policy.id)
        ? this.#marked(asset, judged, at)
        : undefined;
    return lazyResult({ rows: this, asset, judged, at, row, origin, ...waived });
  }

  #isConcerned(policy: string): boolean {
    return this.#waivers.concern(policy) || (this.#baseline?.concern(policy) ?? false);
  }

  /** Waivers decide the verdict and the baseline the exit, so where a policy has some its findings are made at once. */
  #marked(asset: Asset, judged: Judgement, { one }: Standpoint) {
    const { policy } = one;
    const ended = new Set<string>();
    const findings = flawsOf(one, judged).map((flaw): Finding => {
      const finding = findingOf(policy, asset, identityOf(asset), flaw, this.#ground);
      const waivers = this.#waivers.find(policy.id, asset, flaw, finding);
      if (waivers.ended && !waivers.holds) {
        ended.add(`the waiver of ${waivers.ended.owner} ended on ${waivers.ended.until}`);
      }
      const held = this.#baseline?.holds(policy.id, finding.fingerprint) ?? false;
      if (waivers.holds) return { ...finding, waiver: waivers.holds };
      return held ? { ...finding, baselined: true } : finding;
    });
    return { findings, ended: [...ended] };
  }

  /** What is wrong, with its place in the source. */
  findings(asset: Asset, judged: Judgement, { one }: Standpoint): readonly Finding[] {
    if (judged.verdict !== 'fail') return NONE;
    const identity = identityOf(asset);
    return flawsOf(one, judged).map((flaw) => findingOf(one.policy, asset, identity, flaw, this.#ground));
  }

  /** A declared repair's kind is in its declaration; only a derived one depends on what is wrong. */
  repair(asset: Asset, judged: Judgement, at: Standpoint): RepairRow {
    const { policy } = at.one;
    const declared = typeof policy.repair === 'string' ? { manual: policy.repair } : (policy.repair ?? {});
    const kind =
      declared.manual !== undefined
        ? 'manual'
        : declared.create
          ? 'create'
          : declared.set
            ? 'automatic'
            : this.#derived(asset, flawsOf(at.one, judged), at);
    const key = `${policy.id} ${kind}`;
    let row = this.#repairs.get(key);
    if (!row) {
      const { impact = 'none', requires } = declared;
      this.#repairs.set(key, (row = { kind, impact, ...(requires !== undefined && { requires }) }));
    }
    return row;
  }

  /** Where the asset is known as a whole, one requirement that breaks at a path of its own is always repaired alike. */
  #derived(asset: Asset, flaws: readonly Flaw[], { one, lookup }: Standpoint): RepairRow['kind'] {
    const derive = (): RepairRow['kind'] => {
      const repair = attempt(() => repairOf(one.policy, asset, flaws, this.#world, lookup, this.#clock));
      return repair instanceof Unknown ? 'manual' : repair.kind;
    };
    const [{ requirement, path, ofView, on }] = flaws as [Flaw];
    const own = path !== '.' && !path.startsWith('$iam') && !ofView && on === undefined && !asset.partial;
    if (flaws.length > 1 || requirement === undefined || !own) return derive();
    let kinds = this.#kinds.get(lookup);
    if (!kinds) this.#kinds.set(lookup, (kinds = new Map()));
    let kind = kinds.get(requirement);
    if (!kind) kinds.set(requirement, (kind = derive()));
    return kind;
  }

  #tell(asset: Asset): Told {
    let told = this.#told.get(asset);
    if (!told) {
      const { type, project, location, address } = asset;
      const name = asset.unnamed && address !== undefined ? address : asset.name;
      const own = address === undefined ? undefined : this.#ground.locate?.(asset.origin.uri, address, '');
      const { uri, line, column } = own ?? asset.origin;
      told = {
        row: {
          name,
          type,
          ...(project !== undefined && { project }),
          ...(location !== undefined && { location }),
          ...(address !== undefined && { address }),
        },
        origin: { uri, ...(line !== undefined && { line }), ...(column !== undefined && { column }) },
      };
      this.#told.set(asset, told);
    }
    return told;
  }
}

/** A judge of code may fail without saying where; the finding is then about the asset as a whole. */
const flawsOf = ({ policy }: Selected, { flaws }: Judgement): readonly Flaw[] =>
  flaws.length > 0 ? flaws : [{ path: '.', key: '.', actual: undefined, wanted: `so that ${policy.title}` }];
