import { type Policy, typesOf } from '#policy';
import { SERVICE_TYPE, type Selection } from './select.ts';

/** Read always: they tie project numbers to ids, carry the labels environments are told by, and the ancestry of IAM. */
const ALWAYS = [
  'cloudresourcemanager.googleapis.com/Project',
  'cloudresourcemanager.googleapis.com/Folder',
  'cloudresourcemanager.googleapis.com/Organization',
];

/** What the reader must look for so that every one of the policies can be judged. */
export interface Needs {
  readonly selection: Selection;
  /** Asset types in today's spelling whose resource content is kept. */
  readonly types: Pick<ReadonlySet<string>, 'has'>;
}

/** Everything that a source holds, of whatever type. */
export const EVERYTHING: Needs = {
  types: { has: () => true },
  selection: { types: [], everything: true },
};

/**
 * What policies need of a source: the types they judge and read, and IAM policies of all other types where one of
 * them judges any asset. Of service usage only the services behind those types matter, unless a policy judges them.
 */
export function needsOf(policies: readonly Policy[]): Needs {
  const types = typesNeeded(policies);
  const needles = new Set<string>();
  for (const policy of policies) {
    if (typesOf(policy) === undefined && policy.reads?.includes('iam'))
      for (const word of mentions(policy)) needles.add(word);
  }
  const services = [...new Set([...types].map((type) => type.split('/')[0] as string))].filter((host) =>
    host.endsWith('.googleapis.com'),
  );
  const judged = types.has(SERVICE_TYPE);
  return {
    types,
    selection: {
      types,
      ...(needles.size > 0 && { iam: { needles: [...needles] } }),
      ...(!judged && { services }),
    },
  };
}

/** The asset types that policies judge and read, and those without which no asset can be placed. */
export function typesNeeded(policies: readonly Policy[]): Set<string> {
  const types = new Set(ALWAYS);
  for (const policy of policies) {
    for (const type of typesOf(policy) ?? []) types.add(type);
    for (const one of policy.reads ?? []) if (one.includes('/')) types.add(one);
  }
  return types;
}

/** What is in every text: the reader then hands on every IAM policy. */
const ANYTHING = '';

/** Words one of which an IAM policy must hold to break the policy. */
const mentions = ({ iamMentions }: Policy): readonly string[] => iamMentions ?? [ANYTHING];
