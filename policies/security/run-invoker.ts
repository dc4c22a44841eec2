import { grants, LB_ONLY, nameOf, PUBLIC_MEMBERS } from '#facts';
import { cite, definePolicy, shared } from '#policy';

export default definePolicy({
  title: 'Only a public Cloud Run service behind the load balancer is open to all',
  why: 'Anyone on the internet can call the service and everything behind it.',
  severity: 'high',
  strategy: ['L104'],
  references: cite('checkov CKV_GCP_102', 'cnspec cloud-run-no-public-invocation'),
  on: 'run.googleapis.com/Service',
  environments: ['staging', 'production'],
  reads: ['iam'],
  params: shared('publicServices'),
  view: {
    invokers: (service, world, context) =>
      grants(service, world, context, ({ role }) => role === 'roles/run.invoker'),
    public: (service, _world, { param }) => param<string[]>('publicServices').includes(nameOf(service)),
  },
  want: [
    { 'invokers[*].members[*]': { noneOf: PUBLIC_MEMBERS }, invokerIamDisabled: { const: false } },
    { public: { const: true }, ingress: { enum: LB_ONLY } },
  ],
  repair: { impact: 'cuts-clients', requires: 'roles/run.invoker for the accounts that call the service' },
});
