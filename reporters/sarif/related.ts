import type { Location } from 'sarif';
import { type Alert, type RelatedPlace, type ReporterOptions, safe, spotOf } from '#report';
import { locationOf, unlinked } from './location.ts';

/** More places than this explain no more. */
const MOST = 10;

/** The other places of an alert's findings, each linked from a sentence of the message by its id, which counts from 1. */
export function relatedOf(
  { instances }: Alert,
  options: ReporterOptions,
): { sentences: string[]; locations: Location[] } {
  const places = new Map<string, RelatedPlace>();
  for (const { finding } of instances) {
    for (const place of finding.source.related ?? []) {
      places.set(`${place.uri}\0${place.line ?? ''}\0${place.column ?? ''}\0${place.message}`, place);
    }
  }
  const locations: Location[] = [];
  const sentences = [...places.values()].slice(0, MOST).map((place) => {
    const text = unlinked(safe(place.message)).replaceAll(/[[\]]/g, '');
    const spot = spotOf({ ...place, quality: 'exact' }, options);
    // A place that is not in the repository is told, but there is nothing to link to.
    if (!spot) return `See also: ${text}`;
    const id = locations.length + 1;
    locations.push({ id, ...locationOf(spot), message: { text } });
    return `See also: [${text}](${id})`;
  });
  return { sentences, locations };
}
