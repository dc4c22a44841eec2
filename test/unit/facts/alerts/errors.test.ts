import { describe, expect, test } from 'vitest';
import { Unknown } from '#policy';
import type { Signal } from '../../../../src/facts/alerts/signal.ts';
import { FAILED, mqlOf, prom, RUN, ratio, readingsOf } from './made.ts';

const LB = 'resource.type="https_lb_rule" AND metric.type="loadbalancing.googleapis.com/https/request_count"';
const A = 'sum(rate(run_googleapis_com:request_count{response_code_class=~"4xx|5xx"}[5m]))';
const A5 = 'sum(rate(run_googleapis_com:request_count{response_code_class="5xx"}[5m]))';
const B = 'sum(rate(run_googleapis_com:request_count[5m]))';
const OK = 'sum(rate(run_googleapis_com:request_count{response_code_class="2xx"}[5m]))';
const UNSUMMED = [{ alignmentPeriod: '300s', perSeriesAligner: 'ALIGN_RATE' }];
const BY_CLASS = [
  {
    alignmentPeriod: '300s',
    perSeriesAligner: 'ALIGN_RATE',
    crossSeriesReducer: 'REDUCE_SUM',
    groupByFields: ['metric.label.response_code_class'],
  },
];
const SLOWER = [
  { alignmentPeriod: '600s', perSeriesAligner: 'ALIGN_RATE', crossSeriesReducer: 'REDUCE_SUM' },
];
const MEAN = [{ alignmentPeriod: '300s', perSeriesAligner: 'ALIGN_RATE', crossSeriesReducer: 'REDUCE_MEAN' }];
const MQL_HEAD = "fetch cloud_run_revision | metric 'run.googleapis.com/request_count'";
const BRANCHES = `{ metric 'run.googleapis.com/request_count' | filter metric.response_code_class = '5xx'
  ; metric 'run.googleapis.com/request_count' | ident }`;
const CONSOLE = `${MQL_HEAD}
  | group_by 5m, [value_request_count_aggregate: aggregate(value.request_count)]
  | every 5m
  | { group_by [metric.response_code_class, resource.service_name], [n: aggregate(value_request_count_aggregate)]
      | filter (metric.response_code_class = '5xx')
    ; group_by [resource.service_name], [m: aggregate(value_request_count_aggregate)] }
  | join | value [response_code_ratio: val(0) / val(1)]`;

/** The parts of a signal that say how large a share of errors makes it fire. */
const essence = (condition: unknown): unknown[] =>
  readingsOf(condition)
    .filter((one): one is Signal => !(one instanceof Unknown) && one.signal === 'errors')
    .map(({ unit, classes, comparison, threshold }) => [unit, classes.join(), comparison, threshold]);

const BOTH = '4xx,5xx';

describe('error ratios', () => {
  test.each<[string, unknown, unknown[]]>([
    ['the canonical ratio', ratio(FAILED, RUN), [['ratio', BOTH, 'GT', 0.01]]],
    ['half a percent', ratio(FAILED, RUN, { thresholdValue: 0.005 }), [['ratio', BOTH, 'GT', 0.005]]],
    ['five percent', ratio(FAILED, RUN, { thresholdValue: 0.05 }), [['ratio', BOTH, 'GT', 0.05]]],
    [
      'a threshold of 1 is all requests',
      ratio(FAILED, RUN, { thresholdValue: 1 }),
      [['ratio', BOTH, 'GT', 1]],
    ],
    ['no threshold is zero', ratio(FAILED, RUN, { thresholdValue: undefined }), [['ratio', BOTH, 'GT', 0]]],
    ['without a denominator', ratio(FAILED, undefined), [['requests, not their share', BOTH, 'GT', 0.01]]],
    [
      'more than no error at all is a share too',
      ratio(FAILED, undefined, { thresholdValue: 0 }),
      [['ratio', BOTH, 'GT', 0]],
    ],
    [
      'one class',
      ratio(`${RUN} AND metric.label.response_code_class="5xx"`, RUN),
      [['ratio', '5xx', 'GT', 0.01]],
    ],
    [
      'one code is not its class',
      ratio(`${RUN} AND metric.labels.response_code="500"`, RUN),
      [['ratio', '', 'GT', 0.01]],
    ],
    [
      'codes from 500 up are the class',
      ratio(`${RUN} AND metric.labels.response_code>="500"`, RUN),
      [['ratio', '5xx', 'GT', 0.01]],
    ],
    [
      'codes by regular expression',
      ratio(`${RUN} AND metric.labels.response_code=monitoring.regex.full_match("[45]..")`, RUN),
      [['ratio', BOTH, 'GT', 0.01]],
    ],
    [
      'all but the good classes',
      ratio(
        `${RUN} AND metric.labels.response_code_class!="2xx" AND NOT metric.labels.response_code_class=one_of('1xx', '3xx')`,
        RUN,
      ),
      [['ratio', BOTH, 'GT', 0.01]],
    ],
    [
      'classes joined by OR',
      ratio(
        `${RUN} AND (metric.labels."response_code_class"="4xx" OR metric.labels.response_code_class=starts_with("5"))`,
        RUN,
      ),
      [['ratio', BOTH, 'GT', 0.01]],
    ],
    [
      'a denominator that is filtered',
      ratio(FAILED, `${RUN} AND metric.labels.response_code_class="2xx"`),
      [['ratio to a part of the requests', BOTH, 'GT', 0.01]],
    ],
    [
      'a denominator over more services',
      ratio(FAILED, 'resource.type="cloud_run_revision" AND metric.type="run.googleapis.com/request_count"'),
      [['ratio of different scopes', BOTH, 'GT', 0.01]],
    ],
    [
      'a denominator in another order of words',
      ratio(
        FAILED,
        'metric.type="run.googleapis.com/request_count" resource.label.service_name="pinky-api" resource.type="cloud_run_revision"',
      ),
      [['ratio', BOTH, 'GT', 0.01]],
    ],
    ['a denominator of another metric', ratio(FAILED, LB), [['ratio of two metrics', BOTH, 'GT', 0.01]]],
    [
      'series that were not summed',
      ratio(FAILED, RUN, { aggregations: UNSUMMED, denominatorAggregations: UNSUMMED }),
      [['ratio of each series to itself', BOTH, 'GT', 0.01]],
    ],
    [
      'grouped by the class that is compared',
      ratio(FAILED, RUN, { aggregations: BY_CLASS, denominatorAggregations: BY_CLASS }),
      [['ratio of each series to itself', BOTH, 'GT', 0.01]],
    ],
    [
      'means are no totals',
      ratio(FAILED, RUN, { aggregations: MEAN, denominatorAggregations: MEAN }),
      [['ratio of unsummed series', BOTH, 'GT', 0.01]],
    ],
    [
      'different alignment',
      ratio(FAILED, RUN, { denominatorAggregations: SLOWER }),
      [['ratio of unlike aggregations', BOTH, 'GT', 0.01]],
    ],
    [
      'the good share falling below 99 %',
      ratio(`${RUN} AND metric.labels.response_code_class="2xx"`, RUN, {
        comparison: 'COMPARISON_LT',
        thresholdValue: 0.99,
      }),
      [['ratio', '1xx,3xx,4xx,5xx', 'GT', 0.01]],
    ],
    ['the good share rising', ratio(`${RUN} AND metric.labels.response_code_class="2xx"`, RUN), []],
    ['all over all says nothing', ratio(RUN, RUN), []],
    [
      'a load balancer by numbers',
      ratio(`${LB} AND metric.labels.response_code_class=one_of("400","500")`, LB),
      [['ratio', BOTH, 'GT', 0.01]],
    ],
    [
      'a load balancer by a bare number',
      ratio(`${LB} AND metric.labels.response_code_class>=500`, LB),
      [['ratio', '5xx', 'GT', 0.01]],
    ],
    [
      'a load balancer has no class "5xx"',
      ratio(`${LB} AND metric.labels.response_code_class="5xx"`, LB),
      [['ratio', '', 'GT', 0.01]],
    ],
    [
      'Cloud Run has no class 500',
      ratio(`${RUN} AND metric.labels.response_code_class=500`, RUN),
      [['ratio', '', 'GT', 0.01]],
    ],
    ['PromQL', prom(`${A} / ${B} > 0.01`), [['ratio', BOTH, 'GT', 0.01]]],
    ['PromQL in percent before', prom(`100 * ${A} / ${B} > 1`), [['ratio', BOTH, 'GT', 0.01]]],
    ['PromQL in percent after', prom(`(${A} / ${B}) * 100 > 1`), [['ratio', BOTH, 'GT', 0.01]]],
    ['PromQL turned round', prom(`0.01 < ${A5} / ${B}`), [['ratio', '5xx', 'GT', 0.01]]],
    ['PromQL by good requests', prom(`1 - ${OK} / ${B} >= 0.01`), [['ratio', '1xx,3xx,4xx,5xx', 'GT', 0.01]]],
    [
      'PromQL by good requests below',
      prom(`${OK} / ${B} < 0.99`),
      [['ratio', '1xx,3xx,4xx,5xx', 'GT', 0.01]],
    ],
    ['PromQL without denominator', prom(`${A} > 0.01`), [['requests, not their share', BOTH, 'GT', 0.01]]],
    [
      'PromQL of unlike windows',
      prom(`${A} / sum(rate(run_googleapis_com:request_count[10m])) > 0.01`),
      [['ratio of unlike aggregations', BOTH, 'GT', 0.01]],
    ],
    [
      'PromQL with quoted names',
      prom(
        'sum(rate({"run.googleapis.com/request_count", "response_code_class"!~"1xx|2xx|3xx"}[5m])) / sum(rate({"run.googleapis.com/request_count"}[5m])) > 0.01',
      ),
      [['ratio', BOTH, 'GT', 0.01]],
    ],
    [
      'PromQL per service',
      prom(
        `sum by (service_name) (rate(run_googleapis_com:request_count{response_code_class="5xx"}[5m])) / sum by (service_name) (rate(run_googleapis_com:request_count[5m])) > 0.01`,
      ),
      [['ratio', '5xx', 'GT', 0.01]],
    ],
    [
      'PromQL that divides each series by itself',
      prom(
        'rate(run_googleapis_com:request_count{response_code_class="5xx"}[5m]) / rate(run_googleapis_com:request_count[5m]) > 0.01',
      ),
      [['ratio of each series to itself', '5xx', 'GT', 0.01]],
    ],
    [
      'MQL with two branches',
      mqlOf(`fetch cloud_run_revision | ${BRANCHES} | ratio | condition val() > 0.01 '1'`),
      [['ratio of each series to itself', '5xx', 'GT', 0.01]],
    ],
    [
      'MQL with two branches, summed together',
      mqlOf(
        `fetch cloud_run_revision | ${BRANCHES} | group_by [resource.service_name] | ratio | condition val() > 0.01 '1'`,
      ),
      [['ratio', '5xx', 'GT', 0.01]],
    ],
    [
      'MQL with two branches, summed',
      mqlOf(
        `${MQL_HEAD} | align rate(5m) | { filter metric.response_code_class = '5xx' | group_by [], .sum ; group_by [], .sum } | ratio | condition val() > 0.01 '1'`,
      ),
      [['ratio', '5xx', 'GT', 0.01]],
    ],
    [
      'MQL in percent',
      mqlOf(
        `${MQL_HEAD} | align rate(5m) | { filter metric.response_code_class =~ '4xx|5xx' | group_by [], [sum(val())] ; ident | group_by [], [sum(val())] } | ratio | condition val() > 1 '%'`,
      ),
      [['ratio', BOTH, 'GT', 0.01]],
    ],
    [
      'MQL times a hundred',
      mqlOf(
        `${MQL_HEAD} | { filter response_code_class == '5xx' || response_code_class == '4xx' | group_by [], .sum ; group_by [], .sum } | div | mul 100 | condition gt(val(), 1)`,
      ),
      [['ratio', BOTH, 'GT', 0.01]],
    ],
    [
      'MQL as the console writes it',
      mqlOf(`${CONSOLE} | condition val() > 0.05`),
      [['ratio of unlike aggregations', '5xx', 'GT', 0.05]],
    ],
    [
      'MQL as the console writes it, grouped alike',
      mqlOf(`${CONSOLE.replace('metric.response_code_class, ', '')} | condition 0.01 < val()`),
      [['ratio', '5xx', 'GT', 0.01]],
    ],
  ])('%s', (_, condition, expected) => expect(essence(condition)).toEqual(expected));
});

test.each([
  [
    'AND beside OR without parentheses',
    ratio(`${RUN} OR metric.labels.response_code_class="5xx" AND project="x"`, RUN),
  ],
  ['a guard joined by and', prom(`${A} / ${B} > 0.01 and ${B} > 1`)],
  ['a bool comparison', prom(`${A} / ${B} > bool 0.01`)],
  ['a subtraction of series', prom(`(${B} - ${OK}) / ${B} > 0.01`)],
  ['broken PromQL', prom(`${A} / > 0.01`)],
  ['an offset', prom('sum(rate(run_googleapis_com:request_count[5m] offset 1h)) > 3')],
  ['a subquery', prom('max_over_time(sum(rate(run_googleapis_com:request_count[5m]))[1h:1m]) > 3')],
  ['an equality', prom(`${A} / ${B} == 0.01`)],
  ['an absence that is not', prom('absent(run_googleapis_com:request_count) == 0')],
  ['no comparison', prom(`${A} / ${B}`)],
  ['a threshold of infinity', prom(`${A} / ${B} > Inf`)],
  [
    'MQL with conditional values',
    mqlOf(
      `${MQL_HEAD} | group_by [], [e: sum(if(metric.response_code_class == '5xx', val(), 0))] | condition val() > 1`,
    ),
  ],
  ['MQL with a named part', mqlOf(`total = ${MQL_HEAD} | align rate(1m); total | condition val() > 1`)],
  ['MQL in an unknown unit', mqlOf(`${MQL_HEAD} | align rate(1m) | condition val() > 1 'By'`)],
  ['MQL without a condition', mqlOf(`${MQL_HEAD} | align rate(1m)`)],
  ['a comparison that the API refuses', ratio(FAILED, RUN, { comparison: 'COMPARISON_GE' })],
  ['SQL over logs', { conditionSql: { query: 'SELECT 1', rowCountTest: { threshold: '1' } } }],
  ['a condition of a kind to come', { conditionOracle: {} }],
  ['a repeated group', ratio(`${RUN} AND metric.labels.response_code=~"(5+)+x"`, RUN)],
  ['a second aggregation', ratio(FAILED, RUN, { aggregations: [...UNSUMMED, ...UNSUMMED] })],
  ['a period that is no duration', ratio(FAILED, RUN, { duration: 'soon' })],
])('what cannot be read is unknown: %s', (_, condition) => {
  const found = readingsOf(condition);
  expect(found.length).toBeGreaterThan(0);
  for (const one of found) expect(one).toBeInstanceOf(Unknown);
});

test.each([
  [
    'another metric',
    ratio('metric.type="compute.googleapis.com/instance/cpu/utilization" AND ((', undefined),
  ],
  ['a metric of logs', ratio('metric.type="logging.googleapis.com/user/errors"', undefined)],
  ['another metric in PromQL', prom('kube_pod_status{ > 1')],
  ['another metric in MQL', mqlOf('fetch gce_instance::compute.googleapis.com/x | condition val() > 1')],
  ['a log entry of no interest', { conditionMatchedLog: { filter: 'severity>=ERROR' } }],
])('what is about something else is left out: %s', (_, condition) => {
  expect(readingsOf(condition)).toEqual([]);
});

test('SQL over logs may be about errors, and not about CPU', () => {
  const kinds = readingsOf({ conditionSql: { query: 'SELECT 1' } });
  expect(kinds).toHaveLength(1);
});

test('a burn rate is one of errors or latency, with its look-back', () => {
  const filter = 'select_slo_burn_rate("projects/1/services/s/serviceLevelObjectives/o", "60m")';
  const found = readingsOf({
    conditionThreshold: { filter, comparison: 'COMPARISON_GT', thresholdValue: 10, duration: '60s' },
  });
  expect(found.map((one) => one instanceof Unknown || [one.signal, one.form, one.windowSeconds])).toEqual([
    ['errors', 'slo-burn-rate', 3660],
    ['latency', 'slo-burn-rate', 3660],
  ]);
});
