import { EXTERNAL_SCHEMES, ownRules } from '#facts';
import { definePolicy } from '#policy';

export default definePolicy({
  title: 'Every public backend service is behind Cloud Armor',
  why: 'One backend without a security policy takes the attack that all the others refuse.',
  severity: 'critical',
  strategy: ['L108', 'L284'],
  on: ['compute.googleapis.com/BackendService', 'compute.googleapis.com/RegionBackendService'],
  environments: ['staging', 'production'],
  reads: ['compute.googleapis.com/SecurityPolicy'],
  when: { loadBalancingScheme: { enum: EXTERNAL_SCHEMES } },
  view: {
    policies: (backend, world) => {
      const { securityPolicy } = backend.data;
      if (securityPolicy === undefined) return [];
      const policy = world.get('compute.googleapis.com/SecurityPolicy', securityPolicy, backend);
      return [{ type: policy.data.type, ownRules: ownRules(policy) }];
    },
  },
  want: {
    securityPolicy: { absent: false },
    policies: { every: { type: { const: 'CLOUD_ARMOR' }, ownRules: { atLeast: 1 } } },
  },
  repair: {
    impact: 'cuts-clients',
    manual: 'Attach a policy: gcloud compute backend-services update BACKEND --security-policy=POLICY.',
  },
});
