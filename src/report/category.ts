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
 * What tells this audit from others of the same repository: kinds of sources, target, and how it is narrowed. Code
 * scanning takes what is missing from a newer upload of one category for fixed, so a part of the policies must never
 * go by the name of the whole. Holds only letters, digits, `_.-` and `/`.
 */
export function categoryOf(report: Report, { category, target }: ReporterOptions): string {
  if (category !== undefined) return category;
  const kinds = [...new Set(report.sources.map(({ kind }) => slug(kind)))].sort(byCodeUnit);
  const places = target?.split('/').map(slug).filter(Boolean) ?? [];
  return [kinds.join('-') || 'none', ...places, ...narrowed(report)].join('/');
}

function narrowed({ selectedBy = [], shownFrom }: Report): string[] {
  const globs = [...new Set(selectedBy)].sort(byCodeUnit);
  const whole = shownFrom === undefined || shownFrom === SEVERITIES.at(-1);
  return [
    ...(globs.length > 0 ? [`policy-${slug(globs.join('-'))}-${digest(...globs).slice(0, 8)}`] : []),
    ...(whole ? [] : [`severity-${shownFrom}`]),
  ];
}
