import { attempt, each, Unknown, type World } from '#policy';
import { invalidation, type Shift, shift } from './delivery.ts';
import { known, type Ordered, orderedUses, type Placed, unknowns } from './order.ts';
import { deploys, targetOf } from './stages.ts';
import type { Effect, Use } from './uses.ts';

/** A step of a release, by the service it gives traffic to, or by how many minutes it waits. */
type Move = (Shift & { readonly service: string }) | { readonly minutes: number };
type Of<K extends string> = Extract<Move, Readonly<Record<K, unknown>>> & Effect;
type Moves<K extends string> = (Placed<Of<K>> & { readonly found: Of<K> })[];

/** The service whose traffic a command moves; empty where its name does not follow the verb. */
function serviceOf({ words, with: inputs }: Use): string {
  const name = words[words.findIndex((word) => /^(deploy|update-traffic)$/.test(word)) + 1];
  return inputs['service'] ?? (name?.startsWith('-') ? '' : (name ?? ''));
}

const MINUTES: Readonly<Record<string, number>> = { s: 1 / 60, m: 1, h: 60, d: 1440 };

/**
 * How long `sleep` waits: seconds, or numbers with a unit, added up. Source: coreutils, sleep.
 * @throws Unknown where a number is not known
 */
function sleepOf({ words: [name, ...times] }: Use): { readonly minutes: number } | undefined {
  if (name !== 'sleep') return undefined;
  let minutes = 0;
  for (const time of times) {
    const [, count, unit = 's'] = /^(\d+(?:\.\d+)?)([smhd])?$/.exec(time) ?? [];
    if (count === undefined)
      throw new Unknown('unrecognised', `how long sleep ${time.slice(0, 60)} waits is not known`);
    minutes += Number(count) * (MINUTES[unit] ?? 1);
  }
  return { minutes };
}

function moveOf(use: Use): Move | undefined {
  const sleep = sleepOf(use);
  if (sleep) return sleep;
  const found = targetOf(use) === 'production' ? shift(use) : undefined;
  return found && { ...found, service: serviceOf(use) };
}

/** What is made of the shifts of each service in each pipeline. One with a step that is not understood is not known. */
const releases = <T>(
  world: World,
  of: (shifts: Moves<'percent'>, pipeline: Ordered<Move & Effect>) => T | readonly T[] | undefined,
): (T | Unknown)[] =>
  each(orderedUses(world, moveOf), (pipeline): (T | Unknown)[] => {
    const unread = unknowns(pipeline.uses);
    if (unread.length > 0) return unread;
    const shifts = known(pipeline.uses).filter(
      (one): one is Moves<'percent'>[number] => 'percent' in one.found,
    );
    const services = [...new Set(shifts.map(({ found }) => found.service))];
    return each(services, (service) =>
      of(
        shifts.filter((one) => one.found.service === service),
        pipeline,
      ),
    );
  });

/** The shares of traffic, in per cent, that a new revision of a service goes through, one after another. */
export const risesOf = (world: World): ({ readonly shares: readonly number[] } | Unknown)[] =>
  releases(world, (shifts, { isBefore }) => {
    const rising: Moves<'percent'> = [];
    for (const one of shifts) {
      const last = rising.at(-1);
      if (!last || (isBefore(last, one) && one.found.percent > last.found.percent)) rising.push(one);
    }
    const first = rising[0]?.found;
    return first && { ...first, shares: rising.map(({ found }) => found.percent) };
  });

/** The first share of traffic of a new revision, in per cent, and for how long it is watched before it gets more. */
export interface Canary {
  readonly percent: number;
  readonly minutes: number;
}

/** The canary of each service that a pipeline releases. */
export const canariesOf = (world: World): (Canary | Unknown)[] =>
  releases(world, (shifts, { uses, isBefore }) => {
    const given = shifts.filter((one) => one.found.percent > 0);
    const firsts = given.filter((one) => !given.some((other) => isBefore(other, one)));
    const waits = known(uses).flatMap((one) => ('minutes' in one.found ? [{ ...one, ...one.found }] : []));
    return firsts.map((first): Canary => {
      const more = given.filter((one) => isBefore(first, one) && one.found.percent > first.found.percent);
      const waited = more.map((next) =>
        waits
          .filter((one) => isBefore(first, one) && isBefore(one, next))
          .reduce((sum, { minutes }) => sum + minutes, 0),
      );
      return { ...first.found, minutes: waited.length > 0 ? Math.min(...waited) : 0 };
    });
  });

/** Whether a cache is cleared after the production deployment of the same pipeline. */
export interface Invalidation {
  readonly order: 'after the deployment' | 'not after the deployment';
}

/** Every step that clears a CDN's cache. One in a pipeline that deploys nothing is not known to follow a deployment. */
export const invalidationsOf = (world: World): (Invalidation | Unknown)[] =>
  each(
    orderedUses(world, (use) => {
      const clears = invalidation(use) !== undefined;
      const isDeployment = attempt(() => deploys(use)) !== false && targetOf(use) === 'production';
      return clears || isDeployment ? { clears } : undefined;
    }),
    ({ uses, isBefore, pipeline }): (Invalidation | Unknown)[] => {
      const all = known(uses);
      const deployments = all.filter(({ found }) => !found.clears);
      const invalidations = each(
        all.filter(({ found }) => found.clears),
        (one) => {
          if (deployments.some((other) => isBefore(other, one)))
            return { ...one.found, order: 'after the deployment' as const };
          if (deployments.length > 0) return { ...one.found, order: 'not after the deployment' as const };
          throw new Unknown(
            'unrecognised',
            `${pipeline.data.path} clears the cache but deploys nothing: when it runs is not known`,
            { needs: 'clear the cache in the pipeline that deploys, after the deployment' },
          );
        },
      );
      return [...invalidations, ...unknowns(uses)];
    },
  );
