import { wafFamilies } from '#facts';
import { definePolicy, param } from '#policy';

export default definePolicy({
  title: 'Cloud Armor denies the common web attacks',
  why: 'A rule in preview, or one that no request reaches, only logs the attack.',
  severity: 'high',
  strategy: ['L284'],
  on: ['compute.googleapis.com/BackendService', 'compute.googleapis.com/RegionBackendService'],
  environments: ['production'],
  reads: ['compute.googleapis.com/SecurityPolicy'],
  params: {
    requiredRuleSets: {
      is: 'families of preconfigured WAF rules that must deny',
      value: ['sqli', 'xss', 'lfi', 'rce'],
      from: 'tool',
      schema: { type: 'array', items: { type: 'string' } },
    },
  },
  when: {
    loadBalancingScheme: { enum: ['EXTERNAL', 'EXTERNAL_MANAGED'] },
    securityPolicy: { absent: false },
  },
  view: {
    enforced: (backend, world, { note }) =>
      wafFamilies(
        world.get('compute.googleapis.com/SecurityPolicy', backend.data.securityPolicy ?? '', backend),
        note,
      ),
  },
  want: { enforced: { containsAll: param('requiredRuleSets') } },
  repair: {
    impact: 'cuts-clients',
    manual:
      'Add a deny(403) rule with evaluatePreconfiguredWaf for each missing family, above any throttle that matches everything; watch it in preview, then enforce it.',
  },
});
