/**
 * Full resource names: `//SERVICE/PATH`, as Cloud Asset Inventory spells them
 * (https://cloud.google.com/asset-inventory/docs/asset-names).
 */

/** The path of a full resource name: `projects/p/...`; the text itself where it is a path already. */
export const pathOf = (name: string): string => name.replace(/^\/\/[^/]+\//, '');

/** The project (id or number), folder or organization a name starts with: `projects/p`. */
export const containerOf = (name: string): string | undefined =>
  /^(?:projects|folders|organizations)\/[^/:]+/.exec(pathOf(name))?.[0];

/** The project a name stands in, id or number as the name has it. */
export const projectOf = (name: string): string | undefined => /(?:^|\/)projects\/([^/:]+)/.exec(name)?.[1];

/** The location a name stands in: region, zone or `global`. */
export const locationOf = (name: string): string | undefined =>
  /\/(?:locations|regions|zones)\/([^/:]+)/.exec(name)?.[1] ?? /\/(global)\//.exec(name)?.[1];

/** The full name of a project, folder or organization from `projects/p`. */
export const containerName = (path: string): string => `//cloudresourcemanager.googleapis.com/${path}`;

/** The last part of a name. */
export const lastOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
