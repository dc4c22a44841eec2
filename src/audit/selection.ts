import { clauseAt, type Policy, type Settings, type Severity, typesOf } from '#policy';
import { byCodeUnit, bySeverity, type Clause, type PolicyRow } from '#report';

/** A policy as this run judges it: with the configuration's severity and environments. */
export interface Selected {
  readonly policy: Policy;
  readonly severity: Severity;
  /** Undefined where it judges every environment. */
  readonly environments: readonly string[] | undefined;
  /** The asset types it judges; undefined where it judges any. */
  readonly types: readonly string[] | undefined;
}

/** The policies that the settings leave enabled, worst severity first, then by id. */
export function select(policies: readonly Policy[], settings: Settings): Selected[] {
  return policies
    .filter(({ id }) => settings.policies[id]?.enabled !== false)
    .map((policy) => ({
      policy,
      severity: settings.policies[policy.id]?.severity ?? policy.severity,
      environments: settings.policies[policy.id]?.environments ?? policy.environments,
      types: typesOf(policy),
    }))
    .sort((a, b) => bySeverity(a.severity, b.severity) || byCodeUnit(a.policy.id, b.policy.id));
}

/** What a policy reads, its own types and others': asset types, `iam`, `orgpolicy`. */
export const readsOf = ({ policy, types }: Selected): readonly string[] => [
  ...(types ?? []),
  ...(policy.reads ?? []),
];

const clause = (line: string): Clause => {
  const { heading, text } = clauseAt(line) ?? { heading: '', text: '' };
  return { line, heading, text };
};

/** What the report says of a selected policy. */
export const policyRow = ({ policy, severity, environments, types }: Selected): PolicyRow => ({
  id: policy.id,
  title: policy.title,
  why: policy.why,
  severity,
  section: policy.section,
  strategy: policy.strategy.map(clause),
  references: policy.references ?? [],
  types: types ?? ['*'],
  ...(environments && { environments }),
});
