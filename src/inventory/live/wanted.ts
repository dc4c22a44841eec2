import { type Policy, typesOf } from '#policy';
import { IMAGE_TYPE } from '../image/read.ts';
import { typesNeeded } from '../needs.ts';
import { API_TYPES } from './apis/index.ts';

/** A content of the inventory: each is listed on its own. */
export type Content = 'resource' | 'iam' | 'orgpolicy';

/** What is to be collected. */
export interface Wanted {
  /** Asset types of Cloud Asset Inventory whose resource content is needed, sorted. */
  readonly types: readonly string[];
  /** Resource content of every other type as well. */
  readonly all: boolean;
  readonly contents: readonly Content[];
  /** The types whose IAM policies are needed; undefined for those of all. */
  readonly iamTypes: readonly string[] | undefined;
  /** The types that other APIs have. */
  readonly apis: readonly string[];
  /** Configurations of the images that serve. */
  readonly images: boolean;
}

const ofInventory = (type: string): boolean => type.includes('.googleapis.com/') && !API_TYPES.has(type);

/**
 * What policies need of a live scope: with `archive` also contents that none of them reads, with `all` every type.
 */
export function wantedBy(
  policies: readonly Policy[],
  { all = false, archive = false }: { readonly all?: boolean; readonly archive?: boolean } = {},
): Wanted {
  const types = typesNeeded(policies);
  const readers = policies.filter(({ reads }) => reads?.includes('iam'));
  // A snapshot is judged by policies that are not known yet: of a content that it says was read, all must be there.
  const everywhere = archive || all || readers.some((policy) => typesOf(policy) === undefined);
  const iamTypes = new Set(readers.flatMap((one) => [...(typesOf(one) ?? []), ...(one.reads ?? [])]));
  const contents: Content[] = ['resource'];
  if (archive || readers.length > 0) contents.push('iam');
  if (archive || policies.some(({ reads }) => reads?.includes('orgpolicy'))) contents.push('orgpolicy');
  return {
    types: [...types].filter(ofInventory).sort(),
    all,
    contents,
    iamTypes: everywhere ? undefined : [...iamTypes].filter(ofInventory).sort(),
    apis: [...API_TYPES].filter((type) => all || types.has(type)).sort(),
    images: all || types.has(IMAGE_TYPE),
  };
}
