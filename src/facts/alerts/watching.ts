import { type Asset, type Context, each, Unknown, type World } from '#policy';
import { covers, databaseLabels, type LabelsFrom, serviceLabels } from './coverage.ts';
import type { SignalKind } from './metrics.ts';
import { near } from './near.ts';
import { type AlertPolicy, signalsOf } from './policy.ts';
import type { Signal } from './signal.ts';

/** The subject's project, and the one that monitors it where the parameter `monitoringProject` names one. */
function projectsOf(subject: Asset, world: World, context: Context): readonly (string | undefined)[] {
  const other = world.projectId(context.param<string>('monitoringProject'));
  return other === '' || other === subject.project ? [subject.project] : [subject.project, other];
}

/**
 * Assets of a monitoring type in a subject's project and in the one that monitors it. A project that was not read
 * gives an Unknown in the place of its assets.
 */
export const monitored = <
  T extends 'monitoring.googleapis.com/UptimeCheckConfig' | 'monitoring.googleapis.com/Snooze',
>(
  type: T,
  subject: Asset,
  world: World,
  context: Context,
): (Asset<T> | Unknown)[] =>
  each(projectsOf(subject, world, context), (project) => world.of(type, { project }));

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

/**
 * The signals of the kinds given, among all alert policies that watch a subject, that are `within`; an Unknown stands
 * for each project, policy, condition or coverage that was not seen or cannot be read.
 */
export function alertsOf(
  kinds: readonly SignalKind[],
  subject: Asset,
  world: World,
  context: Context,
  within: (signal: Signal) => boolean,
  labelsFrom?: LabelsFrom,
): (Signal | Unknown)[] {
  const signals = each(projectsOf(subject, world, context), (project) => {
    const all = signalsIn(world.of('monitoring.googleapis.com/AlertPolicy', { project }), kinds);
    return labelsFrom ? near(all, labelsFrom) : all;
  });
  return each(signals, (signal) => {
    if (signal instanceof Unknown) return signal;
    if (!within(signal)) return undefined;
    for (const note of signal.notes) context.note(`${signal.policy}: ${note}`);
    return signal;
  });
}

/** What `serviceAlerts` asks of the world for errors and latency, and what an alert to create notifies. */
export const SERVICE_ALERTS_READ = [
  'monitoring.googleapis.com/AlertPolicy',
  'monitoring.googleapis.com/NotificationChannel',
  'compute.googleapis.com/BackendService',
  'compute.googleapis.com/NetworkEndpointGroup',
] as const;

const covering =
  (labels: LabelsFrom) =>
  (signal: Signal): boolean =>
    covers(signal, labels);

/**
 * What watches a Cloud Run service for a signal. Burn rates of service level objectives are told apart by their form:
 * their objective cannot be tied to a service by what an inventory holds, so they count only where the parameter
 * `acceptBurnRate` of the policy that asks says so.
 */
export function serviceAlerts(
  kind: SignalKind,
  service: Asset<'run.googleapis.com/Service'>,
  world: World,
  context: Context,
): (Signal | Unknown)[] {
  const labels = serviceLabels(service, world);
  const covered = covering(labels);
  const within = (signal: Signal) => {
    if (signal.form !== 'slo-burn-rate') return covered(signal);
    const burnRates = context.param<boolean>('acceptBurnRate');
    if (!burnRates) context.note(`an alert ${signal.notes.join()}; acceptBurnRate would count it`);
    return burnRates;
  };
  return alertsOf([kind], service, world, context, within, labels);
}

/** What watches a Cloud SQL instance for a signal. */
export const databaseAlerts = (
  kind: SignalKind,
  instance: Asset<'sqladmin.googleapis.com/Instance'>,
  world: World,
  context: Context,
): (Signal | Unknown)[] => {
  const labels = databaseLabels(instance);
  return alertsOf([kind], instance, world, context, covering(labels), labels);
};
