import { catalogue } from '../../catalogue.generated.ts';
import { PinkyError } from '../../errors.ts';
import { permissionsFor, roleYaml } from '../../inventory/live/role.ts';
import { isScopeId, nameOf, type Scope } from '../../inventory/live/scope.ts';
import { wantedBy } from '../../inventory/live/wanted.ts';
import type { Policy } from '../../policy/define.ts';
import { about } from '../package.ts';

/** What is asked of a scheduled audit. */
export interface Scheduled {
  /** The project that it runs in; what it audits too, unless a folder or an organization is given. */
  readonly project?: string | undefined;
  readonly folder?: string | undefined;
  readonly organization?: string | undefined;
  readonly region?: string | undefined;
  readonly schedule?: string | undefined;
  readonly image?: string | undefined;
  readonly retention?: string | undefined;
  readonly notify?: string | undefined;
}

/** A quiet minute of the night; more than a year of evidence: the tool's own choices. */
const DEFAULTS = { region: 'us-central1', schedule: '17 4 * * *', retention: '400' };

/** What may stand in shell, HCL and JSON as it is, by option. */
const PLAIN: Readonly<Record<string, readonly [RegExp, string]>> = {
  region: [/^[a-z]+-[a-z]+\d+$/, 'a region of Cloud Run, europe-west1'],
  schedule: [/^[\d*/,-]+( [\d*/,-]+){4}$/, 'five fields of numbers, as cron has them: "17 4 * * *"'],
  image: [/^[\w][\w./:@-]*$/, 'an image, europe-west1-docker.pkg.dev/shop-ops/tools/pinky-audit:0.1'],
  retention: [/^[1-9]\d{0,3}$/, 'days, 1 to 9999'],
  notify: [/^[\w.+-]+@[\w.-]+$/, 'an e-mail address'],
};

/** Outcomes of a round that somebody hears of, and executions that ended before they could tell one. */
const FILTER = [
  'resource.type="cloud_run_job"',
  'resource.labels.job_name="pinky-audit"',
  '(jsonPayload.pinkyAudit.event=("broke" OR "turned" OR "failed") OR (log_id("run.googleapis.com/varlog/system") AND severity>=ERROR))',
].join(' AND ');

/**
 * What the templates of a scheduled audit are filled in with.
 * @throws PinkyError E_USAGE for what cannot stand in them
 */
export function scheduledFacts(asked: Scheduled): Readonly<Record<string, string>> {
  const project = asked.project ?? '';
  if (!isScopeId('projects', project) || project.includes(':')) {
    throw new PinkyError('E_USAGE', 'a scheduled audit runs in a project, and none was named', {
      hint: 'give its id: --project shop-ops',
    });
  }
  const scope = scopeOf(asked, project);
  const { region, schedule, retention } = {
    region: plain('region', asked.region ?? DEFAULTS.region),
    schedule: plain('schedule', asked.schedule ?? DEFAULTS.schedule),
    retention: plain('retention', asked.retention ?? DEFAULTS.retention),
  };
  const image = plain(
    'image',
    asked.image ?? `${region}-docker.pkg.dev/${project}/tools/pinky-audit:${about().version}`,
  );
  const notify = asked.notify === undefined ? '' : plain('notify', asked.notify);
  const wanted = wantedBy(catalogue as readonly Policy[], { archive: true });
  const yaml = roleYaml(wanted, [scope]);
  const permissions = permissionsFor(wanted).filter((one) => yaml.includes(`\n- ${one}\n`));
  return {
    ...{ project, region, schedule, retention, image, notify },
    scope: nameOf(scope),
    bucket: `${project}-pinky-audit`,
    scopeflag: `--${scope.kind.slice(0, -1)}=${scope.id}`,
    notifydefault: notify === '' ? '' : `  default     = "${notify}"\n`,
    roleyaml: yaml,
    filter: FILTER,
    filterjson: FILTER.replaceAll('"', '\\"'),
    ...roleOf(scope, permissions),
  };
}

function scopeOf({ folder, organization }: Scheduled, project: string): Scope {
  if (folder !== undefined && organization !== undefined)
    throw new PinkyError('E_USAGE', 'a scheduled audit is of a folder or of an organization, not both');
  const [kind, id] =
    folder !== undefined
      ? (['folders', folder] as const)
      : organization !== undefined
        ? (['organizations', organization] as const)
        : (['projects', project] as const);
  if (isScopeId(kind, id)) return { kind, id };
  throw new PinkyError('E_USAGE', `--${kind.slice(0, -1)} ${id} is no number`, {
    hint: 'folders and organizations are named by their numbers, 123456789012',
  });
}

function plain(option: string, value: string): string {
  const [allowed, hint] = PLAIN[option] as readonly [RegExp, string];
  if (allowed.test(value)) return value;
  throw new PinkyError('E_USAGE', `--${option} ${value} cannot stand in the files as it is`, { hint });
}

/** The custom role and its grant: a folder's is a role of the organization, for folders have none. */
function roleOf({ kind, id }: Scope, permissions: readonly string[]): Readonly<Record<string, string>> {
  const list = permissions.map((one) => `    "${one}",\n`).join('');
  const role = (resource: string, at: string) => `resource "${resource}" "auditor" {
  ${at}
  role_id     = "pinkyAudit"
  title       = "pinky-audit"
  description = "Reads what pinky-audit judges, and changes nothing."
  permissions = [
${list}  ]
}
`;
  const grant = (resource: string, [name, value]: readonly [string, string], from: string) => `
resource "${resource}" "auditor" {
  ${name.padEnd(6)} = "${value}"
  ${'role'.padEnd(name.length)} = ${from}.auditor.name
  ${'member'.padEnd(name.length)} = google_service_account.auditor.member
}
`;
  if (kind === 'projects') {
    const of = 'google_project_iam_custom_role';
    return {
      roleblock: role(of, `project     = "${id}"`) + grant('google_project_iam_member', ['project', id], of),
      variables: '',
      shellvariables: '',
      roleplace: `--project=${id}`,
      rolename: `projects/${id}/roles/pinkyAudit`,
      bindcommand: 'projects',
      bindtarget: id,
    };
  }
  const of = 'google_organization_iam_custom_role';
  if (kind === 'organizations') {
    return {
      roleblock:
        role(of, `org_id      = "${id}"`) + grant('google_organization_iam_member', ['org_id', id], of),
      variables: '',
      shellvariables: '',
      roleplace: `--organization=${id}`,
      rolename: `organizations/${id}/roles/pinkyAudit`,
      bindcommand: 'organizations',
      bindtarget: id,
    };
  }
  return {
    roleblock:
      role(of, 'org_id      = var.organization') +
      grant('google_folder_iam_member', ['folder', `folders/${id}`], of),
    variables: `
variable "organization" {
  description = "Number of the organization that holds the custom role: folders have none."
  type        = string
}
`,
    shellvariables: `: "\${ORGANIZATION:?ORGANIZATION=123456789012: the organization that holds the custom role, for folders have none}"\n`,
    roleplace: '--organization="$ORGANIZATION"',
    rolename: 'organizations/$ORGANIZATION/roles/pinkyAudit',
    bindcommand: 'resource-manager folders',
    bindtarget: id,
  };
}
