import { expect, test } from 'vitest';
import { attempt, Unknown } from '#policy';
import { covers } from '../../../../src/facts/alerts/coverage.ts';
import { kindsNamed } from '../../../../src/facts/alerts/metrics.ts';
import { type Signal, scopeOf } from '../../../../src/facts/alerts/signal.ts';
import { burnRate, parseFilter } from '../../../../src/facts/alerts/threshold.ts';

const signal = (filter: string): Signal => {
  const whole = parseFilter(`metric.type="run.googleapis.com/request_count" AND ${filter}`);
  return { source: 'run', scope: scopeOf(whole) } as Signal;
};
const LABELS = {
  'resource.type': 'cloud_run_revision',
  service_name: 'pinky-api',
  location: 'us-central1',
  project_id: ['pinky-prod', '100000000001'],
  project: ['pinky-prod', '100000000001'],
};

test.each<[string, boolean | 'unknown']>([
  ['resource.type="cloud_run_revision"', true],
  ['resource.type="cloud_run_job"', false],
  ['resource.labels.service_name="pinky-api"', true],
  ['resource.label.service_name = pinky-api', 'unknown'],
  ["resource.labels.'service_name' = 'pinky-api'", true],
  ['resource.labels.service_name="pinky-web"', false],
  ['resource.labels.service_name!="pinky-web"', true],
  ['-resource.labels.service_name="pinky-web"', true],
  ['resource.labels.service_name=one_of("pinky-web","pinky-api")', true],
  ['resource.labels.service_name=starts_with("pinky-")', true],
  ['resource.labels.service_name=ends_with("-web")', false],
  ['resource.labels.service_name=has_substring("api")', true],
  ['resource.labels.service_name:"api"', true],
  ['resource.labels.service_name=monitoring.regex.full_match("pinky-(api|web)")', true],
  ['resource.labels.service_name=monitoring.regex.full_match("pinky")', false],
  ['resource.labels.service_name=~"PINKY.*"', false],
  ['resource.labels.service_name=~"(?i)PINKY.*"', true],
  ['(resource.labels.service_name="a" OR resource.labels.service_name="pinky-api")', true],
  ['NOT (resource.labels.service_name="a" OR resource.labels.service_name="pinky-api")', false],
  ['resource.labels.location="us-central1"', true],
  ['resource.labels.location="europe-west1"', false],
  ['resource.labels.project_id="100000000001"', true],
  ['project="pinky-prod"', true],
  ['project="pinky-other"', false],
  ['resource.labels.revision_name="pinky-api-00042"', 'unknown'],
  ['metadata.user_labels.env="production"', 'unknown'],
  ['group.id="123"', 'unknown'],
  ['metric.labels.response_code_class="5xx"', true],
  ['resource.labels.service_name="pinky-web" AND resource.labels.revision_name="x"', false],
])('%s', (filter, expected) => {
  const got = attempt(() => covers(signal(filter), () => LABELS));
  expect(got instanceof Unknown ? 'unknown' : got).toBe(expected);
});

test('what another source measures does not cover', () => {
  expect(covers(signal('resource.type="cloud_run_revision"'), () => undefined)).toBe(false);
});

test('the reason names the labels that narrow', () => {
  const got = attempt(() => covers(signal('metadata.user_labels.env="production"'), () => LABELS));
  expect(got instanceof Unknown && got.reason).toBe('the alert is narrowed by metadata.user_labels.env');
});

test.each<[string, readonly string[]]>([
  ['run.googleapis.com/request_count', ['errors', 'traffic']],
  ['run_googleapis_com:request_latencies_bucket', ['latency']],
  ['cloudsql_googleapis_com:database_memory_utilization', ['sql-memory']],
  ['compute.googleapis.com/instance/cpu/utilization', []],
])('the kinds that %s is about', (text, kinds) => expect([...kindsNamed(text)]).toEqual(kinds));

test.each<[string, unknown]>([
  ['select_slo_burn_rate("projects/1/services/s/serviceLevelObjectives/o", "3600s")', 3600],
  ["select_slo_burn_rate('projects/1/services/s/serviceLevelObjectives/o', '1h')", 3600],
  ['select_slo_burn_rate("projects/1/services/s/serviceLevelObjectives/o", 5m)', 300],
  ['select_slo_burn_rate("projects/1/services/s/serviceLevelObjectives/o")', 3600],
  ['select_slo_health("projects/1/services/s/serviceLevelObjectives/o")', undefined],
  ['select_slo_burn_rate("o", "soon")', 'unknown'],
])('the look-back of %s', (filter, expected) => {
  const got = attempt(() => burnRate(filter));
  expect(got instanceof Unknown ? 'unknown' : got?.lookbackSeconds).toBe(expected);
});
