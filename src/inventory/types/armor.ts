import type { TypeTable } from './table.ts';

const V1 = 'Compute Engine API v1 reference, securityPolicies';

/** Cloud Armor policies. `enforceOnKey` stays absent: whether it then is ALL depends on `enforceOnKeyConfigs`. */
export const SECURITY_POLICY: TypeTable = {
  types: ['compute.googleapis.com/SecurityPolicy'],
  absence: {
    type: { value: 'CLOUD_ARMOR', source: `${V1}: records from before the other types leave it out` },
    'rules[*].preview': { value: false, source: `${V1}: a rule is enforced unless preview is set` },
    'rules[*].priority': { value: 0, source: `${V1}: 0, the highest, where JSON leaves zero out` },
    'adaptiveProtectionConfig.layer7DdosDefenseConfig.enable': {
      value: false,
      source: `${V1}: adaptive protection is off unless enabled`,
    },
  },
  lists: [
    'rules',
    'rules[*].match?.config?.srcIpRanges',
    'rules[*].rateLimitOptions?.enforceOnKeyConfigs',
    'rules[*].preconfiguredWafConfig?.exclusions',
    'rules[*].preconfiguredWafConfig?.exclusions[*].targetRuleIds',
  ],
  renames: {
    rule: 'rules',
    'rules[*].match.config.srcIpRange': 'srcIpRanges',
    'rules[*].preconfiguredWafConfig.exclusion': 'exclusions',
  },
};
