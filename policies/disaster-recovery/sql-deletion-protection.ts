import { definePolicy } from '#policy';

export default definePolicy({
  title: 'Cloud SQL is protected from deletion',
  why: 'One mistaken command or plan deletes the instance together with its automated backups.',
  severity: 'high',
  strategy: ['L202'],
  references: [{ framework: 'cis-gcp', version: '5.0', id: '6.9' }],
  on: 'sqladmin.googleapis.com/Instance',
  environments: ['production'],
  when: { instanceType: { noneOf: ['ON_PREMISES_INSTANCE'] } },
  want: { 'settings.deletionProtectionEnabled': { const: true } },
  repair: { impact: 'none' },
});
