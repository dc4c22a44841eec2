import { resolve } from 'node:path';
import { Argument, Command } from 'commander';
import { FORMATS } from '../../../reporters/index.ts';
import type { FailOn } from '../../audit/index.ts';
import { CONFIG_NAMES } from '../../config/find.ts';
import { PinkyError } from '../../errors.ts';
import { fileSets } from '../../inventory/file-set.ts';
import { SEVERITIES, type Severity } from '../../policy/model.ts';
import type { Exit } from '../commands.ts';
import type { PlanRequest } from '../judge.ts';
import { category, choice, moment, repeated, type Switches, severity, withConfig } from '../options.ts';
import { auditAndDeliver } from '../run.ts';
import { type ScopeOptions, scopesOf, withScopes } from '../scopes.ts';
import { checkEnvironment, configure } from '../settings.ts';
import { oneRepo, sortSources } from '../sources.ts';

/** What can be said of any audit, bundled or not. */
export interface ScanOptions extends Switches, ScopeOptions {
  readonly snapshot?: readonly string[];
  readonly image?: readonly string[];
  readonly repo?: string;
  readonly plan?: readonly string[];
  readonly planSources?: readonly string[];
  readonly sourceRoot?: string;
  readonly snapshotComplete?: true;
  readonly config?: string;
  readonly env?: string;
  readonly policy?: readonly string[];
  readonly severity?: Severity;
  readonly all?: true;
  readonly now?: number;
  /** Judge from the moment the evidence was gathered. */
  readonly asRead?: true;
  readonly format: string;
  readonly output?: readonly string[];
  readonly sarifCategory?: string;
  readonly sarifAnchor?: string;
  readonly sarifIncludeSuppressed?: true;
  readonly failOn: FailOn;
  readonly strict?: true;
  readonly baseline?: string;
  readonly updateBaseline?: true;
  readonly history?: string;
}

/** Adds what says which policies are judged and what is shown. */
export const withView = (command: Command): Command =>
  command
    .option('--env <name>', 'judge every asset as this environment')
    .option('--policy <glob>', 'judge only the policies whose id matches (repeatable)', repeated)
    .addOption(severity('--severity <level>', 'show this level and above'))
    .option('--all', 'list pass and not-applicable as well')
    .addOption(
      choice('--format <name>', 'format of standard output', FORMATS).default('terminal', 'terminal'),
    )
    .option('--output <name=file>', 'write a file in a format as well (repeatable)', repeated)
    .option('--sarif-category <name>', 'what tells this audit from others of the repository', category)
    .option('--sarif-anchor <file>', 'file of the repository that shows findings of no file in it')
    .option('--sarif-include-suppressed', 'list what is waived in sarif, as suppressed');

/** Declares `scan`. */
export function command(exit: Exit): Command {
  const scan = new Command('scan')
    .addArgument(
      new Argument(
        '[source...]',
        'snapshots, plans, images and a repository, told apart by their content; - for standard input',
      ),
    )
    .option(
      '--snapshot <file>',
      'Cloud Asset Inventory export, or a directory of its shards (repeatable)',
      repeated,
    )
    .option('--snapshot-complete', 'the snapshots hold every asset type: what is not there does not exist')
    .option(
      '--plan <file>',
      'Terraform plan: `terraform show -json`, or the binary plan (repeatable)',
      repeated,
    )
    .option(
      '--plan-sources <path>',
      'source of the plan, for exact lines: folder of its root module, or its binary plan (repeatable)',
      repeated,
    )
    .option('--source-root <dir>', 'where in the repository the files of a binary plan stand')
    .option(
      '--image <ref=path>',
      'container image: OCI layout, or archive of docker save (repeatable)',
      repeated,
    )
    .option('--repo <dir>', 'checked out repository: Dockerfiles, Cloud Build, GitHub workflows, Terraform');
  withScopes(scan);
  withConfig(withView(scan))
    .option('--now <time>', 'the moment to judge from, 2026-01-31T06:00:00Z', moment)
    .addOption(
      choice('--fail-on <level>', 'exit 1 on a failure of this level or above', [
        ...SEVERITIES,
        'never',
      ]).default('low', 'low'),
    )
    .option('--strict', 'exit 1 on what is unknown, too')
    .option('--baseline <file>', 'findings that were there before: marked, and no failure of the run')
    .option(
      '--update-baseline',
      'write what is wrong now to the baseline (pinky.baseline.yaml unless named), and drop what is repaired',
    );
  return scan
    .option('--history <file>', 'keep this run in a history, for `pinky-audit trend`')
    .addHelpText('after', NOTES)
    .action(async (sources: string[], options: ScanOptions) => exit(await run(sources, options)));
}

async function run(named: readonly string[], options: ScanOptions): Promise<number> {
  const configuration = await configure(options.config);
  checkEnvironment(options.env, configuration);
  const given = sortSources(named);
  const snapshots = [...(options.snapshot ?? []), ...given.snapshots];
  const images = [...(options.image ?? []), ...given.images];
  const repo = oneRepo([...(options.repo === undefined ? [] : [options.repo]), ...given.repos]);
  const plans = plansOf([...(options.plan ?? []), ...given.plans], options);
  const live = scopesOf(options);
  const sources = snapshots.length + images.length + plans.length + live.length;
  if (sources === 0 && repo === undefined) throw noSource(configuration.uri);
  const evidence = { snapshots: fileSets(snapshots, process.stdin), images, plans, repo, live };
  return auditAndDeliver(configuration, evidence, options);
}

/** The plans, each with the source given in its place; one source is that of all. */
function plansOf(paths: readonly string[], { planSources = [], sourceRoot }: ScanOptions): PlanRequest[] {
  if (planSources.length > 1 && planSources.length !== paths.length) {
    const message = `${paths.length} plans and ${planSources.length} --plan-sources were given`;
    throw new PinkyError('E_USAGE', message, {
      hint: 'give one for all plans, or one for each in their order',
    });
  }
  const idle =
    planSources.length > 0 ? '--plan-sources' : sourceRoot === undefined ? undefined : '--source-root';
  if (paths.length === 0 && idle !== undefined)
    throw new PinkyError('E_USAGE', `${idle} was given without a plan`, {
      hint: 'give the plan with --plan',
    });
  const twice = paths.find((path, i) => paths.findIndex((one) => resolve(one) === resolve(path)) < i);
  if (twice !== undefined) throw new PinkyError('E_USAGE', `the plan ${twice} is given twice`);
  return paths.map((path, i) => ({ path, sources: planSources[i] ?? planSources[0], root: sourceRoot }));
}

function noSource(config: string | undefined): PinkyError {
  const looked =
    config === undefined
      ? `no ${CONFIG_NAMES.join(', ')} from here up to the root of the repository`
      : `the configuration ${config} names none`;
  const message = `no source of evidence: no file was given, and ${looked}`;
  const hint =
    'pinky-audit SNAPSHOT.ndjson audits an export, pinky-audit --project ID a live project; `pinky-audit demo` shows what that looks like';
  return new PinkyError('E_NO_SOURCE', message, { hint });
}

const NOTES = `
A snapshot is an export of Cloud Asset Inventory:
  $ gcloud asset list --organization=ID --content-type=resource --format=json > resources.json
  $ gcloud asset list --organization=ID --content-type=iam-policy --format=json > iam.json

A plan is what Terraform or OpenTofu will do; its lines are found in the binary
plan or in the source folder:
  $ terraform plan -out=tfplan && terraform show -json tfplan > tfplan.json

Live, by Application Default Credentials (\`pinky-audit snapshot --print-role\`
prints the role this takes):
  $ pinky-audit --project shop-prod

To adopt it where much is wrong already, and fail on what is new:
  $ pinky-audit scan resources.json iam.json --update-baseline
  $ pinky-audit scan resources.json iam.json --baseline pinky.baseline.yaml

Exit code: 0 nothing at or above --fail-on, 1 a finding, 2 the run was not done as asked.`;
