import { type Asset, type Context, each, Unknown, type World } from '#policy';
import { covers, databaseLabels, type LabelsFrom, serviceLabels } from './coverage.ts';
import type { SignalKind } from './metrics.ts';
import { type AlertPolicy, signalsOf } from './policy.ts';
import type { Signal } from './signal.ts';

/**
 * Assets of a monitoring type in a subject's project and in the project that monitors it, where the parameter
 * `monitoringProject` names one. A project that was not read gives an Unknown in the place of its assets.
 */
export function monitored<
  T extends
    | 'monitoring.googleapis.com/AlertPolicy'
    | 'monitoring.googleapis.com/UptimeCheckConfig'
    | 'monitoring.googleapis.com/Snooze',
>(type: T, subject: Asset, world: World, context: Context): (Asset<T> | Unknown)[] {
  const other = context.param<string>('monitoringProject');
  const own = subject.project;
  const projects = other === '' || world.projectId(other) === own ? [own] : [own, world.projectId(other)];
  return each(projects, (project) => world.of(type, { project }));
}

/**
 * The signals of the kinds given among all alert policies that watch a subject; an Unknown stands for each policy,
 * condition or coverage that was not seen or cannot be read.
 */
export function alertsOf(
  kinds: readonly SignalKind[],
  subject: Asset,
  world: World,
  context: Context,
  within: (signal: Signal) => boolean,
): (Signal | Unknown)[] {
  const policies = monitored('monitoring.googleapis.com/AlertPolicy', subject, world, context);
  return policies.flatMap((policy) =>
    policy instanceof Unknown ? [policy] : inPolicy(policy, kinds, within, context),
  );
}

function inPolicy(
  policy: AlertPolicy,
  kinds: readonly SignalKind[],
  within: (signal: Signal) => boolean,
  context: Context,
): (Signal | Unknown)[] {
  const signals = each([policy], (one) => signalsOf(one, kinds));
  return each(signals, (signal) => {
    if (signal instanceof Unknown || !within(signal)) return signal instanceof Unknown ? signal : undefined;
    for (const note of signal.notes) context.note(`${policy.name}: ${note}`);
    return signal;
  });
}

const covering =
  (labels: LabelsFrom) =>
  (signal: Signal): boolean =>
    covers(signal, labels);

/**
 * What watches a Cloud Run service for a signal. Burn rates of service level objectives are told apart by their form:
 * their objective cannot be tied to a service by what an inventory holds, so they count only where `burnRates` says.
 */
export function serviceAlerts(
  kind: SignalKind,
  service: Asset<'run.googleapis.com/Service'>,
  world: World,
  context: Context,
  burnRates = false,
): (Signal | Unknown)[] {
  const covered = covering(serviceLabels(service, world));
  return alertsOf([kind], service, world, context, (signal) => {
    if (signal.form !== 'slo-burn-rate') return covered(signal);
    if (!burnRates) context.note(`an alert ${signal.notes.join()}; acceptBurnRate would count it`);
    return burnRates;
  });
}

/** What watches a Cloud SQL instance for a signal. */
export const databaseAlerts = (
  kind: SignalKind,
  instance: Asset<'sqladmin.googleapis.com/Instance'>,
  world: World,
  context: Context,
): (Signal | Unknown)[] => alertsOf([kind], instance, world, context, covering(databaseLabels(instance)));
