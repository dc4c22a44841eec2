import { EXTERNAL_SCHEMES, wafFamilies } from '#facts';
import { definePolicy, list, param } from '#policy';

export default definePolicy({
  title: 'Cloud Armor denies the common web attacks',
  why: 'A rule in preview, or one that no request reaches, lets the attack through and only logs it.',
  severity: 'high',
  strategy: ['L284'],
  on: ['compute.googleapis.com/BackendService', 'compute.googleapis.com/RegionBackendService'],
  environments: ['production'],
  reads: ['compute.googleapis.com/SecurityPolicy'],
  params: {
    requiredRuleSets: list('preconfigured WAF rules that must deny', ['sqli', 'xss', 'lfi', 'rce'], 'tool'),
  },
  when: { loadBalancingScheme: { enum: EXTERNAL_SCHEMES }, securityPolicy: { absent: false } },
  view: {
    enforced: (backend, world, { note }) => {
      const { securityPolicy = '' } = backend.data;
      return wafFamilies(world.get('compute.googleapis.com/SecurityPolicy', securityPolicy, backend), note);
    },
  },
  want: { enforced: { containsAll: param('requiredRuleSets') } },
  repair: {
    impact: 'cuts-clients',
    manual: 'Deny each family with evaluatePreconfiguredWaf, above any throttle; try it in preview first.',
  },
});
