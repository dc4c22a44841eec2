import { type Asset, type Context, each, located, measure, Unknown, type World } from '#policy';
import { nameOf } from '../short-name.ts';
import { covers, projectLabels, serviceLabels } from './coverage.ts';
import type { Labels } from './labels.ts';
import type { Signal } from './signal.ts';
import { alertsOf, inProjects } from './watching.ts';

type Project = Asset<'cloudresourcemanager.googleapis.com/Project'>;
type UptimeCheck = Asset<'monitoring.googleapis.com/UptimeCheckConfig'>;

/** What an uptime check probes, and how. */
export interface Probe {
  readonly host: string | undefined;
  readonly useSsl: boolean;
  readonly periodSeconds: number;
  /** Places on the internet that probe; none for a check from inside a network. */
  readonly locations: number;
  readonly disabled: boolean;
  /** The value of the label check_id on what the check measures. */
  readonly checkId: string;
}

/** Locations in each region; unset means all six (UptimeCheckConfig.selectedRegions, UptimeCheckRegion). */
const LOCATIONS: Readonly<Record<string, number>> = { USA: 3 };
const ALL_LOCATIONS = 6;

function locationsOf({ selectedRegions, checkerType, isInternal }: UptimeCheck['data']): number {
  if (checkerType === 'VPC_CHECKERS' || isInternal) return 0;
  const regions = selectedRegions ?? [];
  if (regions.length === 0) return ALL_LOCATIONS;
  return regions.reduce((sum, region) => sum + (LOCATIONS[region] ?? 1), 0);
}

function probeOf(check: UptimeCheck): Probe {
  const { monitoredResource, httpCheck, period, disabled } = check.data;
  const host = monitoredResource?.type === 'uptime_url' ? monitoredResource.labels?.['host'] : undefined;
  return located(
    {
      host: host?.toLowerCase().replace(/\.$/, ''),
      useSsl: httpCheck?.useSsl === true,
      periodSeconds: measure(period),
      locations: locationsOf(check.data),
      disabled: disabled === true,
      checkId: nameOf(check),
    },
    check,
    'httpCheck',
  );
}

/** The uptime checks of a project and of the project that monitors it. */
export const probesOf = (project: Project, world: World, context: Context): readonly (Probe | Unknown)[] =>
  inProjects(project, world, context, (of) =>
    probesIn(world.of('monitoring.googleapis.com/UptimeCheckConfig', { project: of })),
  );

/** What the checks of a project probe, made once: it may have thousands, and every project that it monitors asks for them. */
const listed = new WeakMap<readonly UptimeCheck[], readonly (Probe | Unknown)[]>();

function probesIn(checks: readonly UptimeCheck[]): readonly (Probe | Unknown)[] {
  let probes = listed.get(checks);
  if (!probes) listed.set(checks, (probes = each(checks, probeOf)));
  return probes;
}

/** Cloud Run services of a project that face users: those the parameter `services` names, or all. */
export function servicesOf(project: Project, world: World, context: Context) {
  const named = context.param<readonly string[]>('services');
  const all = world.of('run.googleapis.com/Service', { project: project.project });
  return named.length === 0 ? all : all.filter((service) => named.includes(nameOf(service)));
}

/** A condition that may mean that the application is down, and what it watches. */
export interface Outage {
  readonly state: string | Unknown;
  readonly fires: boolean;
  readonly windowSeconds: number;
  /** "domain", "requests" or "instances"; otherwise what it watches instead. */
  readonly watches: string;
}

function checked(signal: Signal, project: Project, world: World, context: Context): string {
  const domain = context.param<string>('domain').toLowerCase();
  const shared = projectLabels(project);
  const probes = probesOf(project, world, context);
  let unknown: Unknown | undefined;
  for (const one of probes) {
    if (one instanceof Unknown) unknown ??= one;
    else if (one.host === domain) {
      const labels: Labels = {
        ...shared,
        'resource.type': 'uptime_url',
        host: domain,
        check_id: one.checkId,
      };
      if (covers(signal, () => labels)) return 'domain';
    }
  }
  if (unknown) throw unknown;
  return `no uptime check of ${domain}`;
}

function served(signal: Signal, project: Project, world: World, context: Context): boolean {
  return servicesOf(project, world, context).some((service) => covers(signal, serviceLabels(service, world)));
}

/** What `outagesOf` asks of the world, and what an alert to create notifies. */
export const OUTAGES_READ = [
  'run.googleapis.com/Service',
  'monitoring.googleapis.com/AlertPolicy',
  'monitoring.googleapis.com/UptimeCheckConfig',
  'monitoring.googleapis.com/NotificationChannel',
] as const;

/**
 * Conditions that may tell that the application of a project is down: on the results of an uptime check, on requests
 * that stopped, on instances that are gone.
 */
export function outagesOf(project: Project, world: World, context: Context): (Outage | Unknown)[] {
  const signals = alertsOf(['uptime', 'traffic', 'instances'], project, world, context);
  return each(signals, (signal) => {
    if (signal instanceof Unknown) return signal;
    if (signal.signal === 'traffic' && signal.comparison === 'GT') return undefined;
    const { state, fires, windowSeconds } = signal;
    const watched = signal.signal === 'traffic' ? 'requests' : 'instances';
    const watches =
      signal.signal === 'uptime'
        ? checked(signal, project, world, context)
        : served(signal, project, world, context)
          ? watched
          : 'another service';
    return { state, fires, windowSeconds, watches };
  });
}
