import { COLLECTORS } from './apis/index.ts';
import { PERMISSIONS } from './hierarchy.ts';
import { CONTENTS } from './inventory.ts';
import { PERMISSION as DOWNLOAD } from './registry.ts';
import type { Scope } from './scope.ts';
import type { Wanted } from './wanted.ts';

/** Calls are counted for a project, which takes a permission on it. Source: https://cloud.google.com/docs/quotas/set-quota-project. */
const USE = 'serviceusage.services.use';

/** A project's role may not hold permissions for what is above projects. */
const isAbove = (permission: string): boolean =>
  (PERMISSIONS.above as readonly string[]).includes(permission);

/** Every permission that collecting what is wanted uses, sorted: what the tables of this room name, and no more. */
export function permissionsFor({ contents, apis, images }: Wanted): readonly string[] {
  const all = new Set<string>([USE, ...PERMISSIONS.project]);
  for (const content of contents) all.add(CONTENTS[content].permission);
  if (contents.includes('iam')) for (const one of PERMISSIONS.above) all.add(one);
  for (const { type, permissions } of COLLECTORS)
    if (apis.includes(type)) for (const one of permissions) all.add(one);
  if (images) all.add(DOWNLOAD);
  return [...all].sort();
}

/**
 * A custom role as `gcloud iam roles create --file` takes it. That of a project leaves out what only an organization's
 * role may hold: what is above the project then stays unknown.
 */
export function roleYaml(wanted: Wanted, scopes: readonly Scope[]): string {
  const onlyProjects = scopes.length > 0 && scopes.every(({ kind }) => kind === 'projects');
  const permissions = permissionsFor(wanted);
  const held = onlyProjects ? permissions.filter((one) => !isAbove(one)) : permissions;
  const organization = scopes.find(({ kind }) => kind === 'organizations')?.id ?? 'ORGANIZATION_ID';
  const where = onlyProjects ? `--project=${scopes[0]?.id}` : `--organization=${organization}`;
  const left = permissions.filter((one) => !held.includes(one));
  return [
    `# gcloud iam roles create pinkyAudit ${where} --file=role.yaml`,
    ...(left.length > 0
      ? [
          `# Only a role of the organization may hold these, for what is above the project: ${left.join(', ')}`,
        ]
      : []),
    'title: pinky-audit',
    'description: Reads what pinky-audit judges, and changes nothing.',
    'stage: GA',
    'includedPermissions:',
    ...held.map((one) => `- ${one}`),
    '',
  ].join('\n');
}
