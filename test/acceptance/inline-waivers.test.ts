import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '#report';
import { Bench } from './deployment.ts';

const bench = new Bench();
afterAll(() => bench.remove());

const NAMES = ['["a"]', '["b"]'];

/** A plan of two instances of one database that is open to the internet, and of a module's. */
const PLAN = JSON.stringify({
  format_version: '1.2',
  resource_changes: [
    ...NAMES.map((key) => `google_sql_database_instance.main${key}`),
    'module.inner.google_sql_database_instance.leaf',
  ].map((address, i) => ({
    address,
    mode: 'managed',
    type: 'google_sql_database_instance',
    name: address.includes('leaf') ? 'leaf' : 'main',
    provider_name: 'registry.terraform.io/hashicorp/google',
    change: {
      actions: ['create'],
      before: null,
      after: {
        name: `db-${i}`,
        project: 'app-prod',
        region: 'us-central1',
        database_version: 'POSTGRES_16',
        settings: [{ tier: 'db-custom-2-8192', ip_configuration: [{ ipv4_enabled: true }] }],
      },
      after_unknown: {},
    },
  })),
  configuration: { root_module: {} },
});
bench.write('tfplan.json', PLAN);
bench.write(
  'src/inner/leaf.tf',
  `resource "google_sql_database_instance" "leaf" {
  settings {
    ip_configuration {
      ipv4_enabled = true
    }
  }
}
`,
);

const WAIVER =
  'pinky-audit:waive sql-no-public-ip until=2026-12-31 owner=data reason="moves \\"next\\" year"';

/** The source with comments: above the resource, above the block, on the attribute's line. */
const source = ({ above = '', block = '', on = '' }) => `module "inner" {
  source = "./inner"
}
${above}
resource "google_sql_database_instance" "main" {
  for_each = toset(["a", "b"])
  settings {
    tier = "db-custom-2-8192"
    ${block}
    ip_configuration {
      ipv4_enabled = true ${on}
    }
  }
}
`;

async function audited(text: string, ...more: readonly string[]) {
  bench.write('src/main.tf', text);
  const [plan, sources] = ['tfplan.json', 'src'].map((name) => join(bench.folder, name)) as [string, string];
  const args = [
    '--plan',
    plan,
    '--plan-sources',
    sources,
    '--source-root',
    'src',
    '--policy',
    'sql-no-public-ip',
  ];
  const { status, stdout, stderr } = await bench.inside([
    ...args,
    ...['--now', '2026-01-15T12:00:00Z', '-q', '--format', 'json', ...more],
  ]);
  return { status, stderr, report: (stdout === '' ? undefined : JSON.parse(stdout)) as Report };
}

/** `db-0 waived`. */
const verdicts = ({ results }: Report) =>
  results.map(({ asset, verdict }) => `${asset.name.slice(-4)} ${verdict}`);

describe('a waiver in Terraform source', () => {
  it.each([
    ['above the resource', { above: `# ${WAIVER}` }, undefined],
    [
      'above a block, other comments between',
      { block: `// ${WAIVER}\n    # and this` },
      'settings.ip_configuration',
    ],
    ['on the line of the attribute', { on: `/* ${WAIVER} */` }, 'settings.ip_configuration.ipv4_enabled'],
  ])('%s covers it in every instance, and nothing else', async (_, where, path) => {
    const { status, report } = await audited(source(where));
    expect(verdicts(report)).toEqual(['db-0 waived', 'db-1 waived', 'db-2 fail']);
    expect(status).toBe(1);
    expect(report.waivers).toMatchObject([
      {
        asset: 'google_sql_database_instance.main',
        owner: 'data',
        reason: 'moves "next" year',
        state: 'active',
        findings: 2,
        place: { uri: 'src/main.tf' },
      },
    ]);
    expect(report.waivers[0]?.path).toBe(path);
  });

  it('on the call of a module covers nothing that stands in its file', async () => {
    const text = `# ${WAIVER}\n${source({})}`;
    const { report } = await audited(text);
    expect(report.waivers).toMatchObject([{ asset: 'module.inner', state: 'unused', findings: 0 }]);
  });

  it('that has ended covers nothing and is told', async () => {
    const { report } = await audited(source({ above: `# ${WAIVER}` }), '--now', '2027-01-01T00:00:00Z');
    expect(verdicts(report)).toEqual(['db-0 fail', 'db-1 fail', 'db-2 fail']);
    expect(report.waivers).toMatchObject([{ state: 'expired' }]);
    expect(report.results[0]?.notes).toEqual(['the waiver of data ended on 2026-12-31']);
  });

  it('above what the policy does not find wrong is told as unused', async () => {
    const { report } = await audited(source({}).replace('    tier', `    # ${WAIVER}\n    tier`));
    expect(report.waivers).toMatchObject([{ path: 'settings.tier', state: 'unused', findings: 0 }]);
  });

  it.each([
    ['no reason', 'pinky-audit:waive sql-no-public-ip until=2026-12-31 owner=data', 'has no reason'],
    [
      'nothing but the policy',
      'pinky-audit:waive sql-no-public-ip',
      'has no until and no owner and no reason',
    ],
    ['no such day', WAIVER.replace('12-31', '02-30'), 'which is no day YYYY-MM-DD'],
    ['no such policy', WAIVER.replace('public-ip', 'publik-ip'), 'which is no policy'],
    ['no policy', WAIVER.replace('sql-no-public-ip ', ''), 'names no policy'],
    ['another verb', WAIVER.replace('waive', 'ignore'), '"pinky-audit:ignore" is no waiver'],
    ['a blank', WAIVER.replace(':waive', ': waive'), '"pinky-audit: waive" is no waiver'],
    ['a capital', WAIVER.replace('pinky', 'Pinky'), '"Pinky-audit:waive" is no waiver'],
    ['a word too many', `${WAIVER} ticket=1`, 'has "ticket"'],
  ])('with %s is a mistake that names its line, and the run is not done', async (_, said, message) => {
    const { status, stderr } = await audited(source({ above: `# ${said}` }));
    expect(status).toBe(2);
    expect(stderr).toContain('src/main.tf:4');
    expect(stderr).toContain('E_WAIVER');
    expect(stderr).toContain(message);
  });

  it('that stands at nothing is a mistake too', async () => {
    const { status, stderr } = await audited(`${source({})}\n# ${WAIVER}\n`);
    expect(status).toBe(2);
    expect(stderr).toContain('stands at no block and no attribute');
  });

  it('that is a sentence about the tool is none', async () => {
    const { status, report } = await audited(
      source({ above: '# pinky-audit: see the handbook for waivers' }),
    );
    expect([status, report.waivers]).toEqual([1, []]);
  });

  it('that is text is none', async () => {
    const { report } = await audited(`${source({})}locals {\n  x = "# ${WAIVER.replaceAll('"', '')}"\n}\n`);
    expect(report.waivers).toEqual([]);
  });
});
