import { AFTER_APPLY } from '../overlay.ts';
import type { PlanTable } from '../table.ts';

const API = 'Compute Engine API v1, securityPolicies';

const EXCLUSIONS = 'rules[*].preconfiguredWafConfig.exclusions';

/** What an exclusion takes out of a request's inspection, by Terraform's name and the API's. */
const EXCLUDED = {
  request_cookie: 'requestCookiesToExclude',
  request_header: 'requestHeadersToExclude',
  request_query_param: 'requestQueryParamsToExclude',
  request_uri: 'requestUrisToExclude',
} as const;

/** Rules as the blocks of a name have them: the global resource says `rule`, the regional one `rules`. */
const rulesIn = (block: string): NonNullable<PlanTable['fields']> => ({
  [block]: 'rules',
  [`${block}.preconfigured_waf_config.exclusion`]: EXCLUSIONS,
  ...Object.fromEntries(
    Object.entries(EXCLUDED).flatMap(([from, to]) => [
      [`${block}.preconfigured_waf_config.exclusion.${from}`, `${EXCLUSIONS}[*].${to}`],
      [`${block}.preconfigured_waf_config.exclusion.${from}.operator`, `${EXCLUSIONS}[*].${to}[*].op`],
      [`${block}.preconfigured_waf_config.exclusion.${from}.value`, `${EXCLUSIONS}[*].${to}[*].val`],
    ]),
  ),
});

const DDOS = 'adaptive_protection_config.layer_7_ddos_defense_config';

/** What a part of its own says of itself and not of the rule. */
const ownOf = (block: string): readonly string[] =>
  ['id', 'project', 'region', 'security_policy'].map((name) => `${block}.${name}`);

/** Without blocks the rules are those that resources of their own add, in this plan or in another one. */
const creation: NonNullable<PlanTable['creation']> = {
  type: { value: 'CLOUD_ARMOR', source: `${API}.insert: CLOUD_ARMOR unless set` },
  rules: { value: () => AFTER_APPLY, source: `${API}: a default rule, and those added afterwards` },
  'rules[*].preview': { value: false, source: `${API}, SecurityPolicyRule.preview: enforced unless set` },
  adaptiveProtectionConfig: { source: `${API}: off unless set` },
  advancedOptionsConfig: { source: `${API}: none unless set` },
};

export const SECURITY_POLICIES: readonly PlanTable[] = [
  {
    resources: ['google_compute_security_policy'],
    type: 'compute.googleapis.com/SecurityPolicy',
    name: '//compute.googleapis.com/projects/{project}/global/securityPolicies/{name}',
    fields: { ...rulesIn('rule'), [DDOS]: 'adaptiveProtectionConfig.layer7DdosDefenseConfig' },
    // Automatic deployment of suggested rules is not in v1 of the API.
    dropped: ['adaptive_protection_config.auto_deploy_config', ...ownOf('rule')],
    creation,
  },
  {
    resources: ['google_compute_region_security_policy'],
    type: 'compute.googleapis.com/SecurityPolicy',
    name: '//compute.googleapis.com/projects/{project}/regions/{region}/securityPolicies/{name}',
    fields: rulesIn('rules'),
    dropped: ['policy_id', 'self_link_with_policy_id', ...ownOf('rules')],
    creation,
  },
];
