import { each, Unknown, type World } from '#policy';
import { isPinned, type RunService, serving } from './run-serving.ts';

type Bound = 'minInstanceCount' | 'maxInstanceCount';

/** Whether a person sets the number of instances. Source: Cloud Run Admin API v2, ServiceScaling.scalingMode. */
export const scaledByHand = ({ data }: RunService): boolean => data.scaling?.scalingMode === 'MANUAL';

/** A bound summed over the revisions that serve, apart from the first that is not known. */
function summed(service: RunService, world: World, bound: Bound, absent: number) {
  const bounds = each(serving(service, world), ({ settings }) => settings.scaling?.[bound] || absent);
  return {
    known: bounds.reduce<number>((sum, one) => sum + (one instanceof Unknown ? 0 : one), 0),
    unknown: bounds.find((one) => one instanceof Unknown),
  };
}

/**
 * How many instances a service keeps at all times: the greater of its own minimum, which is spread over all
 * traffic, and the sum of the minima of the revisions that serve, which hold for each of them.
 * Revisions are only asked for where the service's own minimum is below `wanted`; then a minimum on both levels, which
 * Google advises against, is noted.
 * Source: https://cloud.google.com/run/docs/configuring/min-instances.
 */
export function guaranteedInstances(
  service: RunService,
  world: World,
  wanted: number,
  note: (text: string) => void,
): number | undefined {
  if (scaledByHand(service)) return service.data.scaling?.manualInstanceCount;
  const own = service.data.scaling?.minInstanceCount ?? 0;
  if (own >= wanted) return own;
  const { known, unknown } = summed(service, world, 'minInstanceCount', 0);
  if (own > 0 && known > 0)
    note('minimum instances are set on the service and on its revisions: set one of the two');
  if (known < wanted && unknown) throw unknown;
  return Math.max(own, known);
}

/**
 * How many instances a service can grow to: the smaller of its own maximum and the sum of the maxima of the revisions
 * that serve; undefined where nothing bounds it. Absent or 0 is no bound: what the platform then applies is a regional
 * quota that nobody chose.
 * Source: https://cloud.google.com/run/docs/configuring/max-instances.
 */
export function highestInstances(service: RunService, world: World, wanted: number): number | undefined {
  if (scaledByHand(service)) return service.data.scaling?.manualInstanceCount;
  const own = service.data.scaling?.maxInstanceCount || Number.POSITIVE_INFINITY;
  if (own <= wanted) return own;
  const { known, unknown } = summed(service, world, 'maxInstanceCount', Number.POSITIVE_INFINITY);
  if (known <= wanted && unknown) throw unknown;
  const highest = Math.min(own, known);
  return Number.isFinite(highest) ? highest : undefined;
}

/**
 * Where the number of instances is set: by hand, else on the service, else on the one template that serves. A 0 that
 * somebody wrote is looked for last, on the template first: the plan of a service that exists repeats the API's 0 above it.
 */
export function scalingPath(service: RunService, bound: Bound): string {
  const { scaling, template } = service.data;
  if (scaledByHand(service)) return 'scaling.manualInstanceCount';
  const [own, revision] = [`scaling.${bound}`, `template.scaling.${bound}`];
  if (scaling?.[bound]) return own;
  // Several revisions add up to a number that stands nowhere.
  if (isPinned(service)) return 'scaling';
  const written = template?.scaling?.[bound] !== undefined && !service.isUnset(revision);
  return written ? revision : own;
}
