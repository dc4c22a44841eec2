import type { Settings } from '#policy';
import { byCodeUnit, type NoticeRow, type Result, type SourceRow, type WaiverRow } from '#report';
import { DAY_MS } from '../policy/day.ts';

const NAMED = 5;

/** The sources, with those marked whose evidence is older than the settings allow at the moment of the audit. */
export const aged = (
  sources: readonly Omit<SourceRow, 'stale'>[],
  settings: Settings,
  clock: number,
): SourceRow[] =>
  sources.map((source) => {
    const age = source.readTime === undefined ? 0 : clock - Date.parse(source.readTime);
    const { maxAgeDays } = settings.snapshot;
    return age > maxAgeDays * DAY_MS ? { ...source, stale: true, maxAgeDays } : source;
  });

/** What the audit itself has to say: guesses it made, old evidence, waivers that no longer do anything. */
export function noticesOf(
  assumed: ReadonlySet<string>,
  sources: readonly SourceRow[],
  waivers: readonly WaiverRow[],
  maxAgeDays: number,
  results: readonly Result[] = [],
): NoticeRow[] {
  const notices: NoticeRow[] = [];
  if (assumed.size > 0) {
    const named = [...assumed].sort(byCodeUnit).slice(0, NAMED).join(', ');
    const more = assumed.size > NAMED ? ` and ${assumed.size - NAMED} more` : '';
    notices.push({
      code: 'environment-assumed',
      message: `nothing tells the environment of ${named}${more}: judged as production; label the projects with env, or list them under environments in pinky.config.yaml`,
    });
  }
  for (const { kind, uri, readTime, stale } of sources) {
    if (!stale) continue;
    const day = readTime?.slice(0, 10);
    const next = kind === 'plan' ? 'plan again' : 'export again';
    notices.push({
      code: 'evidence-stale',
      message: `the evidence is from ${day}, more than ${maxAgeDays} days before this audit: ${next}`,
      uri,
    });
  }
  for (const { policy, asset, owner, until, state, place } of waivers) {
    if (state === 'active') continue;
    const what = state === 'expired' ? `ended on ${until}` : 'covers nothing that fails';
    const next = state === 'expired' ? 'renew it or repair what it covered' : nextOf(policy, asset, results);
    notices.push({
      code: `waiver-${state}`,
      message: `the waiver of ${policy} on ${asset} (${owner}) ${what}: ${next}`,
      ...(place && { uri: place.uri }),
      ...(place?.line !== undefined && { line: place.line }),
    });
  }
  return notices;
}

/** A waiver that covers nothing may be misspelt: the asset meant is likely the one that has its last name, or the only one. */
function nextOf(policy: string, spelled: string, results: readonly Result[]): string {
  const failing = results.filter((one) => one.policy === policy && one.verdict === 'fail');
  const names = [...new Set(failing.map(({ asset }) => asset.name || (asset.address ?? '')))];
  const last = spelled.slice(spelled.lastIndexOf('/') + 1);
  const meant =
    names.find((name) => name.endsWith(`/${last}`)) ?? (names.length === 1 ? names[0] : undefined);
  if (meant !== undefined) return `did you mean ${meant}? If not, remove it`;
  return names.length === 0 ? 'remove it' : 'correct its asset, or remove it';
}
