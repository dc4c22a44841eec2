import { PREDEFINED } from './predefined.ts';

/** A role with its permissions; an entry that ends in `*` stands for all that begin so. */
export type Roles = Readonly<Record<string, readonly string[]>>;

/** Whether a role holds a permission. A role that is neither basic nor known here or given as custom grants nothing. */
export function grants(role: string, permission: string, custom: Roles): boolean {
  const basic = BASIC[role];
  if (basic) return basic(permission);
  const held = custom[role] ?? PREDEFINED[role] ?? [];
  return held.some((one) =>
    one.endsWith('*') ? permission.startsWith(one.slice(0, -1)) : one === permission,
  );
}

/** Actions that do not change state: the viewer's (https://cloud.google.com/iam/docs/roles-overview#basic). */
const READS = /\.(get|list|search|query|export|analyze|read)[A-Za-z]*$/;

/** What an editor may not: manage roles and permissions (the same page). */
const GOVERNS = /\.setIamPolicy$|^iam\.roles\.(create|delete|update)$|^resourcemanager\.projects\.delete$/;

/**
 * The basic roles, by what their documentation says of them; their lists of thousands of permissions are not kept here.
 * A viewer may not read what a secret or an object holds.
 */
const BASIC: Readonly<Record<string, (permission: string) => boolean>> = {
  'roles/owner': () => true,
  'roles/editor': (one) => !GOVERNS.test(one),
  'roles/viewer': (one) =>
    READS.test(one) && !/^(secretmanager\.versions\.access|storage\.objects\.)/.test(one),
};
