import { attempt, Unknown, type World } from '#policy';
import { type Effect, type PipelineAsset, pipelinesOf, stepUses, type Use } from './uses.ts';

/** Something that a pipeline runs, or what is not understood of it, by the order in which it is run. */
export interface Placed<T> {
  readonly step: number;
  readonly turn: number;
  readonly found: T | Unknown;
}

/** A pipeline's uses of a kind, and what runs before what. */
export interface Ordered<T> {
  readonly pipeline: PipelineAsset;
  readonly uses: readonly Placed<T>[];
  /** Whether one is always finished when the other begins; file order alone says nothing. */
  readonly isBefore: (one: Placed<unknown>, other: Placed<unknown>) => boolean;
}

/** Everything of a kind that each pipeline runs where nothing failed, in order. A pipeline that is not known is an Unknown. */
export const orderedUses = <T extends object>(
  world: World,
  kindOf: (use: Use) => T | undefined,
): (Ordered<T & Effect> | Unknown)[] =>
  pipelinesOf(world).map((pipeline) => attempt(() => orderedIn(pipeline, kindOf)));

function orderedIn<T extends object>(
  pipeline: PipelineAsset,
  kindOf: (use: Use) => T | undefined,
): Ordered<T & Effect> {
  const steps = pipeline.data.steps ?? [];
  const uses = steps.flatMap((step, i) => {
    const found = attempt(() => stepUses(pipeline, step, `steps[${i}]`, kindOf));
    return (found instanceof Unknown ? [found] : found)
      .map((one, turn) => ({ step: i, turn, found: one }))
      .filter(({ found: one }) => one instanceof Unknown || runs(one));
  });
  const before: ReadonlySet<number>[] = [];
  for (const [i, step] of steps.entries()) {
    // Names may come twice in a job; what is waited for stands before what waits.
    const waits = (step.after ?? []).map((id) => steps.findLastIndex((one, j) => j < i && one.id === id));
    const known = waits.filter((j) => j >= 0);
    before.push(new Set(known.flatMap((j) => [j, ...(before[j] ?? [])])));
  }
  const isBefore: Ordered<T>['isBefore'] = (one, other) =>
    one.step === other.step ? one.turn < other.turn : before[other.step]?.has(one.step) === true;
  return { pipeline, uses, isBefore };
}

const runs = ({ effect }: Effect): boolean => effect === 'blocks' || effect === 'ignored';

export const isKnown = <T>(one: T | Unknown): one is Exclude<T, Unknown> => !(one instanceof Unknown);

/** The uses that are understood. */
export const known = <T>(uses: readonly Placed<T>[]): (Placed<T> & { readonly found: T })[] =>
  uses.filter((one): one is Placed<T> & { readonly found: T } => !(one.found instanceof Unknown));

/** What of the uses is not understood. */
export const unknowns = (uses: readonly Placed<unknown>[]): Unknown[] =>
  uses.flatMap(({ found }) => (found instanceof Unknown ? [found] : []));
