/**
 * Writes a Terraform configuration and the JSON plan that creates all of it: `folder/main-N.tf` and
 * `folder/tfplan.json`. Ten resources make a unit; some break promises. The same size gives the same bytes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PROVIDER = 'registry.terraform.io/hashicorp/google';

const unit = (n) => {
  const project = `pinky-${Math.floor(n / 10)}`;
  const name = `unit-${n}`;
  const good = n % 3 !== 0;
  return {
    google_service_account: { account_id: name, project, display_name: 'Runs one service' },
    google_cloud_run_v2_service: {
      name,
      project,
      location: 'us-central1',
      ingress: good ? 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER' : 'INGRESS_TRAFFIC_ALL',
      scaling: [{ min_instance_count: good ? 2 : 0, max_instance_count: 100 }],
      template: [
        {
          max_instance_request_concurrency: good ? 100 : 250,
          service_account: `${name}@${project}.iam.gserviceaccount.com`,
          containers: [
            {
              image: `us-central1-docker.pkg.dev/${project}/app/api:1.4.0`,
              env: [{ name: 'NODE_ENV', value: 'production' }],
              resources: [{ limits: { cpu: '1000m', memory: good ? '512Mi' : '4Gi' } }],
            },
          ],
        },
      ],
    },
    google_sql_database_instance: {
      name,
      project,
      region: 'us-central1',
      database_version: 'POSTGRES_15',
      deletion_protection: good,
      settings: [
        {
          tier: 'db-custom-4-8192',
          edition: 'ENTERPRISE',
          availability_type: good ? 'REGIONAL' : 'ZONAL',
          backup_configuration: [{ enabled: good, start_time: '02:00', location: 'us' }],
          ip_configuration: [{ ipv4_enabled: !good, ssl_mode: 'ENCRYPTED_ONLY' }],
          database_flags: [{ name: 'cloudsql.enable_pgaudit', value: good ? 'on' : 'off' }],
        },
      ],
    },
    google_storage_bucket: {
      name: `${project}-${name}`,
      project,
      location: 'US',
      storage_class: 'STANDARD',
      uniform_bucket_level_access: good,
      versioning: [{ enabled: good }],
    },
    google_compute_firewall: {
      name,
      project,
      network: 'main',
      direction: 'INGRESS',
      source_ranges: [good ? '10.0.0.0/8' : '0.0.0.0/0'],
      allow: [{ protocol: 'tcp', ports: ['22', '8080-8090'] }],
    },
    google_compute_ssl_policy: {
      name,
      project,
      profile: 'MODERN',
      min_tls_version: good ? 'TLS_1_2' : 'TLS_1_0',
    },
    google_project_iam_member: {
      project,
      role: good ? 'roles/run.viewer' : 'roles/owner',
      member: `user:someone-${n}@example.com`,
    },
    google_secret_manager_secret: { secret_id: name, project, replication: [{ auto: [{}] }] },
    google_monitoring_notification_channel: {
      display_name: `Team ${n}`,
      project,
      type: 'email',
      labels: { email_address: `team-${n}@example.com` },
    },
    google_monitoring_alert_policy: {
      display_name: `Errors of ${name}`,
      project,
      combiner: 'OR',
      enabled: good,
      conditions: [
        {
          display_name: 'errors',
          condition_threshold: [
            {
              filter: `resource.type="cloud_run_revision" AND resource.labels.service_name="${name}" AND metric.type="run.googleapis.com/request_count"`,
              comparison: 'COMPARISON_GT',
              threshold_value: 5,
              duration: '300s',
              aggregations: [{ alignment_period: '300s', per_series_aligner: 'ALIGN_RATE' }],
            },
          ],
        },
      ],
    },
  };
};

const isBlock = (value) => Array.isArray(value) && typeof value[0] === 'object';
const literal = (value) => JSON.stringify(value).replaceAll('${', '$${');

/** The lines of HCL that set these attributes. */
function hcl(values, indent = '  ') {
  return Object.entries(values).flatMap(([key, value]) => {
    if (isBlock(value)) {
      return value.flatMap((one) => [`${indent}${key} {`, ...hcl(one, `${indent}  `), `${indent}}`]);
    }
    if (typeof value !== 'object' || Array.isArray(value)) return [`${indent}${key} = ${literal(value)}`];
    const pairs = Object.entries(value).map(([k, v]) => `${indent}  ${k} = ${literal(v)}`);
    return [`${indent}${key} = {`, ...pairs, `${indent}}`];
  });
}

const expressions = (values) =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      isBlock(value) ? value.map(expressions) : { constant_value: value },
    ]),
  );

/** Writes a configuration of so many resources (a multiple of ten) and its plan; gives the path of the plan. */
export function generatePlan(folder, resources) {
  mkdirSync(folder, { recursive: true });
  const all = [];
  const texts = [];
  for (let n = 0; n < resources / 10; n++) {
    const lines = [];
    for (const [type, values] of Object.entries(unit(n))) {
      all.push({ address: `${type}.u${n}`, mode: 'managed', type, name: `u${n}`, values });
      lines.push(`resource "${type}" "u${n}" {`, ...hcl(values), '}', '');
    }
    const file = Math.floor(n / 10);
    texts[file] = `${texts[file] ?? ''}${lines.join('\n')}\n`;
  }
  texts.forEach((text, n) => void writeFileSync(join(folder, `main-${n}.tf`), text));
  const plan = {
    format_version: '1.2',
    terraform_version: '1.9.8',
    planned_values: {
      root_module: {
        resources: all.map((one) => ({
          ...one,
          provider_name: PROVIDER,
          schema_version: 0,
          sensitive_values: {},
        })),
      },
    },
    resource_changes: all.map(({ values, ...one }) => ({
      ...one,
      provider_name: PROVIDER,
      change: {
        actions: ['create'],
        before: null,
        after: values,
        after_unknown: { id: true },
        before_sensitive: false,
        after_sensitive: {},
      },
    })),
    configuration: {
      provider_config: { google: { name: 'google', full_name: PROVIDER } },
      root_module: {
        resources: all.map(({ values, ...one }) => ({
          ...one,
          provider_config_key: 'google',
          expressions: expressions(values),
          schema_version: 0,
        })),
      },
    },
    timestamp: '2026-01-01T00:00:00Z',
    complete: true,
    errored: false,
  };
  const path = join(folder, 'tfplan.json');
  writeFileSync(path, JSON.stringify(plan));
  return path;
}
