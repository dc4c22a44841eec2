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
): Pick<NonNullable<Finding['source']>, 'uri' | 'address' | 'path'> | undefined {
  const near = ofView && nearestAt?.asset.address !== undefined ? nearestAt : undefined;
  const { asset, path: at } = near ?? { asset: holder, path };
  const { address, origin } = asset;
  if (address === undefined) return undefined;
  const whole = at === '.' || (!near && (ofView || at.startsWith('$iam')));
  const part = whole ? undefined : asset.partAt?.(at);
  return { uri: origin.uri, ...(part ?? { address, path: whole ? '' : asset.sourcePath(at) }) };
}

/** Where what a flaw is about is written. */
function sourceOf(
  flaw: Flaw,
  holder: Asset,
  world: Pick<Inventory, 'iamPlace' | 'iamAttribute'>,
): Finding['source'] {
  const { path, ofView } = flaw;
  const ofIam = path.startsWith('$iam');
  const exact = exactPlace(flaw, holder);
  const { uri, line, column, ...end } = exact ?? (ofIam ? world.iamPlace(holder) : holder.origin);
  const granted = ofIam ? world.iamAttribute(holder, path) : undefined;
  if (granted) return { uri, ...granted, quality: 'plan' };
  const planned = planPlace(flaw, holder);
  if (planned) return { ...planned, quality: 'plan' };
  return {
    path: ofView || ofIam ? sayPath(path) : holder.sourcePath(path),
    uri,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    ...(exact && end),
    quality: exact ? 'exact' : 'record',
  };
}

/** A flaw as a report tells it: with its place in the source and the fingerprint by which it is known again. */
export function findingOf(
  policy: Policy,
  asset: Asset,
  identity: string,
  flaw: Flaw,
  world: Pick<Inventory, 'iam' | 'iamPlace' | 'iamAttribute'>,
  rowOf: (asset: Asset) => AssetRow,
): Finding {
  const holder = flaw.on ?? asset;
  const secret = isSecret(flaw);
  const ofIam = flaw.path.startsWith('$iam');
  return {
    path: sayPath(flaw.path),
    actual: secret ? null : shown(flaw.actual),
    wanted: flaw.wanted,
    message: sayFlaw(flaw, secret, ofIam ? attempt(() => world.iam(holder)) : holder.data),
    ...(flaw.on && { asset: rowOf(flaw.on) }),
    source: sourceOf(flaw, holder, world),
    fingerprint: fingerprint(
      policy.id,
      identity,
      flaw.on ? `${identityOf(flaw.on)}#${flaw.key}` : flaw.key,
      secret ? undefined : memberOf(flaw),
    ),
    ...(secret && { redacted: true }),
  };
}
