import { bad } from '../../types/read.ts';
import type { PlanTable } from '../table.ts';

const DAY_SECONDS = 86_400;

/** Services that Cloud Monitoring knows of; a custom one is what its provider resource leaves of `custom: {}`. */
const MONITORED_SERVICE: PlanTable = {
  resources: ['google_monitoring_custom_service', 'google_monitoring_service'],
  type: 'monitoring.googleapis.com/Service',
  name: '//monitoring.googleapis.com/projects/{project}/services/{service_id}',
  dropped: ['service_id'],
};

const SLO: PlanTable = {
  resources: ['google_monitoring_slo'],
  type: 'monitoring.googleapis.com/ServiceLevelObjective',
  name: '//monitoring.googleapis.com/projects/{project}/services/{service}/serviceLevelObjectives/{slo_id}',
  fields: {
    basic_sli: 'serviceLevelIndicator.basicSli',
    request_based_sli: 'serviceLevelIndicator.requestBased',
    rolling_period_days: {
      to: 'rollingPeriod',
      read: (days) => (typeof days === 'number' ? `${days * DAY_SECONDS}s` : bad(days, 'a number of days')),
    },
    windows_based_sli: 'serviceLevelIndicator.windowsBased',
  },
  dropped: [
    'service',
    'slo_id',
    // What an empty message says in the API, Terraform says by a field in it.
    'basic_sli.availability.enabled',
    'windows_based_sli.good_total_ratio_threshold.basic_sli_performance.availability.enabled',
  ],
};

export const SERVICE_LEVELS: readonly PlanTable[] = [MONITORED_SERVICE, SLO];
