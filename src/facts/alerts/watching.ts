import { type Asset, attempt, type Context, each, Unknown, type World } from '#policy';
import { databaseLabels, type LabelsFrom, serviceLabels } from './coverage.ts';
import { coveredBy } from './covered.ts';
import type { SignalKind } from './metrics.ts';
import { type AlertPolicy, signalsOf } from './policy.ts';
import type { Signal } from './signal.ts';

/** The subject's project, and the one that monitors it where the parameter `monitoringProject` names one. */
function projectsOf(subject: Asset, world: World, context: Context): readonly (string | undefined)[] {
  const other = world.projectId(context.param<string>('monitoringProject'));
  return other === '' || other === subject.project ? [subject.project] : [subject.project, other];
}

/**
 * What there is in a subject's project and in the one that monitors it. A project that was not read gives an Unknown in
 * the place of its list. Where `of` gives the same lists again, so does this.
 */
export const inProjects = <T>(
  subject: Asset,
  world: World,
  context: Context,
  of: (project: string | undefined) => readonly T[],
): readonly (T | Unknown)[] =>
  joined(projectsOf(subject, world, context).map((project) => attempt(() => of(project))));

/** A thousand services of a project ask for the same signals of the same list of policies. */
const listed = new WeakMap<readonly AlertPolicy[], Map<string, readonly (Signal | Unknown)[]>>();

function signalsIn(
  policies: readonly AlertPolicy[],
  kinds: readonly SignalKind[],
): readonly (Signal | Unknown)[] {
  let known = listed.get(policies);
  if (!known) listed.set(policies, (known = new Map()));
  const key = kinds.join();
  let signals = known.get(key);
  if (!signals) known.set(key, (signals = each(policies, (policy) => signalsOf(policy, kinds))));
  return signals;
}

/** Lists of several projects as one: the same for all who ask for the same. */
const pairs = new WeakMap<object, WeakMap<object, readonly unknown[]>>();

function joined<T>([first, second]: readonly (readonly T[] | Unknown)[]): readonly (T | Unknown)[] {
  if (first === undefined) return [];
  if (second === undefined && !(first instanceof Unknown)) return first;
  const other = second ?? first;
  let known = pairs.get(first);
  if (!known) pairs.set(first, (known = new WeakMap()));
  let list = known.get(other);
  if (!list) known.set(other, (list = [first, ...(second ? [second] : [])].flat()));
  return list as readonly (T | Unknown)[];
}

/**
 * The signals of the kinds given, among all alert policies of a subject's projects; of those, where labels are given,
 * the ones that cover them. An Unknown stands for each project, policy, condition or coverage that was not seen or
 * cannot be read. Subjects alike are given one and the same list.
 */
export function alertsOf(
  kinds: readonly SignalKind[],
  subject: Asset,
  world: World,
  context: Context,
  labelsFrom?: LabelsFrom,
): readonly (Signal | Unknown)[] {
  const signals = inProjects(subject, world, context, (project) => {
    const all = signalsIn(world.of('monitoring.googleapis.com/AlertPolicy', { project }), kinds);
    return labelsFrom ? coveredBy(all, labelsFrom) : all;
  });
  return told(signals, context);
}

/** Those of a list of which something is to be said, found once. */
const remarkable = new WeakMap<readonly (Signal | Unknown)[], readonly Signal[]>();

/** What is left of a list where burn rates do not count. */
const without = new WeakMap<readonly (Signal | Unknown)[], readonly (Signal | Unknown)[]>();

const isBurnRate = (signal: Signal | Unknown): boolean =>
  !(signal instanceof Unknown) && signal.form === 'slo-burn-rate';

/**
 * The signals of a list that count, with their remarks. Burn rates of service level objectives are told apart by their
 * form: their objective cannot be tied to a service by what an inventory holds, so they count only where the parameter
 * `acceptBurnRate` of the policy that asks says so.
 */
function told(list: readonly (Signal | Unknown)[], context: Context): readonly (Signal | Unknown)[] {
  let some = remarkable.get(list);
  if (!some) {
    const said = (one: Signal | Unknown): one is Signal =>
      !(one instanceof Unknown) && (one.notes.length > 0 || isBurnRate(one));
    remarkable.set(list, (some = list.filter(said)));
  }
  const burnRates = some.some(isBurnRate) && context.param<boolean>('acceptBurnRate');
  for (const signal of some) {
    if (isBurnRate(signal) && !burnRates)
      context.note(`an alert ${signal.notes.join()}; acceptBurnRate would count it`);
    else for (const note of signal.notes) context.note(`${signal.policy}: ${note}`);
  }
  if (burnRates || !some.some(isBurnRate)) return list;
  let counting = without.get(list);
  if (!counting) without.set(list, (counting = list.filter((one) => !isBurnRate(one))));
  return counting;
}

/** What `serviceAlerts` asks of the world for errors and latency, and what an alert to create notifies. */
export const SERVICE_ALERTS_READ = [
  'monitoring.googleapis.com/AlertPolicy',
  'monitoring.googleapis.com/NotificationChannel',
  'compute.googleapis.com/BackendService',
  'compute.googleapis.com/NetworkEndpointGroup',
] as const;

/** What watches a Cloud Run service for a signal. */
export const serviceAlerts = (
  kind: SignalKind,
  service: Asset<'run.googleapis.com/Service'>,
  world: World,
  context: Context,
): readonly (Signal | Unknown)[] => alertsOf([kind], service, world, context, serviceLabels(service, world));

/** What watches a Cloud SQL instance for a signal. */
export const databaseAlerts = (
  kind: SignalKind,
  instance: Asset<'sqladmin.googleapis.com/Instance'>,
  world: World,
  context: Context,
): readonly (Signal | Unknown)[] => alertsOf([kind], instance, world, context, databaseLabels(instance));
