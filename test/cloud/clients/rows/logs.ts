import { PROJECT } from '../deployment.ts';
import type { Row } from '../row.ts';

const API = 'logging@v2';
const PARENT = `projects/${PROJECT}`;
const DEFAULT = `${PARENT}/locations/global/buckets/_Default`;
const BUCKET = {
  command: 'gcloud logging buckets describe _Default --location=global',
  node: { api: API, call: 'projects.locations.buckets.get', with: { name: DEFAULT } },
};
const SINK = {
  command: 'gcloud logging sinks describe keep',
  node: { api: API, call: 'projects.sinks.get', with: { sinkName: `${PARENT}/sinks/keep` } },
};
const METRIC = {
  command: 'gcloud logging metrics describe errors',
  node: { api: API, call: 'projects.metrics.get', with: { metricName: `${PARENT}/metrics/errors` } },
};

/** Cloud Logging. */
export const LOG_ROWS: readonly Row[] = [
  {
    command: 'gcloud logging sinks list',
    node: { api: API, call: 'projects.sinks.list', with: { parent: PARENT } },
    says: '_Default',
  },
  {
    command:
      "gcloud logging sinks create keep storage.googleapis.com/pinky-static --log-filter='severity>=ERROR'",
    node: {
      api: API,
      call: 'projects.sinks.create',
      with: {
        parent: PARENT,
        uniqueWriterIdentity: true,
        requestBody: {
          name: 'keep',
          destination: 'storage.googleapis.com/pinky-static',
          filter: 'severity>=ERROR',
        },
      },
    },
  },
  {
    command: "gcloud logging sinks update keep --log-filter='severity>=WARNING'",
    node: {
      api: API,
      call: 'projects.sinks.update',
      with: {
        sinkName: `${PARENT}/sinks/keep`,
        updateMask: 'filter',
        uniqueWriterIdentity: true,
        requestBody: {
          name: 'keep',
          destination: 'storage.googleapis.com/pinky-static',
          filter: 'severity>=WARNING',
        },
      },
    },
    shown: SINK,
    changes: { filter: 'severity>=WARNING' },
  },
  {
    command: 'gcloud logging sinks update keep --disabled',
    node: {
      api: API,
      call: 'projects.sinks.patch',
      with: {
        sinkName: `${PARENT}/sinks/keep`,
        updateMask: 'disabled',
        uniqueWriterIdentity: true,
        requestBody: { name: 'keep', destination: 'storage.googleapis.com/pinky-static', disabled: true },
      },
    },
    shown: SINK,
    changes: { disabled: true },
  },
  {
    command: 'gcloud logging sinks delete keep',
    node: { api: API, call: 'projects.sinks.delete', with: { sinkName: `${PARENT}/sinks/keep` } },
  },
  {
    command: 'gcloud logging buckets list',
    node: { api: API, call: 'projects.locations.buckets.list', with: { parent: `${PARENT}/locations/-` } },
    says: '_Required',
  },
  {
    command: 'gcloud logging buckets update _Default --location=global --retention-days=365',
    node: {
      api: API,
      call: 'projects.locations.buckets.patch',
      with: { name: DEFAULT, updateMask: 'retentionDays', requestBody: { retentionDays: 365 } },
    },
    shown: BUCKET,
    changes: { retentionDays: 365 },
  },
  {
    command: 'gcloud logging buckets create keep --location=global --retention-days=90',
    node: {
      api: API,
      call: 'projects.locations.buckets.create',
      with: { parent: `${PARENT}/locations/global`, bucketId: 'keep', requestBody: { retentionDays: 90 } },
    },
  },
  {
    command: 'gcloud logging buckets delete keep --location=global',
    node: {
      api: API,
      call: 'projects.locations.buckets.delete',
      with: { name: `${PARENT}/locations/global/buckets/keep` },
    },
  },
  {
    command: 'gcloud logging metrics list',
    node: { api: API, call: 'projects.metrics.list', with: { parent: PARENT } },
    says: 'errors',
  },
  {
    command: 'gcloud logging metrics update errors --description=all',
    node: {
      api: API,
      call: 'projects.metrics.update',
      with: (before) => ({
        metricName: `${PARENT}/metrics/errors`,
        requestBody: { ...before, description: 'all' },
      }),
    },
    shown: METRIC,
    changes: { description: 'all' },
  },
  {
    command: "gcloud logging metrics create spare --description=spare --log-filter='severity>=ERROR'",
    node: {
      api: API,
      call: 'projects.metrics.create',
      with: { parent: PARENT, requestBody: { name: 'spare', filter: 'severity>=ERROR' } },
    },
  },
  {
    command: 'gcloud logging metrics delete spare',
    node: { api: API, call: 'projects.metrics.delete', with: { metricName: `${PARENT}/metrics/spare` } },
  },
];
