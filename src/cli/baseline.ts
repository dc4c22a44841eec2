import { dirname } from 'node:path';
import type { BaselineEntry } from '#policy';
import {
  BASELINE_NAME,
  type BaselineFile,
  baselineAt,
  readBaseline,
  sayBaseline,
} from '../config/baseline.ts';
import type { Configuration } from '../config/load.ts';
import { PinkyError } from '../errors.ts';
import { isPlaceless } from '../inventory/unread.ts';
import { DAY_MS } from '../policy/day.ts';
import { inert, type Report } from '../report/index.ts';
import { WholeFile } from './output.ts';
import { tell } from './streams.ts';

/** How long a new entry holds: long enough to plan a repair, short enough to be remembered. The tool's own choice. */
const DAYS = 90;
const REASON = 'It was there when the baseline was written; say here why it may stay until then.';

/** The baseline of a run: the file, and what it holds. */
export interface Given {
  readonly file: BaselineFile;
  readonly entries: readonly BaselineEntry[];
}

/**
 * The baseline that is asked for: by option, else by the configuration; an update without either is of the file with
 * the default name beside the configuration. Undefined where none is: a file that merely lies there hides nothing.
 *
 * @throws PinkyError E_BASELINE where it cannot be read, or is named and not there
 */
export async function givenBaseline(
  configuration: Configuration,
  named: string | undefined,
  update: boolean,
): Promise<Given | undefined> {
  const file = fileOf(configuration, named, update);
  if (!file) return undefined;
  const entries = await readBaseline(file);
  if (!entries && !update) {
    const hint = '--update-baseline writes it';
    throw new PinkyError('E_BASELINE', 'there is no such file', { place: { uri: file.uri }, hint });
  }
  return { file, entries: entries ?? [] };
}

function fileOf(configuration: Configuration, named: string | undefined, update: boolean) {
  if (named !== undefined) return baselineAt(process.cwd(), named);
  if (configuration.baseline) return configuration.baseline;
  if (!update) return undefined;
  const { uri } = configuration;
  const folder = uri === undefined ? '' : dirname(uri);
  return baselineAt(
    process.cwd(),
    folder === '' || folder === '.' ? BASELINE_NAME : `${folder}/${BASELINE_NAME}`,
  );
}

/** What an update makes of a baseline. */
export interface Update {
  readonly entries: readonly BaselineEntry[];
  readonly added: number;
  readonly removed: number;
}

/**
 * The entries that are still found or were not judged, as they were, and one for each failing finding that neither an
 * entry nor a waiver has.
 */
export function updated(report: Report, clock: number): Update {
  const rows = report.baseline ?? [];
  const kept = rows
    .filter(({ state }) => state !== 'stale')
    .map(({ state: _, findings: __, ...entry }) => entry);
  const known = new Set(kept.map(({ policy, fingerprint }) => `${policy} ${fingerprint}`));
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  const [added, until] = [day(clock), day(clock + DAYS * DAY_MS)];
  const fresh: BaselineEntry[] = [];
  for (const { policy, verdict, asset, findings } of report.results) {
    if (verdict !== 'fail') continue;
    for (const { path, message, fingerprint, waiver } of findings) {
      const key = `${policy} ${fingerprint}`;
      if (waiver || known.has(key)) continue;
      known.add(key);
      const { name, address, type, project } = asset;
      fresh.push({
        fingerprint,
        policy,
        asset: name || (address ?? ''),
        type,
        ...(project !== undefined && { project }),
        ...(!isPlaceless(type) && { in: address === undefined ? ('cloud' as const) : ('code' as const) }),
        path,
        message,
        reason: REASON,
        added,
        until,
      });
    }
  }
  return { entries: [...kept, ...fresh], added: fresh.length, removed: rows.length - kept.length };
}

/** Writes a baseline as a whole, and says what became of it. */
export async function writeUpdate(
  { path, uri }: BaselineFile,
  report: Report,
  update: Update,
): Promise<void> {
  new WholeFile(path, 'the baseline').write([sayBaseline(update.entries)]);
  const { added, removed, entries } = update;
  const state = (name: string) => (report.baseline ?? []).filter((row) => row.state === name).length;
  const beside = [
    ...(state('unjudged') > 0 ? [`${state('unjudged')} of them not judged by this run`] : []),
    ...(state('expired') > 0
      ? [`${state('expired')} ended: they cover nothing until you move their end`]
      : []),
  ];
  const more = beside.length > 0 ? ` (${beside.join('; ')})` : '';
  await tell(
    `baseline ${inert(uri)}: ${added} added, ${entries.length - added} kept${more}, ${removed} removed`,
  );
}
