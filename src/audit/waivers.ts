import type { Asset, Flaw, Waiver } from '#policy';
import type { Finding, WaiverMark, WaiverRow } from '#report';
import type { Inventory } from '../inventory/world.ts';
import { globOf } from './glob.ts';
import { hasEnded } from './last-day.ts';

interface Prepared {
  readonly waiver: Waiver;
  readonly mark: WaiverMark;
  readonly expired: boolean;
  readonly covers: (asset: Asset, flaw: Flaw, finding: Finding) => boolean;
  used: number;
}

/** The agreed exceptions of a run: which findings they cover, and what became of each. */
export class Waivers {
  readonly #all: readonly Prepared[];
  readonly #byPolicy = new Map<string, Prepared[]>();

  constructor(waivers: readonly Waiver[], world: Inventory, clock: number) {
    this.#all = waivers.map((waiver) => ({
      waiver,
      mark: { reason: waiver.reason, owner: waiver.owner, until: waiver.until },
      expired: hasEnded(waiver.until, clock),
      covers: coverage(waiver, world),
      used: 0,
    }));
    for (const one of this.#all) {
      const list = this.#byPolicy.get(one.waiver.policy);
      if (list) list.push(one);
      else this.#byPolicy.set(one.waiver.policy, [one]);
    }
  }

  /** Whether any waiver is of a policy. */
  concern(policy: string): boolean {
    return this.#byPolicy.has(policy);
  }

  /** The waivers of a policy that cover a finding: the one that holds, and one that has ended. */
  find(
    policy: string,
    asset: Asset,
    flaw: Flaw,
    finding: Finding,
  ): { holds?: WaiverMark; ended?: WaiverMark } {
    const found: { holds?: WaiverMark; ended?: WaiverMark } = {};
    for (const one of this.#byPolicy.get(policy) ?? []) {
      if (!one.covers(asset, flaw, finding)) continue;
      one.used++;
      if (one.expired) found.ended ??= one.mark;
      else found.holds ??= one.mark;
    }
    return found;
  }

  /** Every waiver with its state; `judged` are the policies of this run. */
  rows(judged: ReadonlySet<string>): WaiverRow[] {
    return this.#all.map(({ waiver, expired, used }) => ({
      policy: waiver.policy,
      asset: waiver.asset,
      ...(waiver.path !== undefined && { path: waiver.path }),
      ...(waiver.value !== undefined && { value: waiver.value }),
      reason: waiver.reason,
      owner: waiver.owner,
      until: waiver.until,
      ...(waiver.place && { place: waiver.place }),
      state: expired ? 'expired' : used > 0 || !judged.has(waiver.policy) ? 'active' : 'unused',
      findings: expired ? 0 : used,
    }));
  }
}

function coverage(waiver: Waiver, world: Inventory): Prepared['covers'] {
  const { covers } = waiver;
  if (covers) return (_asset, _flaw, { source }) => covers(source);
  const named = assetMatcher(waiver.asset, world);
  const path = waiver.path === undefined ? undefined : globOf(waiver.path);
  return (asset, flaw, finding) => {
    if (!named(asset)) return false;
    if (path && ![finding.path, flaw.path, flaw.key, finding.source.path].some(path)) return false;
    return waiver.value === undefined || (finding.actual !== null && String(finding.actual) === waiver.value);
  };
}

/**
 * Whether an asset is the one a waiver names: full or relative name, self link, project number or id, Terraform
 * address; with `*`, any whose name matches. A bare name is none: it would cover every environment at once.
 */
function assetMatcher(spelled: string, world: Inventory): (asset: Asset) => boolean {
  const relative = spelled
    .replace(/^(?:https:)?\/\/.*?(?=\/?projects\/)\/?/, '')
    .replace(/^projects\/([^/*]+)/, (_, token: string) => `projects/${world.projectId(token)}`);
  const host = /^\/\/[^/]+\//.exec(spelled)?.[0];
  const matches = globOf(spelled);
  const matchesRelative = globOf(relative);
  return (asset) => {
    if (matches(asset.name) || matches(asset.id) || matches(asset.address ?? '')) return true;
    const plain = asset.id.replace(/^\/\/[^/]+\//, '');
    if (matchesRelative(plain))
      return host === undefined || [hostOf(asset), asset.type.split('/')[0]].includes(host.slice(2, -1));
    return !spelled.includes('*') && spelled.includes('/') && world.same(asset.id, spelled);
  };
}

/** The host in the asset's own name: not always its type's (`//cloudsql.googleapis.com`, `sqladmin.googleapis.com/Instance`). */
const hostOf = (asset: Asset): string => asset.name.slice(2, asset.name.indexOf('/', 2));
