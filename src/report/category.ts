import { SEVERITIES } from '#policy';
import { digest } from './fingerprint.ts';
import type { Report } from './model.ts';
import { byCodeUnit } from './order.ts';
import type { ReporterOptions } from './reporter.ts';

const PARTS_SHOWN = 40;

/** Text of which only what may stand in a category is left. */
const slug = (text: string): string =>
  text
    .replace(/[^\w.-]+/g, '_')
    .replace(/^\.+/, '_')
    .slice(0, PARTS_SHOWN);

/**
 * What tells this audit from others of the same repository: kinds of sources, target, folder of the plan, and how it is
 * narrowed. Code scanning takes what is missing from a newer upload of one category for fixed, so a part of the policies
 * must never go by the name of the whole, nor one deployment by that of another. Holds only letters, digits, `_.-` and
 * `/`.
 */
export function categoryOf(report: Report, options: ReporterOptions): string {
  const { category, target = '' } = options;
  if (category !== undefined) return category;
  const kinds = [
    ...(report.drift ? ['drift'] : []),
    ...[...new Set(report.sources.map(({ kind }) => slug(kind)))].sort(byCodeUnit),
  ];
  const places = [target, plannedIn(report, options), liveIn(report)].flatMap((path) =>
    path.split('/').map(slug).filter(Boolean),
  );
  return [kinds.join('-') || 'none', ...places, ...narrowed(report)].join('/');
}

/** The folder of the plans, where the target does not name it: a repository holds many, often under one configuration. */
function plannedIn({ sources }: Report, { folderOf, target = '' }: ReporterOptions): string {
  const plans = sources.filter(({ kind }) => kind === 'plan');
  const folders = [...new Set(plans.flatMap(({ uri }) => folderOf?.(uri) ?? []))].sort(byCodeUnit);
  const [folder = ''] = folders;
  if (folders.length > 1) return `plans-${digest(...folders).slice(0, 8)}`;
  return `${target}/`.startsWith(`${folder}/`) ? '' : folder;
}

/** The project, folder or organization that was read live. */
function liveIn({ sources }: Report): string {
  const scopes = [...new Set(sources.filter(({ kind }) => kind === 'live').map(({ uri }) => uri))];
  return scopes.length > 1 ? `scopes-${digest(...scopes.sort(byCodeUnit)).slice(0, 8)}` : (scopes[0] ?? '');
}

function narrowed({ selectedBy = [], shownFrom }: Report): string[] {
  const globs = [...new Set(selectedBy)].sort(byCodeUnit);
  const whole = shownFrom === undefined || shownFrom === SEVERITIES.at(-1);
  return [
    ...(globs.length > 0 ? [`policy-${slug(globs.join('-'))}-${digest(...globs).slice(0, 8)}`] : []),
    ...(whole ? [] : [`severity-${shownFrom}`]),
  ];
}
