import type { PlanTable } from '../table.ts';

const PROVIDER = 'hashicorp/google';

const ZONE: PlanTable = {
  resources: ['google_dns_managed_zone'],
  type: 'dns.googleapis.com/ManagedZone',
  name: '//dns.googleapis.com/projects/{project}/managedZones/{name}',
  dropped: ['force_destroy', 'managed_zone_id', 'reverse_lookup'],
  creation: {
    visibility: { value: 'public', source: `${PROVIDER}, google_dns_managed_zone: default public` },
  },
};

const BACKUP = 'routingPolicy.primaryBackup.backupGeoTargets';

const RECORDS: PlanTable = {
  resources: ['google_dns_record_set'],
  type: 'dns.googleapis.com/ResourceRecordSet',
  name: '//dns.googleapis.com/projects/{project}/managedZones/{managed_zone}/rrsets/{name}/{type}',
  fields: {
    'routing_policy.enable_geo_fencing': 'routingPolicy.geo.enableFencing',
    'routing_policy.geo': 'routingPolicy.geo.items',
    'routing_policy.primary_backup.backup_geo': `${BACKUP}.items`,
    'routing_policy.primary_backup.enable_geo_fencing_for_backups': `${BACKUP}.enableFencing`,
    'routing_policy.primary_backup.primary': 'routingPolicy.primaryBackup.primaryTargets',
    'routing_policy.primary_backup.trickle_ratio': 'routingPolicy.primaryBackup.trickleTraffic',
    'routing_policy.wrr': 'routingPolicy.wrr.items',
  },
  dropped: ['managed_zone'],
};

export const DNS: readonly PlanTable[] = [ZONE, RECORDS];
