import { describe, expect, test } from 'vitest';
import { attributePath } from '../../../../src/inventory/plan/names.ts';
import type { PlanTable } from '../../../../src/inventory/plan/table.ts';
import { plannedTypes, planTableOf } from '../../../../src/inventory/plan/types/index.ts';

const tableOf = (type: string) => planTableOf(type) as PlanTable;

describe('the attribute of a canonical path', () => {
  test.each([
    ['google_sql_database_instance', 'databaseVersion', 'database_version'],
    [
      'google_sql_database_instance',
      'settings.ipConfiguration.ipv4Enabled',
      'settings[0].ip_configuration[0].ipv4_enabled',
    ],
    [
      'google_sql_database_instance',
      'settings.databaseFlags[2].value',
      'settings[0].database_flags[2].value',
    ],
    ['google_sql_database_instance', 'settings.dataDiskSizeGb', 'settings[0].disk_size'],
    ['google_sql_database_instance', 'settings.userLabels.team', 'settings[0].user_labels.team'],
    ['google_storage_bucket', 'iamConfiguration.publicAccessPrevention', 'public_access_prevention'],
    ['google_storage_bucket', 'versioning.enabled', 'versioning[0].enabled'],
    ['google_compute_firewall', 'allowed[1].ports[0]', 'allow[1].ports[0]'],
    ['google_compute_firewall', 'allowed[0].IPProtocol', 'allow[0].protocol'],
    ['google_compute_firewall', 'sourceRanges[0]', 'source_ranges[0]'],
    ['google_monitoring_alert_policy', 'notificationChannels[0]', 'notification_channels[0]'],
  ])('of %s: %s is %s', (type, path, wanted) => {
    expect(attributePath(tableOf(type), path)).toBe(wanted);
  });

  test.each(plannedTypes.map((type) => [type]))(
    'of %s is made of names as the provider spells them',
    (type) => {
      const table = tableOf(type);
      for (const path of Object.keys(table.creation ?? {}))
        expect(attributePath(table, path.replaceAll('?', ''))).toMatch(
          /^$|^[a-z][a-z0-9_]*(?:\[(?:\d+|\*)\])*(?:\.[a-z][a-z0-9_]*(?:\[(?:\d+|\*)\])*)*$/,
        );
    },
  );
});
