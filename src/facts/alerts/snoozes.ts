import { type Context, each, Unknown, type World } from '#policy';
import type { AlertPolicy } from './policy.ts';
import { inProjects } from './watching.ts';

const HOUR_MS = 3_600_000;

/** A snooze that is silencing an alert policy now. */
export interface Silence {
  /** Its whole length. */
  readonly hours: number;
}

const snoozesOf = (policy: AlertPolicy, world: World, context: Context) =>
  inProjects(policy, world, context, (project) => world.of('monitoring.googleapis.com/Snooze', { project }));

/**
 * Snoozes that silence the policy at the moment of the audit. Source: Monitoring API v3, Snooze: criteria.policies
 * names the policies, the interval says when.
 */
export const silencesOf = (policy: AlertPolicy, world: World, context: Context): (Silence | Unknown)[] =>
  each(snoozesOf(policy, world, context), (snooze) => {
    if (snooze instanceof Unknown) return snooze;
    const { criteria, interval } = snooze.data;
    if (!criteria?.policies?.some((name) => world.same(name, policy.name))) return undefined;
    const start = Date.parse(interval?.startTime ?? '');
    const end = Date.parse(interval?.endTime ?? '');
    if (start > context.clock || end <= context.clock) return undefined;
    return { hours: (end - start) / HOUR_MS };
  });
