import { isObject, type Json } from '../core/json.ts';

/**
 * Fields that a service sets anew with every write, so that a change shows beside them: versions, times, the name of the
 * revision that a change makes, and what a client says of itself.
 */
const BOOKKEEPING =
  /(^|\.)(etag|fingerprint|settingsVersion|metageneration|generation|observedGeneration|resourceVersion|updateTime|userUpdateTime|updated|update_time|mutationRecord|mutateTime|lastTransitionTime|(latestReady|latestCreated)Revision(Name)?)($|[.[])|^(status\.)?conditions\[\d+\]\.lastTransitionTime$|^(spec\.template\.metadata\.name|template\.revision|(status\.traffic|trafficStatuses)\[\d+\]\.revision(Name)?)$|\.(run\.googleapis\.com\/(operation-id|client-name|client-version)|client\.knative\.dev\/(user-image|nonce)|serving\.knative\.dev\/lastModifier)$/;

/** Every value of a JSON with its path: `settings.backupConfiguration.enabled`, `bindings[0].role`. */
function* leaves(value: Json, path = ''): Generator<readonly [string, Json]> {
  const inner: readonly (readonly [string, Json])[] = Array.isArray(value)
    ? value.map((one, index) => [`${path}[${index}]`, one] as const)
    : isObject(value)
      ? Object.entries(value).map(([key, one]) => [path === '' ? key : `${path}.${key}`, one] as const)
      : [];
  if (inner.length === 0) yield [path, value];
  for (const [below, one] of inner) yield* leaves(one, below);
}

/** The paths whose values differ, with what stands there afterwards; null where nothing does. Bookkeeping is left out. */
export function changeOf(before: Json, after: Json): Record<string, Json> {
  const was = new Map(leaves(before));
  const is = new Map(leaves(after));
  const found: Record<string, Json> = {};
  for (const path of [...new Set([...was.keys(), ...is.keys()])].sort()) {
    if (BOOKKEEPING.test(path)) continue;
    if (JSON.stringify(was.get(path)) !== JSON.stringify(is.get(path))) found[path] = is.get(path) ?? null;
  }
  return found;
}
