import { Unknown } from '#policy';

/**
 * The regions in which a multi-region keeps data. Source: https://cloud.google.com/storage/docs/locations and, for
 * Cloud SQL backups, https://cloud.google.com/sql/docs/postgres/locations (London and Zurich are not in `eu`).
 */
const MULTI_REGIONS: Readonly<Record<string, readonly string[]>> = {
  us: [
    'us-central1',
    'us-east1',
    'us-east4',
    'us-east5',
    'us-south1',
    'us-west1',
    'us-west2',
    'us-west3',
    'us-west4',
  ],
  eu: [
    'europe-central2',
    'europe-north1',
    'europe-north2',
    'europe-southwest1',
    'europe-west1',
    'europe-west3',
    'europe-west4',
    'europe-west8',
    'europe-west9',
    'europe-west10',
    'europe-west12',
  ],
  asia: [
    'asia-east1',
    'asia-east2',
    'asia-northeast1',
    'asia-northeast2',
    'asia-northeast3',
    'asia-south1',
    'asia-south2',
    'asia-southeast1',
    'asia-southeast2',
    'asia-southeast3',
  ],
};

/**
 * The regions a location may keep data in, in any letter case: one for a region, at least two for a multi-region.
 * @throws Unknown for a location that is neither.
 */
export function regionsOf(location: string): readonly string[] {
  const name = location.toLowerCase();
  const several = Object.hasOwn(MULTI_REGIONS, name) ? MULTI_REGIONS[name] : undefined;
  if (several) return several;
  if (/^[a-z]+-[a-z]+\d+$/.test(name)) return [name];
  throw new Unknown('unrecognised', `"${location}" is not a region or multi-region known to this tool`);
}

/** How far a copy lies from the region it was made of. */
export type Reach = 'same region' | 'another region' | 'several regions';

/**
 * Where a copy at `location` lies, seen from `region`. A multi-region holds every copy in at least two regions, so
 * it outlives the loss of one whether or not it contains `region`.
 * @throws Unknown for a location that is not recognised or not told.
 */
export function reach(location: string | undefined, region: string | undefined): Reach {
  if (location === undefined) throw new Unknown('missing', 'the location is not in the evidence');
  const regions = regionsOf(location);
  if (regions.length > 1) return 'several regions';
  if (region === undefined) throw new Unknown('missing', 'the region is not in the evidence');
  return regions[0] === region.toLowerCase() ? 'same region' : 'another region';
}
