import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/catalogue.generated.ts';
import { judge } from '../../src/cli/judge.ts';
import { type Configuration, load } from '../../src/config/load.ts';
import { Bench, type Json } from './deployment.ts';

const bench = new Bench();
afterAll(() => bench.remove());

/** By how much the plan holds: all there is, or a part of it. */
const configurations: Partial<Record<string, Configuration>> = {};
beforeAll(async () => {
  for (const scope of ['complete', 'partial']) {
    const strategy = { defaults: { domain: 'pinky-promise.example.com', 'plan.scope': scope } };
    const file = bench.write(`${scope}.config.json`, JSON.stringify({ strategy }));
    configurations[scope] = await load({ cwd: bench.folder, file, builtIn: catalogue, version: '0.0.0' });
  }
});

const IN = 'module.edge["eu"].google_compute_';
const API = `${IN}backend_service.api`;
const EDGE = `${IN}security_policy.edge`;
const HTTPS = `${IN}target_https_proxy.https`;
const RUN = 'module.edge["eu"].google_cloud_run_v2_service.api';
const REDIRECT = `${IN}target_http_proxy.redirect`;

type Change = { after: Json; after_unknown: Json };
type Edit = (change: (address: string) => Change, changes: Json[], block: (address: string) => Json) => void;

const set =
  (address: string, attribute: string, value: unknown): Edit =>
  (change) => {
    const { after, after_unknown: unknown } = change(address);
    after[attribute] = value;
    delete unknown[attribute];
  };

/** Moves the policy's rules into resources of their own. */
const apart =
  (inline: readonly number[], policy: string | null = 'edge'): Edit =>
  (change, changes, block) => {
    const { after, after_unknown: unknown } = change(EDGE);
    const rules = after['rule'] as Json[];
    after['rule'] = inline.map((i) => rules[i] as Json);
    unknown['rule'] = inline.map(() => ({}));
    if (inline.length === 0) {
      delete after['rule'];
      delete block(EDGE)['rule'];
      unknown['rule'] = true;
    }
    rules.forEach((rule, i) => {
      if (inline.includes(i)) return;
      changes.push(
        created(
          `${IN}security_policy_rule.own[${i}]`,
          { ...rule, ...(policy !== null && { security_policy: policy }) },
          policy === null ? { security_policy: true } : {},
        ),
      );
    });
  };

/** A resource of the project that the plan creates. */
function created(address: string, after: Json, unknown: Json = {}): Json {
  const [, type, name] = /(\w+)\.(\w+)(?:\[\d+\])?$/.exec(address) ?? [];
  return {
    address,
    mode: 'managed',
    type,
    name,
    provider_name: 'registry.terraform.io/hashicorp/google',
    change: {
      actions: ['create'],
      before: null,
      after: { ...after, project: 'pinky-prod' },
      after_unknown: unknown,
    },
  };
}

const add =
  (address: string, after: Json): Edit =>
  (_, changes) => {
    changes.push(created(address, after));
  };

/** Edits the rate limit among the policy's rules. */
const limit =
  (count: number): Edit =>
  (change) => {
    const rules = change(EDGE).after['rule'] as { rate_limit_options: Json[] }[];
    const [options] = rules.flatMap(({ rate_limit_options: all }) => all);
    (options as Json)['rate_limit_threshold'] = [{ count, interval_sec: 60 }];
  };

const MANAGER = 'module.edge["eu"].google_certificate_manager_';

/** The proxy serves what a certificate map of Certificate Manager has for its host. */
const mapped = (certificate: Json): Edit[] => [
  set(HTTPS, 'ssl_certificates', null),
  set(HTTPS, 'certificate_map', CERTIFICATES('certificateMaps/site', '//certificatemanager.googleapis.com/')),
  add(`${MANAGER}certificate_map.site`, { name: 'site' }),
  add(`${MANAGER}certificate_map_entry.site`, {
    name: 'site',
    map: 'site',
    hostname: 'pinky-promise.example.com',
    certificates: [CERTIFICATES('certificates/site')],
  }),
  add(`${MANAGER}certificate.site`, { name: 'site', location: 'global', ...certificate }),
];

const CERTIFICATES = (path: string, host = '') => `${host}projects/pinky-prod/locations/global/${path}`;

const PUBLIC = 'module.edge["eu"].google_cloud_run_v2_service_iam_member.public';

const invokedBy = (member: string): Edit =>
  add(PUBLIC, { name: 'api', location: 'europe-west1', role: 'roles/run.invoker', member });

async function resultsOf(name: string, edits: readonly Edit[], scope: NonNullable<Row['scope']>) {
  const plan = JSON.parse(readFileSync('fixtures/plans/load-balancer.json', 'utf8')) as Record<
    string,
    Json[]
  >;
  const changes = plan['resource_changes'] as Json[];
  const change = (address: string) =>
    (changes.find((one) => one['address'] === address) as Json)['change'] as unknown as Change;
  const { module_calls: calls } = (plan['configuration'] as unknown as Record<string, Json>)[
    'root_module'
  ] as {
    module_calls: { edge: { module: { resources: Json[] } } };
  };
  const block = (address: string) =>
    calls.edge.module.resources.find((one) => address.endsWith(`.${one['address']}`))?.[
      'expressions'
    ] as Json;
  for (const edit of edits) edit(change, changes, block);
  const report = await judge({
    configuration: configurations[scope] as Configuration,
    policies: catalogue,
    snapshots: [],
    images: [],
    plans: [{ path: bench.write(`${name}.json`, JSON.stringify(plan)) }],
    environment: 'production',
    now: Date.parse('2026-01-15T12:00:00Z'),
    all: true,
  });
  expect(report.errors).toEqual([]);
  return report.results;
}

interface Row {
  readonly says: string;
  readonly edits?: readonly Edit[];
  readonly scope?: 'complete' | 'partial';
  readonly policy: string;
  readonly on: string;
  readonly verdict: string;
  readonly findings?: readonly string[];
}

const passes = (policy: string, on: string): Row => ({ says: 'as planned', policy, on, verdict: 'pass' });

const rows: readonly Row[] = [
  passes('armor-attached', API),
  passes('armor-rate-limit', API),
  passes('armor-waf', API),
  passes('lb-min-tls', HTTPS),
  passes('lb-http-redirect', REDIRECT),
  passes('cdn-enabled', `${IN}backend_bucket.static`),
  passes('gcs-static-bucket', 'module.edge["eu"].google_storage_bucket.static'),
  passes('fw-no-open-ingress', `${IN}firewall.health`),
  {
    says: 'no plan tells whether a certificate was issued',
    policy: 'lb-managed-cert',
    on: HTTPS,
    verdict: 'unknown',
  },
  {
    says: 'no security policy',
    edits: [set(API, 'security_policy', null)],
    policy: 'armor-attached',
    on: API,
    verdict: 'fail',
    findings: [`${API} security_policy`],
  },
  {
    says: 'TLS 1.0 by the policy it refers to',
    edits: [set(`${IN}ssl_policy.modern`, 'min_tls_version', 'TLS_1_0')],
    policy: 'lb-min-tls',
    on: HTTPS,
    verdict: 'fail',
    findings: [`${IN}ssl_policy.modern min_tls_version`],
  },
  {
    says: 'no CDN',
    edits: [set(`${IN}backend_bucket.static`, 'enable_cdn', null)],
    policy: 'cdn-enabled',
    on: `${IN}backend_bucket.static`,
    verdict: 'fail',
    findings: [`${IN}backend_bucket.static enable_cdn`],
  },
  {
    says: 'a redirect that stays on HTTP',
    edits: [
      set(`${IN}url_map.redirect`, 'default_url_redirect', [{ https_redirect: false, strip_query: false }]),
    ],
    policy: 'lb-http-redirect',
    on: REDIRECT,
    verdict: 'fail',
    findings: [`${IN}url_map.redirect default_url_redirect[0].https_redirect`],
  },
  {
    says: 'every rule in a resource of its own',
    edits: [apart([])],
    policy: 'armor-waf',
    on: API,
    verdict: 'pass',
  },
  {
    says: 'some rules in resources of their own',
    edits: [apart([0, 1, 2])],
    policy: 'armor-rate-limit',
    on: API,
    verdict: 'pass',
  },
  {
    says: 'rules of a policy that nothing tells',
    edits: [apart([0, 1, 2], null)],
    policy: 'armor-rate-limit',
    on: API,
    verdict: 'unknown',
  },
  {
    says: 'rules of another policy',
    edits: [apart([0, 1, 2], 'other')],
    policy: 'armor-rate-limit',
    on: API,
    verdict: 'fail',
  },
  {
    says: 'too high a limit in a resource of its own',
    edits: [limit(6000), apart([0, 1, 2])],
    policy: 'armor-rate-limit',
    on: API,
    verdict: 'fail',
    findings: [`${IN}security_policy_rule.own[8] rate_limit_options[0].rate_limit_threshold[0].count`],
  },
  {
    says: 'too high a limit in the policy',
    edits: [limit(6000)],
    policy: 'armor-rate-limit',
    on: API,
    verdict: 'fail',
    findings: [`${EDGE} rule[8].rate_limit_options[0].rate_limit_threshold[0].count`],
  },
  {
    says: 'a certificate of Certificate Manager that Google renews',
    scope: 'complete',
    edits: mapped({ managed: [{ domains: ['pinky-promise.example.com'] }], self_managed: [] }),
    policy: 'lb-managed-cert',
    on: HTTPS,
    verdict: 'unknown',
  },
  {
    says: 'a certificate of Certificate Manager that was uploaded',
    scope: 'complete',
    edits: mapped({ managed: [], self_managed: [{ pem_certificate: 'x' }] }),
    policy: 'lb-managed-cert',
    on: HTTPS,
    verdict: 'fail',
    findings: [`${MANAGER}certificate.site managed`, `${MANAGER}certificate.site managed[0].state`],
  },
  {
    says: 'open to the internet',
    edits: [set(RUN, 'ingress', 'INGRESS_TRAFFIC_ALL')],
    policy: 'run-ingress-lb-only',
    on: RUN,
    verdict: 'fail',
    findings: [`${RUN} ingress`, `${RUN} default_uri_disabled`],
  },
  {
    says: 'behind the load balancer, its own address off',
    edits: [set(RUN, 'default_uri_disabled', true)],
    policy: 'run-ingress-lb-only',
    on: RUN,
    verdict: 'pass',
  },
  {
    says: 'what else is granted is not in the plan',
    edits: [invokedBy('serviceAccount:caller@pinky-prod.iam.gserviceaccount.com')],
    policy: 'run-invoker',
    on: RUN,
    verdict: 'unknown',
  },
  {
    says: 'nothing else is granted',
    scope: 'complete',
    edits: [invokedBy('serviceAccount:caller@pinky-prod.iam.gserviceaccount.com')],
    policy: 'run-invoker',
    on: RUN,
    verdict: 'pass',
  },
  {
    says: 'open to all and not public',
    edits: [invokedBy('allUsers')],
    policy: 'run-invoker',
    on: RUN,
    verdict: 'fail',
    findings: [`${PUBLIC} member`],
  },
  {
    says: 'open to all addresses',
    edits: [
      set(`${IN}firewall.health`, 'source_ranges', ['0.0.0.0/0']),
      set(`${IN}firewall.health`, 'allow', [{ protocol: 'tcp', ports: ['22'] }]),
    ],
    policy: 'fw-no-open-ingress',
    on: `${IN}firewall.health`,
    verdict: 'fail',
    findings: [`${IN}firewall.health allow`],
  },
];

describe('a planned load balancer is judged, its parts found by what the configuration refers to', () => {
  it.each(rows)(
    '$policy, $says: $verdict',
    async ({ edits = [], scope = 'partial', policy, on, verdict, findings, says }) => {
      const results = await resultsOf(says, edits, scope);
      const found = results.filter((one) => one.policy === policy && one.asset.address === on);
      expect(found.map((one) => one.verdict)).toEqual([verdict]);
      if (findings)
        expect(found[0]?.findings.map(({ source }) => `${source?.address} ${source?.path}`)).toEqual(
          findings,
        );
    },
  );
});
