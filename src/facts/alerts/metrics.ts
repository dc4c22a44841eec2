/**
 * What an alert can watch. `traffic` is the volume of requests: its absence means down, its level guards a ratio.
 */
export type SignalKind =
  | 'errors'
  | 'latency'
  | 'run-cpu'
  | 'run-memory'
  | 'sql-cpu'
  | 'sql-memory'
  | 'sql-disk'
  | 'uptime'
  | 'traffic'
  | 'instances'
  | 'db'
  | 'security';

/** What the strategy wants a warning for (L163 to L165): errors, latency, utilization. */
export const WARNINGS: readonly SignalKind[] = [
  'errors',
  'latency',
  'run-cpu',
  'run-memory',
  'sql-cpu',
  'sql-memory',
  'sql-disk',
];

/** A metric whose alerts are understood. */
export interface Metric {
  /** `run.googleapis.com/request_count` */
  readonly type: string;
  /** The signal its level is; `requests` gives errors or traffic, as the classes of response say. */
  readonly measures: Exclude<SignalKind, 'errors' | 'traffic' | 'security'> | 'requests';
  /** Who emits it: the service itself, the load balancer before it, the database, the uptime prober. */
  readonly source: 'run' | 'lb' | 'sql' | 'uptime';
  /** Monitored resource types that write it. */
  readonly resources: readonly string[];
  readonly distribution?: true;
  /** The unit of its values as thresholds give it. */
  readonly unit: 'ms' | 'ratio' | 'count' | 'passed' | 'state';
  /** How the label response_code_class spells a class: "5xx" on Cloud Run (STRING), 500 on load balancers (INT64). */
  readonly classOf?: (leading: number) => string;
}

const RUN = ['cloud_run_revision'];
const SQL = ['cloudsql_database'];
const LB = ['https_lb_rule'];
const named = (leading: number) => `${leading}xx`;
const numbered = (leading: number) => `${leading}00`;

/**
 * The metrics of the alerts that the strategy asks for, with kind and unit from
 * https://cloud.google.com/monitoring/api/metrics_gcp (run, cloudsql, loadbalancing, monitoring).
 */
const METRICS: readonly Metric[] = [
  {
    type: 'run.googleapis.com/request_count',
    measures: 'requests',
    source: 'run',
    resources: RUN,
    unit: 'count',
    classOf: named,
  },
  {
    type: 'loadbalancing.googleapis.com/https/request_count',
    measures: 'requests',
    source: 'lb',
    resources: LB,
    unit: 'count',
    classOf: numbered,
  },
  {
    type: 'loadbalancing.googleapis.com/https/backend_request_count',
    measures: 'requests',
    source: 'lb',
    resources: LB,
    unit: 'count',
    classOf: numbered,
  },
  {
    type: 'run.googleapis.com/request_latencies',
    measures: 'latency',
    source: 'run',
    resources: RUN,
    distribution: true,
    unit: 'ms',
  },
  {
    type: 'loadbalancing.googleapis.com/https/total_latencies',
    measures: 'latency',
    source: 'lb',
    resources: LB,
    distribution: true,
    unit: 'ms',
  },
  {
    type: 'loadbalancing.googleapis.com/https/backend_latencies',
    measures: 'latency',
    source: 'lb',
    resources: LB,
    distribution: true,
    unit: 'ms',
  },
  {
    type: 'run.googleapis.com/container/cpu/utilizations',
    measures: 'run-cpu',
    source: 'run',
    resources: RUN,
    distribution: true,
    unit: 'ratio',
  },
  {
    type: 'run.googleapis.com/container/memory/utilizations',
    measures: 'run-memory',
    source: 'run',
    resources: RUN,
    distribution: true,
    unit: 'ratio',
  },
  {
    type: 'run.googleapis.com/container/instance_count',
    measures: 'instances',
    source: 'run',
    resources: RUN,
    unit: 'count',
  },
  {
    type: 'cloudsql.googleapis.com/database/cpu/utilization',
    measures: 'sql-cpu',
    source: 'sql',
    resources: SQL,
    unit: 'ratio',
  },
  {
    type: 'cloudsql.googleapis.com/database/memory/utilization',
    measures: 'sql-memory',
    source: 'sql',
    resources: SQL,
    unit: 'ratio',
  },
  {
    type: 'cloudsql.googleapis.com/database/disk/utilization',
    measures: 'sql-disk',
    source: 'sql',
    resources: SQL,
    unit: 'ratio',
  },
  {
    type: 'cloudsql.googleapis.com/database/up',
    measures: 'db',
    source: 'sql',
    resources: SQL,
    unit: 'passed',
  },
  {
    type: 'cloudsql.googleapis.com/database/instance_state',
    measures: 'db',
    source: 'sql',
    resources: SQL,
    unit: 'state',
  },
  {
    type: 'monitoring.googleapis.com/uptime_check/check_passed',
    measures: 'uptime',
    source: 'uptime',
    resources: ['uptime_url', 'cloud_run_revision'],
    unit: 'passed',
  },
];

/**
 * A metric's name in PromQL: the first slash is a colon, every other sign an underscore
 * (https://cloud.google.com/monitoring/promql/promql-mapping).
 */
const promName = (type: string): string => {
  const slash = type.indexOf('/');
  const plain = (text: string) => text.replace(/[^a-zA-Z0-9]/g, '_');
  return `${plain(type.slice(0, slash))}:${plain(type.slice(slash + 1))}`;
};

const byName = new Map(
  METRICS.flatMap((metric) => [metric.type, promName(metric.type)].map((n) => [n, metric])),
);

/** The metric of a type or PromQL name, without a histogram's suffix; undefined where it is none of ours. */
export const metricOf = (name: string): Metric | undefined => byName.get(name);

/** The signals that a metric's alerts may stand for. */
const kindsOf = ({ measures }: Metric): readonly SignalKind[] =>
  measures === 'requests' ? ['errors', 'traffic'] : [measures];

/** The signals whose metrics a text names in any spelling: what an alert that cannot be read may be about. */
export function kindsNamed(text: string): ReadonlySet<SignalKind> {
  const kinds = new Set<SignalKind>();
  for (const [name, metric] of byName) {
    if (text.includes(name)) for (const kind of kindsOf(metric)) kinds.add(kind);
  }
  return kinds;
}
