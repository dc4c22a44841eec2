import { closeTo, dailyStart, enhancedBackups, standardBackups } from '#facts';
import { definePolicy, each, integer, param, text } from '#policy';

const hour = '^([01][0-9]|2[0-3]):[0-5][0-9]$';

export default definePolicy({
  title: 'Cloud SQL backups start at the agreed hour',
  why: 'A backup taken in busy hours slows users down, and no one knows how old the newest one is.',
  severity: 'medium',
  strategy: ['L203'],
  on: 'sqladmin.googleapis.com/Instance',
  environments: ['production'],
  reads: ['backupdr.googleapis.com/BackupPlanAssociation', 'backupdr.googleapis.com/BackupPlan'],
  params: {
    startTime: text('start of the daily backup window, HH:MM in UTC', '02:00', 'L203', hour),
    toleranceMin: integer('minutes that it may start before or after', 0, 'tool'),
  },
  when: { instanceType: { const: 'CLOUD_SQL_INSTANCE' } },
  view: {
    standard: (db, _world, { param }) =>
      standardBackups(db, { startTime: (time) => closeTo(time, param('startTime'), param('toleranceMin')) }),
    enhanced: (db, world, { param, clock }) =>
      enhancedBackups(db, world, ({ data }) =>
        each(data.backupRules, (rule) =>
          closeTo(dailyStart(rule, clock), param('startTime'), param('toleranceMin')),
        ),
      ),
  },
  want: {
    'standard[*].startTime': { const: param('startTime') },
    'enhanced[*].plans': { some: { '.': { const: param('startTime') } } },
  },
  repair: { impact: 'none' },
});
