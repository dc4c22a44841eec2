/** An asset type or content as a person reads it. */
export function sayContent(what: string): string {
  if (what === 'iam') return 'IAM content';
  if (what === 'orgpolicy') return 'organization policy content';
  return what.slice(what.indexOf('/') + 1);
}

const IMAGE = 'oci.image/Config';

export const isOfRepository = (what: string): boolean => what.startsWith('repo.');

/** Whether something stands in no project, as an image or a repository does: given once, it is known everywhere. */
export const isPlaceless = (what: string): boolean => what === IMAGE || isOfRepository(what);

/** Why what stands in no project was not read. */
export const notGiven = (what: string): string =>
  isOfRepository(what) ? 'no repository was given' : 'no image was given';

/** What would let an asset type or content be read, where its source does not say. */
export function answerTo(what: string, { onlyPlans }: { readonly onlyPlans: boolean }): string {
  if (what === IMAGE) return 'give the image configuration with --image REF=PATH';
  if (isOfRepository(what)) return 'give the repository with --repo DIR';
  if (onlyPlans)
    return 'give a snapshot beside the plan, or set plan.scope: complete where it holds everything';
  if (what === 'iam') return 'export with --content-type iam-policy as well';
  if (what === 'orgpolicy') return 'export with --content-type org-policy as well';
  return `export ${what}, or list it under snapshot.types if the snapshot covers it`;
}
