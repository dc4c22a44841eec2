import type { Binding, IamPolicy } from '../../policy/model.ts';
import { Unknown } from '../../policy/unknown.ts';

type AuditConfigs = NonNullable<IamPolicy['auditConfigs']>;

/** Stands in a policy for what is granted on an asset beside what plans grant, where nothing of it was read. */
const OTHERS = new Unknown('not-read', 'what else is granted on it is not in this plan', {
  needs: 'apply the plan and audit what was deployed, or set plan.scope: complete where it holds everything',
  gap: { type: 'iam' },
});

/** What plans grant, beside what they do not tell. */
export const withOthers = (
  { bindings, auditConfigs = [] }: IamPolicy,
  others: Unknown = OTHERS,
): IamPolicy => ({
  bindings: [...bindings, others as unknown as Binding],
  auditConfigs: [...auditConfigs, others] as AuditConfigs,
});

/** Whether a policy leaves open what else is granted; that stands last. */
export const isOpen = ({ bindings }: IamPolicy): boolean =>
  Array.isArray(bindings) && bindings.at(-1) === OTHERS;

/** An open policy whose others are unknown for the reason, if there is one, that IAM content was not read. */
export function becauseOf(gap: Unknown | undefined, policy: IamPolicy): IamPolicy {
  if (!gap) return policy;
  const { bindings, auditConfigs = [] } = policy;
  const known = (one: unknown) => one !== OTHERS;
  return withOthers({ bindings: bindings.filter(known), auditConfigs: auditConfigs.filter(known) }, gap);
}
