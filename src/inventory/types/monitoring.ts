import type { TypeTable } from './table.ts';

const V3 = 'Cloud Monitoring API v3 reference';

export const ALERT_POLICY: TypeTable = {
  types: ['monitoring.googleapis.com/AlertPolicy'],
  labels: 'userLabels',
  absence: {
    enabled: { value: true, source: `${V3}, AlertPolicy.enabled: assume enabled if it is not set on read` },
    combiner: {
      value: 'COMBINE_UNSPECIFIED',
      source: `${V3}, AlertPolicy.ConditionCombinerType: the zero value, as MQL policies have it`,
    },
    'conditions[*].conditionThreshold?.thresholdValue': {
      value: 0,
      source: `${V3}, MetricThreshold.threshold_value (proto3 double)`,
    },
    'conditions[*].conditionThreshold?.duration': { value: '0s', source: `${V3}, MetricThreshold.duration` },
    'conditions[*].conditionMonitoringQueryLanguage?.duration': {
      value: '0s',
      source: `${V3}, MonitoringQueryLanguageCondition.duration`,
    },
    'conditions[*].conditionPrometheusQueryLanguage?.duration': {
      value: '0s',
      source: `${V3}, PrometheusQueryLanguageCondition.duration: the default is zero`,
    },
  },
  lists: [
    'conditions',
    'notificationChannels',
    'conditions[*].conditionThreshold?.aggregations',
    'conditions[*].conditionThreshold?.aggregations[*].groupByFields',
    'conditions[*].conditionThreshold?.denominatorAggregations',
    'conditions[*].conditionThreshold?.denominatorAggregations[*].groupByFields',
    'conditions[*].conditionAbsent?.aggregations',
    'conditions[*].conditionAbsent?.aggregations[*].groupByFields',
  ],
};

/** `labels` of a channel are its address; the user's labels are `userLabels`. */
export const NOTIFICATION_CHANNEL: TypeTable = {
  types: ['monitoring.googleapis.com/NotificationChannel'],
  labels: 'userLabels',
  absence: {
    enabled: {
      value: true,
      source: `${V3}, NotificationChannel.enabled: a channel is enabled unless set false`,
    },
  },
};

export const UPTIME_CHECK: TypeTable = {
  types: ['monitoring.googleapis.com/UptimeCheckConfig'],
  labels: 'userLabels',
  absence: {
    period: { value: '60s', source: `${V3}, UptimeCheckConfig.period: defaults to 60s` },
    disabled: { value: false, source: `${V3}, UptimeCheckConfig.disabled (proto3 bool)` },
    'httpCheck?.useSsl': { value: false, source: `${V3}, HttpCheck.use_ssl (proto3 bool)` },
    'httpCheck?.validateSsl': { value: false, source: `${V3}, HttpCheck.validate_ssl (proto3 bool)` },
    'httpCheck?.path': { value: '/', source: `${V3}, HttpCheck.path: defaults to /` },
  },
  lists: ['selectedRegions', 'contentMatchers'],
};

export const SNOOZE: TypeTable = {
  types: ['monitoring.googleapis.com/Snooze'],
  lists: ['criteria.policies'],
};

export const LOG_METRIC: TypeTable = {
  types: ['logging.googleapis.com/LogMetric'],
  absence: {
    disabled: { value: false, source: 'Cloud Logging API v2 reference, LogMetric.disabled (proto3 bool)' },
  },
};
