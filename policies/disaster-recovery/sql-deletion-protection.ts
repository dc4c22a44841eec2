import { cite, definePolicy } from '#policy';

export default definePolicy({
  title: 'Cloud SQL is protected from deletion',
  why: 'One mistaken command or plan deletes the instance together with its automated backups.',
  severity: 'high',
  strategy: ['L202'],
  references: cite('cis-gcp 5.0 6.9'),
  on: 'sqladmin.googleapis.com/Instance',
  environments: ['production'],
  when: { instanceType: { noneOf: ['ON_PREMISES_INSTANCE'] } },
  want: { 'settings.deletionProtectionEnabled': { const: true } },
  repair: { impact: 'none' },
});
