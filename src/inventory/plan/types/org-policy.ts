import { bad, flag } from '../../types/read.ts';
import type { PlanTable } from '../table.ts';

const TYPE = 'orgpolicy.googleapis.com/Policy';

/** The provider takes truth values of rules as text: TRUE, FALSE. */
const rules = (spec: string, to: string) =>
  Object.fromEntries(
    [
      ['allow_all', 'allowAll'],
      ['deny_all', 'denyAll'],
      ['enforce', 'enforce'],
    ].map(([from, field]) => [`${spec}.rules.${from}`, { to: `${to}.rules[*].${field}`, read: flag }]),
  );

const POLICY: PlanTable = {
  resources: ['google_org_policy_policy'],
  type: TYPE,
  name: '//orgpolicy.googleapis.com/{name+}',
  fields: {
    ...rules('spec', 'spec'),
    ...rules('dry_run_spec', 'dryRunSpec'),
    // JSON text of what a custom or managed constraint takes.
    'spec.rules.parameters': { to: 'spec.rules[*].parameters', read: parsed },
    'dry_run_spec.rules.parameters': { to: 'dryRunSpec.rules[*].parameters', read: parsed },
  },
  dropped: ['parent'],
};

function parsed(value: unknown): unknown {
  try {
    return JSON.parse(value as string) as unknown;
  } catch {
    return bad(value, 'JSON');
  }
}

/** The older resources set the same policy by the shape of version 1 (Resource Manager API v1, setOrgPolicy): one rule. */
const older = (resource: string, holder: string, attribute: string): PlanTable => ({
  resources: [resource],
  type: TYPE,
  name: `//orgpolicy.googleapis.com/${holder}/{${attribute}}/policies/{constraint}`,
  fields: {
    boolean_policy: 'spec.rules',
    'boolean_policy.enforced': 'spec.rules[*].enforce',
    list_policy: 'spec',
    'list_policy.inherit_from_parent': 'spec.inheritFromParent',
    'list_policy.allow': 'spec.rules',
    'list_policy.allow.all': 'spec.rules[*].allowAll',
    'list_policy.allow.values': 'spec.rules[*].values.allowedValues',
    'list_policy.deny': 'spec.rules',
    'list_policy.deny.all': 'spec.rules[*].denyAll',
    'list_policy.deny.values': 'spec.rules[*].values.deniedValues',
    restore_policy: 'spec',
    'restore_policy.default': 'spec.reset',
  },
  dropped: [attribute, 'constraint', 'list_policy.suggested_value', 'update_time', 'version'],
});

export const ORG_POLICIES: readonly PlanTable[] = [
  POLICY,
  older('google_project_organization_policy', 'projects', 'project'),
  older('google_folder_organization_policy', 'folders', 'folder'),
  older('google_organization_policy', 'organizations', 'org_id'),
];
