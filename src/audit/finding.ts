import {
  type Asset,
  attempt,
  type ExactPlace,
  type Flaw,
  type Policy,
  sayPath,
  sayValue,
  Unknown,
} from '#policy';
import { type AssetRow, clip, type Finding, fingerprint, identityOf, mayBeSecret } from '#report';
import type { Inventory } from '../inventory/world.ts';
import type { Locate } from './input.ts';
import { sayFlaw } from './sentence.ts';

/** Values longer than this are shown by their beginning. */
const LONGEST_VALUE = 300;

/** Whether what was seen at a flaw must not be shown. */
function isSecret(flaw: Flaw): boolean {
  if (flaw.actual instanceof Unknown) return flaw.actual.code === 'redacted';
  return typeof flaw.actual === 'string' && mayBeSecret(flaw.path);
}

/** What was seen, as JSON holds it. */
function shown(actual: unknown): Finding['actual'] {
  if (actual === undefined || actual === null) return null;
  if (typeof actual === 'number' || typeof actual === 'boolean') return actual;
  return clip(typeof actual === 'string' ? actual : sayValue(actual), LONGEST_VALUE);
}

/** What tells two flaws at the same path by natural keys apart. */
function memberOf({ key, actual }: Flaw): string | undefined {
  const scalar = typeof actual === 'string' || typeof actual === 'number';
  return scalar && key.includes('[*]') ? String(actual) : undefined;
}

/** The place of what is wrong, where the source tells it: for "some", of the element that lacks least. */
function exactPlace({ path, nearestAt }: Flaw, holder: Asset): ExactPlace | undefined {
  return nearestAt?.asset.placeOf?.(nearestAt.path) ?? holder.placeOf?.(path);
}

/**
 * Resource and attribute of a plan that what is wrong is written in. A field of a view has no attribute of its own: it
 * is where the element stands that lacks least, or else about the resource as a whole.
 */
function planPlace(
  { path, ofView, nearestAt }: Flaw,
  holder: Asset,
): { uri: string; address: string; path: string } | undefined {
  const near = ofView && nearestAt?.asset.address !== undefined ? nearestAt : undefined;
  const { asset, path: at } = near ?? { asset: holder, path };
  const { address, origin } = asset;
  if (address === undefined) return undefined;
  const whole = at === '.' || (!near && (ofView || at.startsWith('$iam')));
  const part = whole ? undefined : asset.partAt?.(at);
  return { uri: origin.uri, ...(part ?? { address, path: whole ? '' : asset.sourcePath(at) }) };
}

/** What findings are told by, beside the flaw. */
export interface Ground {
  readonly world: Pick<Inventory, 'iam' | 'iamPlace' | 'iamAttribute'>;
  readonly locate: Locate | undefined;
  rowOf(asset: Asset): AssetRow;
}

/** A place in a plan, in the plan's own source where that is at hand. */
function planned(uri: string, address: string, path: string, locate: Locate | undefined): Finding['source'] {
  const place = locate?.(uri, address, path);
  if (!place) return { uri, address, path, quality: 'plan' };
  const { line, column, endLine, endColumn, quality, related } = place;
  // Written out: thousands are made, and an object that is spread into another costs twenty times as much.
  return related
    ? { uri: place.uri, line, column, endLine, endColumn, quality, related, path, address }
    : { uri: place.uri, line, column, endLine, endColumn, quality, path, address };
}

/** Where what a flaw is about is written. */
function sourceOf(flaw: Flaw, holder: Asset, { world, locate }: Ground): Finding['source'] {
  const { path, ofView } = flaw;
  const ofIam = path.startsWith('$iam');
  const exact = exactPlace(flaw, holder);
  const { uri, line, column, ...end } = exact ?? (ofIam ? world.iamPlace(holder) : holder.origin);
  const granted = ofIam ? world.iamAttribute(holder, path) : undefined;
  if (granted) return planned(uri, granted.address, granted.path, locate);
  const written = planPlace(flaw, holder);
  if (written) return planned(written.uri, written.address, written.path, locate);
  return {
    path: ofView || ofIam ? sayPath(path) : holder.sourcePath(path),
    uri,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    ...(exact && end),
    quality: exact ? 'exact' : 'record',
  };
}

/**
 * A flaw as a report tells it: with its place in the source and the fingerprint by which it is known again. Sentence and
 * hash are made when they are first read.
 */
export function findingOf(
  policy: Policy,
  asset: Asset,
  identity: string,
  flaw: Flaw,
  ground: Ground,
): Finding {
  const holder = flaw.on ?? asset;
  const secret = isSecret(flaw);
  const ofIam = flaw.path.startsWith('$iam');
  const key = flaw.on ? `${identityOf(flaw.on)}#${flaw.key}` : flaw.key;
  let message: string | undefined;
  let name: string | undefined;
  return {
    path: sayPath(flaw.path),
    actual: secret ? null : shown(flaw.actual),
    wanted: flaw.wanted,
    get message(): string {
      return (message ??= sayFlaw(
        flaw,
        secret,
        ofIam ? attempt(() => ground.world.iam(holder)) : holder.data,
      ));
    },
    asset: flaw.on && ground.rowOf(flaw.on),
    source: sourceOf(flaw, holder, ground),
    get fingerprint(): string {
      return (name ??= fingerprint(policy.id, identity, key, secret ? undefined : memberOf(flaw)));
    },
    redacted: secret || undefined,
  };
}
