import { describe, expect, test } from 'vitest';
import { Unknown } from '#policy';
import type { Signal } from '../../../../src/facts/alerts/signal.ts';
import { level, mqlOf, prom, readingsOf } from './made.ts';

const LATENCY = 'run.googleapis.com/request_latencies';
const BUCKETS =
  'rate(run_googleapis_com:request_latencies_bucket{monitored_resource="cloud_run_revision"}[5m])';
const CPU = 'run.googleapis.com/container/cpu/utilizations';
const SQL = 'cloudsql.googleapis.com/database/cpu/utilization';
const UPTIME = 'monitoring.googleapis.com/uptime_check/check_passed';
const LT = { comparison: 'COMPARISON_LT' };

const only = (condition: unknown): Signal => {
  const [found, ...rest] = readingsOf(condition);
  expect(rest).toEqual([]);
  if (!found || found instanceof Unknown) throw new Error(`no signal: ${found?.reason}`);
  return found;
};

describe('levels', () => {
  test.each<[string, unknown, Partial<Signal>]>([
    [
      'p99 of 1500 ms',
      level(LATENCY, 'ALIGN_PERCENTILE_99', 1500),
      { signal: 'latency', percentile: 99, threshold: 1500, unit: 'ms', windowSeconds: 180 },
    ],
    [
      'p95 above 2 ms',
      level(LATENCY, 'ALIGN_PERCENTILE_95', 2),
      { percentile: 95, threshold: 2, unit: 'ms' },
    ],
    ['p95 by a reducer', level(LATENCY, 'ALIGN_DELTA', 2000, {}, 'REDUCE_PERCENTILE_95'), { percentile: 95 }],
    ['p95, worst series', level(LATENCY, 'ALIGN_PERCENTILE_95', 2000, {}, 'REDUCE_MAX'), { percentile: 95 }],
    [
      'p95, best series',
      level(LATENCY, 'ALIGN_PERCENTILE_95', 2000, {}, 'REDUCE_MIN'),
      { percentile: undefined, statistic: 'min' },
    ],
    [
      'p95 added up',
      level(LATENCY, 'ALIGN_PERCENTILE_95', 2000, {}, 'REDUCE_SUM'),
      { percentile: undefined, statistic: 'sum' },
    ],
    ['p50', level(LATENCY, 'ALIGN_PERCENTILE_50', 2000), { percentile: 50 }],
    ['p05 is 5', level(LATENCY, 'ALIGN_PERCENTILE_05', 2000), { percentile: 5 }],
    ['a mean', level(LATENCY, 'ALIGN_MEAN', 2000), { percentile: undefined, statistic: 'mean' }],
    [
      'a distribution is no level',
      level(LATENCY, 'ALIGN_DELTA', 2000),
      { percentile: undefined, statistic: 'distribution' },
    ],
    [
      'a load balancer',
      level('loadbalancing.googleapis.com/https/total_latencies', 'ALIGN_PERCENTILE_95', 2000),
      { signal: 'latency', source: 'lb', unit: 'ms' },
    ],
    [
      'PromQL',
      prom(`histogram_quantile(0.95, sum by (le, service_name) (${BUCKETS})) > 2000`),
      { signal: 'latency', percentile: 95, threshold: 2000, windowSeconds: 360 },
    ],
    [
      'PromQL turned round',
      prom(`2000 < histogram_quantile(0.99, sum by (le) (${BUCKETS}))`),
      { percentile: 99, comparison: 'GT', threshold: 2000 },
    ],
    [
      'PromQL in seconds',
      prom(`histogram_quantile(0.95, ${BUCKETS}) / 1000 > 2`),
      { percentile: 95, threshold: 2000 },
    ],
    [
      'PromQL mean',
      prom(
        'sum(rate(run_googleapis_com:request_latencies_sum[5m])) / sum(rate(run_googleapis_com:request_latencies_count[5m])) > 2000',
      ),
      { percentile: undefined, statistic: 'mean', unit: 'ms', threshold: 2000 },
    ],
    [
      'MQL in seconds',
      mqlOf(
        `fetch cloud_run_revision | metric '${LATENCY}' | align delta(1m) | every 1m | group_by [], [p: percentile(value.request_latencies, 95)] | condition val() > 2 's'`,
      ),
      { signal: 'latency', percentile: 95, threshold: 2000, windowSeconds: 120, form: 'mql' },
    ],
    [
      'MQL in milliseconds',
      mqlOf(
        `fetch cloud_run_revision::${LATENCY} | group_by 5m, [value_p: percentile(value.request_latencies, 99)] | every 5m | condition value_p > 1500 'ms'`,
      ),
      { percentile: 99, threshold: 1500, windowSeconds: 360 },
    ],
    [
      'Run CPU',
      level(CPU, 'ALIGN_PERCENTILE_50', 0.8),
      { signal: 'run-cpu', percentile: 50, unit: 'ratio', threshold: 0.8 },
    ],
    [
      'Run memory in MQL',
      mqlOf(
        "fetch cloud_run_revision | metric 'run.googleapis.com/container/memory/utilizations' | filter (resource.service_name == 'pinky-api') | group_by 5m, [v: percentile(value.utilizations, 99)] | every 5m | condition val() > .80",
      ),
      { signal: 'run-memory', percentile: 99, threshold: 0.8 },
    ],
    [
      'Run memory in percent',
      mqlOf(
        "fetch cloud_run_revision::run.googleapis.com/container/memory/utilizations | group_by 1m, [percentile(val(), 95)] | condition val() > 80 '%'",
      ),
      { threshold: 0.8 },
    ],
    [
      'Run memory as the console writes it',
      mqlOf(
        "fetch cloud_run_revision::run.googleapis.com/container/memory/utilizations | group_by 1m, .percentile | condition val() > 0.8 '10^2.%'",
      ),
      { threshold: 0.8, percentile: undefined },
    ],
    [
      'SQL by mean',
      level(SQL, 'ALIGN_MEAN', 0.8),
      { signal: 'sql-cpu', statistic: 'mean', unit: 'ratio', threshold: 0.8 },
    ],
    ['SQL by its last value', level(SQL, 'ALIGN_NEXT_OLDER', 0.8, {}, 'REDUCE_MAX'), { statistic: 'max' }],
    ['SQL at 80', level(SQL, 'ALIGN_MEAN', 80), { threshold: 80 }],
    ['SQL below', level(SQL, 'ALIGN_MEAN', 0.8, LT), { comparison: 'LT' }],
    [
      'SQL in PromQL',
      prom('avg_over_time(cloudsql_googleapis_com:database_cpu_utilization{database_id="p:i"}[5m]) > 0.8'),
      { signal: 'sql-cpu', statistic: 'mean', windowSeconds: 360 },
    ],
    [
      'SQL in PromQL, in percent',
      prom('max by (database_id) (100 * cloudsql_googleapis_com:database_disk_utilization) > 80'),
      { signal: 'sql-disk', statistic: 'max', threshold: 0.8 },
    ],
    [
      'SQL in PromQL by quantile',
      prom('quantile_over_time(0.95, cloudsql_googleapis_com:database_memory_utilization[10m]) > 0.8'),
      { signal: 'sql-memory', percentile: 95, windowSeconds: 660 },
    ],
    [
      'SQL in MQL',
      mqlOf(
        `fetch cloudsql_database::${SQL} | group_by 5m, [mean(value.utilization)] | condition lt(val(), 0.8)`,
      ),
      { signal: 'sql-cpu', statistic: 'mean', comparison: 'LT' },
    ],
    ['slow', level(SQL, 'ALIGN_MEAN', 0.8, { duration: '1800s' }), { windowSeconds: 1860 }],
  ])('%s', (_, condition, expected) => expect(only(condition)).toMatchObject(expected));
});

const probers = (aligner: string, reducer: string | undefined, threshold: number, more = {}) =>
  level(UPTIME, aligner, threshold, more, reducer);

describe('what means down', () => {
  test.each<[string, unknown, boolean]>([
    [
      'a database in a state',
      level('cloudsql.googleapis.com/database/instance_state', 'ALIGN_COUNT_TRUE', 0),
      true,
    ],
    ['more than one prober fails', probers('ALIGN_NEXT_OLDER', 'REDUCE_COUNT_FALSE', 1), true],
    ['more than five probers fail', probers('ALIGN_NEXT_OLDER', 'REDUCE_COUNT_FALSE', 5), false],
    ['fewer than one prober fails', probers('ALIGN_NEXT_OLDER', 'REDUCE_COUNT_FALSE', 1, LT), false],
    ['less than half pass', probers('ALIGN_FRACTION_TRUE', 'REDUCE_MEAN', 0.5, LT), true],
    ['less than none pass', probers('ALIGN_FRACTION_TRUE', 'REDUCE_MEAN', 0, LT), false],
    ['more than half pass', probers('ALIGN_FRACTION_TRUE', undefined, 0.5), false],
    ['fewer than two pass', probers('ALIGN_NEXT_OLDER', 'REDUCE_COUNT_TRUE', 2, LT), true],
    ['a share of true across probers', probers('ALIGN_NEXT_OLDER', 'REDUCE_FRACTION_TRUE', 1, LT), true],
    ['any point fails', probers('ALIGN_COUNT_FALSE', undefined, 0), true],
    ['many points fail', probers('ALIGN_COUNT_FALSE', undefined, 4), false],
    [
      'PromQL',
      prom(
        'avg by (check_id) (avg_over_time(monitoring_googleapis_com:uptime_check_check_passed{monitored_resource="uptime_url"}[60s])) < 1',
      ),
      true,
    ],
    [
      'PromQL of failures',
      prom('1 - avg(avg_over_time(monitoring_googleapis_com:uptime_check_check_passed[5m])) > 0.5'),
      true,
    ],
    ['a database that is not up', level('cloudsql.googleapis.com/database/up', 'ALIGN_MIN', 1, LT), true],
    ['a database that is up', level('cloudsql.googleapis.com/database/up', 'ALIGN_MIN', 0), false],
    [
      'fewer than one instance',
      level('run.googleapis.com/container/instance_count', 'ALIGN_MAX', 1, LT),
      true,
    ],
    [
      'more than ninety instances',
      level('run.googleapis.com/container/instance_count', 'ALIGN_MAX', 90),
      false,
    ],
    [
      'few requests say nothing when there are none',
      level('run.googleapis.com/request_count', 'ALIGN_RATE', 1, LT),
      false,
    ],
    [
      'no requests',
      { conditionAbsent: { filter: 'metric.type="run.googleapis.com/request_count"', duration: '300s' } },
      true,
    ],
    [
      'no requests in PromQL',
      prom('absent(run_googleapis_com:request_count{service_name="pinky-api"})'),
      true,
    ],
    [
      'no requests for a time in PromQL',
      prom('absent_over_time(run_googleapis_com:request_count[10m]) == 1'),
      true,
    ],
    [
      'no data of the database',
      { conditionAbsent: { filter: `metric.type="${SQL}"`, duration: '300s' } },
      true,
    ],
  ])('%s', (_, condition, fires) => expect(only(condition).fires).toBe(fires));
});

test('no failed requests mean nothing', () => {
  const filter = 'metric.type="run.googleapis.com/request_count" AND metric.labels.response_code_class="5xx"';
  expect(readingsOf({ conditionAbsent: { filter, duration: '300s' } })).toEqual([]);
});

test.each([
  ['protoPayload.methodName="SetIamPolicy"', ['security']],
  ['jsonPayload.enforcedSecurityPolicy.outcome="DENY"', ['security']],
  ['resource.type="cloudsql_database" severity>=ERROR', ['db']],
])('an alert on log entries: %s', (filter, kinds) => {
  const found = readingsOf({ conditionMatchedLog: { filter } });
  expect(found.map((one) => one instanceof Unknown || one.signal)).toEqual(kinds);
});
