import { type Asset, attempt, type Flaw, type Judgement, type Lookup, repairOf, Unknown } from '#policy';
import {
  type AssetRow,
  type EnvironmentFrom,
  type Finding,
  fingerprint,
  identityOf,
  type RepairRow,
  type Result,
} from '#report';
import type { Inventory } from '../inventory/world.ts';
import { findingOf } from './finding.ts';
import type { Selected } from './selection.ts';
import { messageOf, sayCause, sayNeeds, sayReasons } from './sentence.ts';
import type { Waivers } from './waivers.ts';

const NONE: readonly never[] = [];

/** What the rows of one asset share, so that an asset with many results is told once. */
interface Told {
  readonly row: AssetRow;
  readonly origin: Result['origin'];
  readonly identity: string;
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
  readonly #told = new Map<Asset, Told>();
  readonly #repairs = new Map<string, RepairRow>();

  constructor(world: Inventory, waivers: Waivers, clock: number) {
    this.#world = world;
    this.#waivers = waivers;
    this.#clock = clock;
  }

  /** The result of a judgement, waivers applied. */
  of(asset: Asset, judged: Judgement, at: Standpoint): Result {
    const { one, environment, from } = at;
    const { row, origin, identity } = this.#tell(asset);
    const flaws = judged.verdict === 'fail' ? flawsOf(one, judged) : NONE;
    const { findings, ended } = this.#findings(asset, identity, one, flaws);
    const waiver = findings[0]?.waiver;
    const waived = findings.length > 0 && findings.every((finding) => finding.waiver !== undefined);
    const reason = reasonOf(judged);
    const needs = sayNeeds(judged.doubts);
    return {
      policy: one.policy.id,
      verdict: waived ? 'waived' : judged.verdict,
      severity: one.severity,
      environment,
      environmentFrom: from,
      asset: row,
      message: messageOf(one.policy, judged, findings),
      ...(reason !== undefined && { reason }),
      ...(needs !== undefined && { needs }),
      notes: ended.length > 0 ? [...judged.notes, ...ended] : judged.notes.length > 0 ? judged.notes : NONE,
      ...(judged.verdict === 'error' && { cause: sayCause(judged.cause) }),
      ...(waived && waiver && { waiver }),
      origin,
      findings,
      fingerprint: fingerprint(one.policy.id, identity),
      ...(judged.verdict === 'fail' && { repair: this.#repair(asset, flaws, at) }),
    };
  }

  #findings(asset: Asset, identity: string, { policy }: Selected, flaws: readonly Flaw[]) {
    if (flaws.length === 0) return { findings: NONE, ended: NONE };
    const ended = new Set<string>();
    const findings = flaws.map((flaw): Finding => {
      const finding = findingOf(policy, asset, identity, flaw, this.#rowOf);
      const waivers = this.#waivers.find(policy.id, asset, flaw, finding);
      if (waivers.ended && !waivers.holds) {
        ended.add(`the waiver of ${waivers.ended.owner} ended on ${waivers.ended.until}`);
      }
      return waivers.holds ? { ...finding, waiver: waivers.holds } : finding;
    });
    return { findings, ended: [...ended] };
  }

  /** A declared repair's kind is in its declaration; only a derived one depends on what is wrong. */
  #repair(asset: Asset, flaws: readonly Flaw[], { one, lookup }: Standpoint): RepairRow {
    const { policy } = one;
    const declared = typeof policy.repair === 'string' ? { manual: policy.repair } : (policy.repair ?? {});
    const derived = () => repairOf(policy, asset, flaws, this.#world, lookup, this.#clock);
    const solved = (declared.manual ?? declared.create ?? declared.set) ? undefined : attempt(derived);
    const kind =
      declared.manual !== undefined || solved instanceof Unknown
        ? 'manual'
        : declared.create
          ? 'create'
          : (solved?.kind ?? 'automatic');
    const key = `${policy.id} ${kind}`;
    let row = this.#repairs.get(key);
    if (!row) {
      const { impact = 'none', requires } = declared;
      this.#repairs.set(key, (row = { kind, impact, ...(requires !== undefined && { requires }) }));
    }
    return row;
  }

  readonly #rowOf = (asset: Asset): AssetRow => this.#tell(asset).row;

  #tell(asset: Asset): Told {
    let told = this.#told.get(asset);
    if (!told) {
      const { name, type, project, location, address } = asset;
      const { uri, line, column } = asset.origin;
      told = {
        row: {
          name,
          type,
          ...(project !== undefined && { project }),
          ...(location !== undefined && { location }),
          ...(address !== undefined && { address }),
        },
        origin: { uri, ...(line !== undefined && { line }), ...(column !== undefined && { column }) },
        identity: identityOf(asset),
      };
      this.#told.set(asset, told);
    }
    return told;
  }
}

/** A judge of code may fail without saying where; the finding is then about the asset as a whole. */
const flawsOf = ({ policy }: Selected, { flaws }: Judgement): readonly Flaw[] =>
  flaws.length > 0 ? flaws : [{ path: '.', key: '.', actual: undefined, wanted: `so that ${policy.title}` }];

/** Why it is unknown or not applicable; what is unknown beside a failure. */
function reasonOf({ verdict, doubts, reason }: Judgement): string | undefined {
  if (doubts.length === 0) return reason;
  const said = sayReasons(doubts);
  return verdict === 'fail' ? `not known beside it: ${said}` : said;
}
