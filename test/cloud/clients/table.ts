import { LINKS, PROJECT, REGION } from './deployment.ts';
import type { Row } from './row.ts';
import { ACCOUNT_ROWS } from './rows/accounts.ts';
import { ASSET_ROWS } from './rows/assets.ts';
import { CACHE_ROWS } from './rows/cache.ts';
import { DELIVERY_ROWS } from './rows/delivery.ts';
import { LOG_ROWS } from './rows/logs.ts';
import { SECRET_ROWS } from './rows/secrets.ts';

const WEB = `namespaces/${PROJECT}/services/web`;
const REGIONAL = `https://${REGION}-run.googleapis.com/`;
const PLACE = `projects/${PROJECT}/locations/${REGION}`;
const DB = { project: PROJECT, instance: 'db1' };
const DB_SHOWN = {
  command: 'gcloud sql instances describe db1',
  node: { api: 'sqladmin@v1', call: 'instances.get', with: DB },
};
/** Every list of Compute Engine, and one thing that is in it. */
const COMPUTE_LISTS: readonly Row[] = (
  [
    ['backend-services', 'backendServices', 'aggregatedList', 'web'],
    ['backend-buckets', 'backendBuckets', 'list', 'static'],
    ['url-maps', 'urlMaps', 'aggregatedList', 'web'],
    ['security-policies', 'securityPolicies', 'aggregatedList', 'armor'],
    ['ssl-policies', 'sslPolicies', 'aggregatedList', 'tls'],
    ['ssl-certificates', 'sslCertificates', 'aggregatedList', 'web'],
    ['target-http-proxies', 'targetHttpProxies', 'aggregatedList', 'http'],
    ['target-https-proxies', 'targetHttpsProxies', 'aggregatedList', 'https'],
    ['forwarding-rules', 'forwardingRules', 'aggregatedList', 'https'],
    ['network-endpoint-groups', 'networkEndpointGroups', 'aggregatedList', 'web'],
    ['addresses', 'addresses', 'aggregatedList', 'front'],
    ['networks', 'networks', 'list', 'vpc'],
    ['networks subnets', 'subnetworks', 'aggregatedList', 'run'],
    ['firewall-rules', 'firewalls', 'list', 'allow-web'],
    ['routers', 'routers', 'aggregatedList', 'nat'],
    ['instances', 'instances', 'aggregatedList', 'bastion'],
    ['disks', 'disks', 'aggregatedList', 'bastion'],
  ] as const
).map(([words, collection, method, says]) => ({
  command: `gcloud compute ${words} list`,
  node: { api: 'compute@v1', call: `${collection}.${method}`, with: { project: PROJECT } },
  says,
}));

/** Something of Compute Engine in the global scope, as both clients see it. */
const global = (words: string, collection: string, parameter: string, name: string) => ({
  command: `gcloud compute ${words} describe ${name}`,
  node: { api: 'compute@v1', call: `${collection}.get`, with: { project: PROJECT, [parameter]: name } },
});
const BACKEND = global('backend-services', 'backendServices', 'backendService', 'web');
const BACKEND_SHOWN = { ...BACKEND, command: `${BACKEND.command} --global` };
const TLS_SHOWN = global('ssl-policies', 'sslPolicies', 'sslPolicy', 'tls');
const FIREWALL_SHOWN = global('firewall-rules', 'firewalls', 'firewall', 'allow-web');
const ARMOR_SHOWN = global('security-policies', 'securityPolicies', 'securityPolicy', 'armor');
const HTTPS_SHOWN = global('target-https-proxies', 'targetHttpsProxies', 'targetHttpsProxy', 'https');
const BUCKET_SHOWN = global('backend-buckets', 'backendBuckets', 'backendBucket', 'static');
const SUBNET_SHOWN = {
  command: `gcloud compute networks subnets describe run --region=${REGION}`,
  node: {
    api: 'compute@v1',
    call: 'subnetworks.get',
    with: { project: PROJECT, region: REGION, subnetwork: 'run' },
  },
};

const STATIC = { bucket: 'pinky-static' };
const STATIC_SHOWN = {
  command: 'gcloud storage buckets describe gs://pinky-static --raw',
  node: { api: 'storage@v1', call: 'buckets.get', with: STATIC },
};
const STATIC_IAM = {
  command: 'gcloud storage buckets get-iam-policy gs://pinky-static',
  node: { api: 'storage@v1', call: 'buckets.getIamPolicy', with: STATIC },
};

const POLICY = `projects/${PROJECT}/alertPolicies/21`;
const POLICY_SHOWN = {
  command: `gcloud alpha monitoring policies describe ${POLICY}`,
  node: { api: 'monitoring@v3', call: 'projects.alertPolicies.get', with: { name: POLICY } },
};
const UPTIME = `projects/${PROJECT}/uptimeCheckConfigs/web`;
const UPTIME_SHOWN = {
  command: 'gcloud monitoring uptime describe web',
  node: { api: 'monitoring@v3', call: 'projects.uptimeCheckConfigs.get', with: { name: UPTIME } },
};

const WEB_IAM = {
  command: `gcloud run services get-iam-policy web --region=${REGION}`,
  node: {
    api: 'run@v2',
    call: 'projects.locations.services.getIamPolicy',
    with: { resource: `${PLACE}/services/web` },
  },
};
const WEB_SHOWN = {
  command: `gcloud run services describe web --region=${REGION}`,
  node: { api: 'run@v1', call: 'namespaces.services.get', rootUrl: REGIONAL, with: { name: WEB } },
};

/**
 * What operators do with gcloud and gsutil, by API. A write says how it is seen and all that it changes: anything else
 * that differs before and after is a failure.
 */
export const ROWS: readonly Row[] = [
  // Cloud Run
  {
    command: 'gcloud run services list',
    node: {
      api: 'run@v1',
      call: 'projects.locations.services.list',
      with: { parent: `projects/${PROJECT}/locations/-` },
    },
    says: 'web',
  },
  {
    command: `gcloud run services list --region=${REGION}`,
    node: {
      api: 'run@v1',
      call: 'namespaces.services.list',
      rootUrl: REGIONAL,
      with: { parent: `namespaces/${PROJECT}` },
    },
    says: 'web',
  },
  {
    command: `gcloud run services describe web --region=${REGION}`,
    node: { api: 'run@v2', call: 'projects.locations.services.get', with: { name: `${PLACE}/services/web` } },
    says: 'app/web:1',
  },
  {
    command: `gcloud run services update web --region=${REGION} --memory=1Gi`,
    node: {
      api: 'run@v1',
      call: 'namespaces.services.replaceService',
      rootUrl: REGIONAL,
      with: (before) => {
        const requestBody = structuredClone(before);
        requestBody.spec.template.spec.containers[0].resources.limits.memory = '1Gi';
        requestBody.spec.template.metadata.name = 'web-00002-new';
        return { name: WEB, requestBody };
      },
    },
    shown: WEB_SHOWN,
    changes: { 'spec.template.spec.containers[0].resources.limits.memory': '1Gi' },
  },
  {
    command: `gcloud run services update web --region=${REGION} --max-instances=20 --ingress=internal`,
    shown: WEB_SHOWN,
    changes: {
      'metadata.annotations.run.googleapis.com/ingress': 'internal',
      'metadata.annotations.run.googleapis.com/ingress-status': 'internal',
      'spec.template.metadata.annotations.autoscaling.knative.dev/maxScale': '20',
    },
  },
  {
    command: `gcloud run services update web --region=${REGION} --update-labels=tier=front`,
    node: {
      api: 'run@v2',
      call: 'projects.locations.services.patch',
      with: {
        name: `${PLACE}/services/web`,
        updateMask: 'labels.tier',
        requestBody: { labels: { tier: 'front' } },
      },
    },
    shown: WEB_SHOWN,
    // The command line labels the next revision as well, with all the labels it read.
    changes: {
      'metadata.labels.tier': 'front',
      'spec.template.metadata.labels.cloud.googleapis.com/location': REGION,
      'spec.template.metadata.labels.env': 'production',
      'spec.template.metadata.labels.tier': 'front',
    },
    nodeChanges: { 'metadata.labels.tier': 'front' },
  },
  { ...WEB_IAM },
  {
    command: `gcloud run services add-iam-policy-binding web --region=${REGION} --member=user:ana@example.com --role=roles/run.invoker`,
    node: {
      api: 'run@v2',
      call: 'projects.locations.services.setIamPolicy',
      with: ({ etag }) => ({
        resource: `${PLACE}/services/web`,
        requestBody: {
          policy: { etag, bindings: [{ role: 'roles/run.invoker', members: ['user:ana@example.com'] }] },
        },
      }),
    },
    shown: WEB_IAM,
    changes: { 'bindings[0].role': 'roles/run.invoker', 'bindings[0].members[0]': 'user:ana@example.com' },
  },
  {
    command: `gcloud run revisions list --service=web --region=${REGION}`,
    node: {
      api: 'run@v2',
      call: 'projects.locations.services.revisions.list',
      with: { parent: `${PLACE}/services/web` },
    },
    says: 'web-00001-abc',
  },
  {
    command: `gcloud run revisions describe web-00001-abc --region=${REGION}`,
    node: {
      api: 'run@v2',
      call: 'projects.locations.services.revisions.get',
      with: { name: `${PLACE}/services/web/revisions/web-00001-abc` },
    },
    says: 'app/web:1',
  },
  {
    command: 'gcloud run jobs list',
    node: {
      api: 'run@v2',
      call: 'projects.locations.jobs.list',
      with: { parent: `projects/${PROJECT}/locations/-` },
    },
    says: 'nightly',
  },
  {
    command: `gcloud run jobs describe nightly --region=${REGION}`,
    node: { api: 'run@v2', call: 'projects.locations.jobs.get', with: { name: `${PLACE}/jobs/nightly` } },
    says: 'app/nightly:1',
  },
  {
    command: `gcloud run deploy api --region=${REGION} --image=us-docker.pkg.dev/cloudrun/container/hello --no-allow-unauthenticated`,
    node: {
      api: 'run@v2',
      call: 'projects.locations.services.create',
      with: {
        parent: PLACE,
        serviceId: 'api',
        requestBody: { template: { containers: [{ image: 'us-docker.pkg.dev/cloudrun/container/hello' }] } },
      },
    },
  },
  {
    command: `gcloud run services delete api --region=${REGION}`,
    node: {
      api: 'run@v1',
      call: 'namespaces.services.delete',
      rootUrl: REGIONAL,
      with: { name: `namespaces/${PROJECT}/services/api` },
    },
  },
  {
    command: 'gcloud run services list --sort-by=name',
    faults: [{ host: 'run.googleapis.com', unreachable: [REGION], times: 'always' }],
    warns: REGION,
  },

  // Cloud SQL
  {
    command: 'gcloud sql instances list',
    node: { api: 'sqladmin@v1beta4', call: 'instances.list', with: { project: PROJECT } },
    says: 'db1',
  },
  { ...DB_SHOWN, says: 'POSTGRES_15' },
  {
    command: 'gcloud sql instances patch db1 --backup-start-time=03:00 --availability-type=REGIONAL',
    node: {
      api: 'sqladmin@v1beta4',
      call: 'instances.patch',
      with: {
        ...DB,
        requestBody: {
          settings: { availabilityType: 'REGIONAL', backupConfiguration: { startTime: '03:00' } },
        },
      },
    },
    shown: DB_SHOWN,
    changes: { 'settings.availabilityType': 'REGIONAL', 'settings.backupConfiguration.startTime': '03:00' },
  },
  {
    command: 'gcloud sql instances patch db1 --database-flags=log_connections=on,log_lock_waits=on',
    node: {
      api: 'sqladmin@v1',
      call: 'instances.update',
      with: ({ settings }) => ({
        ...DB,
        requestBody: {
          settings: {
            ...settings,
            databaseFlags: [...settings.databaseFlags, { name: 'log_lock_waits', value: 'on' }],
          },
        },
      }),
    },
    shown: DB_SHOWN,
    changes: { 'settings.databaseFlags[1].name': 'log_lock_waits', 'settings.databaseFlags[1].value': 'on' },
    // A PUT fills in what it does not say.
    nodeChanges: {
      'settings.connectorEnforcement': 'NOT_REQUIRED',
      'settings.databaseFlags[1].name': 'log_lock_waits',
      'settings.databaseFlags[1].value': 'on',
      'settings.ipConfiguration.requireSsl': false,
      'settings.replicationType': 'SYNCHRONOUS',
      'settings.storageAutoResizeLimit': '0',
    },
  },
  {
    command: 'gcloud sql operations list --instance=db1',
    node: { api: 'sqladmin@v1beta4', call: 'operations.list', with: DB },
    says: 'UPDATE',
  },
  {
    command: 'gcloud sql backups list --instance=db1',
    node: { api: 'sqladmin@v1beta4', call: 'backupRuns.list', with: DB },
    says: '1767999600000',
  },
  {
    command: 'gcloud sql backups create --instance=db1',
    node: { api: 'sqladmin@v1beta4', call: 'backupRuns.insert', with: { ...DB, requestBody: {} } },
  },
  {
    command: 'gcloud sql databases create app --instance=db1',
    node: {
      api: 'sqladmin@v1beta4',
      call: 'databases.insert',
      with: { ...DB, requestBody: { name: 'app' } },
    },
  },
  {
    command: 'gcloud sql databases list --instance=db1',
    node: { api: 'sqladmin@v1beta4', call: 'databases.list', with: DB },
    says: 'app',
  },
  {
    command: 'gcloud sql users create ana --instance=db1 --password=none',
    node: { api: 'sqladmin@v1beta4', call: 'users.insert', with: { ...DB, requestBody: { name: 'ana' } } },
  },
  {
    command: 'gcloud sql users list --instance=db1',
    node: { api: 'sqladmin@v1beta4', call: 'users.list', with: DB },
    says: 'ana',
  },
  {
    command: 'gcloud sql flags list --database-version=POSTGRES_15',
    node: { api: 'sqladmin@v1beta4', call: 'flags.list', with: { databaseVersion: 'POSTGRES_15' } },
    says: 'log_connections',
  },
  {
    command:
      'gcloud sql instances create db2 --database-version=POSTGRES_15 --tier=db-custom-2-7680 --region=us-central1 --edition=enterprise',
    node: {
      api: 'sqladmin@v1',
      call: 'instances.insert',
      with: {
        project: PROJECT,
        requestBody: {
          name: 'db2',
          region: REGION,
          databaseVersion: 'POSTGRES_15',
          settings: { tier: 'db-custom-2-7680' },
        },
      },
    },
  },
  {
    command: 'gcloud sql instances delete db2',
    node: { api: 'sqladmin@v1', call: 'instances.delete', with: { project: PROJECT, instance: 'db2' } },
  },

  // Compute Engine
  ...COMPUTE_LISTS,
  {
    command: 'gcloud compute backend-services update web --global --enable-logging --logging-sample-rate=1',
    node: {
      api: 'compute@v1',
      call: 'backendServices.patch',
      with: ({ fingerprint }) => ({
        project: PROJECT,
        backendService: 'web',
        requestBody: { fingerprint, logConfig: { enable: true, sampleRate: 1 } },
      }),
    },
    shown: BACKEND_SHOWN,
    changes: { 'logConfig.enable': true, 'logConfig.sampleRate': 1 },
  },
  {
    command: 'gcloud compute backend-services update web --global --security-policy=armor',
    node: {
      api: 'compute@v1',
      call: 'backendServices.setSecurityPolicy',
      with: {
        project: PROJECT,
        backendService: 'web',
        requestBody: { securityPolicy: `${LINKS}/global/securityPolicies/armor` },
      },
    },
    shown: BACKEND_SHOWN,
    changes: { securityPolicy: `${LINKS}/global/securityPolicies/armor` },
  },
  {
    command: 'gcloud compute backend-buckets update static --enable-cdn',
    node: {
      api: 'compute@v1',
      call: 'backendBuckets.patch',
      with: { project: PROJECT, backendBucket: 'static', requestBody: { enableCdn: true } },
    },
    shown: BUCKET_SHOWN,
    changes: { enableCdn: true },
  },
  {
    command: 'gcloud compute ssl-policies update tls --min-tls-version=1.2',
    node: {
      api: 'compute@v1',
      call: 'sslPolicies.patch',
      with: ({ fingerprint }) => ({
        project: PROJECT,
        sslPolicy: 'tls',
        requestBody: { fingerprint, minTlsVersion: 'TLS_1_2' },
      }),
    },
    shown: TLS_SHOWN,
    changes: { minTlsVersion: 'TLS_1_2' },
  },
  {
    command: 'gcloud compute target-https-proxies update https --ssl-policy=tls',
    node: {
      api: 'compute@v1',
      call: 'targetHttpsProxies.setSslPolicy',
      with: {
        project: PROJECT,
        targetHttpsProxy: 'https',
        requestBody: { sslPolicy: `${LINKS}/global/sslPolicies/tls` },
      },
    },
    shown: HTTPS_SHOWN,
    changes: { sslPolicy: `${LINKS}/global/sslPolicies/tls` },
  },
  {
    command: 'gcloud compute firewall-rules update allow-web --source-ranges=10.0.0.0/8',
    node: {
      api: 'compute@v1',
      call: 'firewalls.patch',
      with: { project: PROJECT, firewall: 'allow-web', requestBody: { sourceRanges: ['10.0.0.0/8'] } },
    },
    shown: FIREWALL_SHOWN,
    changes: { 'sourceRanges[0]': '10.0.0.0/8' },
  },
  {
    command:
      'gcloud compute security-policies rules create 1000 --security-policy=armor --src-ip-ranges=192.0.2.0/24 --action=deny-403',
    node: {
      api: 'compute@v1',
      call: 'securityPolicies.addRule',
      with: {
        project: PROJECT,
        securityPolicy: 'armor',
        requestBody: {
          priority: 1000,
          action: 'deny(403)',
          match: { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['192.0.2.0/24'] } },
        },
      },
    },
  },
  {
    command: 'gcloud compute security-policies rules update 1000 --security-policy=armor --action=deny-404',
    node: {
      api: 'compute@v1',
      call: 'securityPolicies.patchRule',
      with: {
        project: PROJECT,
        securityPolicy: 'armor',
        priority: 1000,
        requestBody: { action: 'deny(404)' },
      },
    },
    shown: ARMOR_SHOWN,
    changes: { 'rules[0].action': 'deny(404)' },
  },
  {
    command: 'gcloud compute security-policies update armor --description=front',
    node: {
      api: 'compute@v1',
      call: 'securityPolicies.patch',
      with: ({ fingerprint }) => ({
        project: PROJECT,
        securityPolicy: 'armor',
        requestBody: { fingerprint, description: 'front' },
      }),
    },
    shown: ARMOR_SHOWN,
    changes: { description: 'front' },
  },
  {
    command: `gcloud compute networks subnets update run --region=${REGION} --enable-private-ip-google-access`,
    node: {
      api: 'compute@v1',
      call: 'subnetworks.setPrivateIpGoogleAccess',
      with: {
        project: PROJECT,
        region: REGION,
        subnetwork: 'run',
        requestBody: { privateIpGoogleAccess: true },
      },
    },
    shown: SUBNET_SHOWN,
    changes: { privateIpGoogleAccess: true },
  },
  {
    command: 'gcloud compute addresses create spare --global',
    node: {
      api: 'compute@v1',
      call: 'globalAddresses.insert',
      with: { project: PROJECT, requestBody: { name: 'spare' } },
    },
  },
  {
    command: 'gcloud compute addresses delete spare --global',
    node: { api: 'compute@v1', call: 'globalAddresses.delete', with: { project: PROJECT, address: 'spare' } },
  },
  {
    command: 'gcloud compute network-endpoint-groups list --sort-by=name',
    faults: [{ host: 'compute.googleapis.com', unreachable: [REGION], times: 'always' }],
    warns: `regions/${REGION}`,
  },

  // Cloud Storage
  {
    command: 'gcloud storage buckets list',
    node: { api: 'storage@v1', call: 'buckets.list', with: { project: PROJECT } },
    says: 'pinky-static',
  },
  { ...STATIC_SHOWN, says: 'US-CENTRAL1' },
  {
    command: 'gcloud storage buckets update gs://pinky-static --versioning --public-access-prevention',
    node: {
      api: 'storage@v1',
      call: 'buckets.patch',
      with: ({ metageneration }) => ({
        ...STATIC,
        ifMetagenerationMatch: metageneration,
        requestBody: {
          versioning: { enabled: true },
          iamConfiguration: { publicAccessPrevention: 'enforced' },
        },
      }),
    },
    shown: STATIC_SHOWN,
    changes: { 'iamConfiguration.publicAccessPrevention': 'enforced', 'versioning.enabled': true },
  },
  {
    command: 'gcloud storage buckets update gs://pinky-static --update-labels=env=production',
    node: {
      api: 'storage@v1',
      call: 'buckets.patch',
      with: { ...STATIC, requestBody: { labels: { env: 'production' } } },
    },
    shown: STATIC_SHOWN,
    changes: { 'labels.env': 'production' },
  },
  {
    command: 'gcloud storage buckets update gs://pinky-static --clear-labels',
    node: {
      api: 'storage@v1',
      call: 'buckets.patch',
      with: { ...STATIC, requestBody: { labels: { env: null } } },
    },
    shown: STATIC_SHOWN,
    changes: { 'labels.env': null },
  },
  STATIC_IAM,
  {
    command:
      'gcloud storage buckets add-iam-policy-binding gs://pinky-static --member=user:ana@example.com --role=roles/storage.objectViewer',
    node: {
      api: 'storage@v1',
      call: 'buckets.setIamPolicy',
      with: ({ etag }) => ({
        ...STATIC,
        requestBody: {
          etag,
          bindings: [{ role: 'roles/storage.objectViewer', members: ['user:ana@example.com'] }],
        },
      }),
    },
    shown: STATIC_IAM,
    changes: {
      'bindings[0].role': 'roles/storage.objectViewer',
      'bindings[0].members[0]': 'user:ana@example.com',
    },
  },
  { command: 'gcloud storage cp package.json gs://pinky-static/app/package.json' },
  { command: 'gcloud storage ls gs://pinky-static/', says: 'gs://pinky-static/app/' },
  { command: 'gcloud storage cat gs://pinky-static/app/package.json', says: 'pinky-audit' },
  { command: 'gsutil ls', says: 'gs://pinky-static/' },
  { command: 'gsutil ls -L -b gs://pinky-static', says: 'US-CENTRAL1' },
  { command: 'gsutil uniformbucketlevelaccess set on gs://pinky-static' },
  { command: 'gsutil uniformbucketlevelaccess get gs://pinky-static', says: 'Enabled: True' },
  { command: 'gsutil cat gs://pinky-static/app/package.json', says: 'pinky-audit' },
  { command: 'gcloud storage rm gs://pinky-static/app/package.json' },

  // Cloud Monitoring
  {
    command: 'gcloud alpha monitoring policies list',
    node: {
      api: 'monitoring@v3',
      call: 'projects.alertPolicies.list',
      with: { name: `projects/${PROJECT}` },
    },
    says: 'Errors of web',
  },
  { ...POLICY_SHOWN, says: 'Too many errors' },
  {
    command: `gcloud alpha monitoring policies update ${POLICY} --no-enabled`,
    node: {
      api: 'monitoring@v3',
      call: 'projects.alertPolicies.patch',
      with: (before) => ({ name: POLICY, updateMask: 'enabled', requestBody: { ...before, enabled: false } }),
    },
    shown: POLICY_SHOWN,
    changes: { enabled: false },
  },
  {
    command: `gcloud alpha monitoring policies update ${POLICY} --display-name=Errors --update-user-labels=team=web`,
    node: {
      api: 'monitoring@v3',
      call: 'projects.alertPolicies.patch',
      with: {
        name: POLICY,
        updateMask: 'display_name,user_labels',
        requestBody: { displayName: 'Errors', userLabels: { team: 'web' } },
      },
    },
    shown: POLICY_SHOWN,
    changes: { displayName: 'Errors', 'userLabels.team': 'web' },
  },
  {
    command: 'gcloud beta monitoring channels list',
    node: {
      api: 'monitoring@v3',
      call: 'projects.notificationChannels.list',
      with: { name: `projects/${PROJECT}` },
    },
    says: 'On call',
  },
  {
    command: 'gcloud monitoring uptime list-configs',
    node: {
      api: 'monitoring@v3',
      call: 'projects.uptimeCheckConfigs.list',
      with: { parent: `projects/${PROJECT}` },
    },
    says: 'www.example.com',
  },
  {
    command: 'gcloud monitoring uptime update web --period=5',
    node: {
      api: 'monitoring@v3',
      call: 'projects.uptimeCheckConfigs.patch',
      with: { name: UPTIME, updateMask: 'period', requestBody: { period: '300s' } },
    },
    shown: UPTIME_SHOWN,
    // The command line says with it that there is no login.
    changes: { 'httpCheck.authInfo': {}, period: '300s' },
    nodeChanges: { period: '300s' },
  },
  {
    command: 'gcloud monitoring dashboards create --config=\'{"displayName":"web","gridLayout":{}}\'',
    node: {
      api: 'monitoring@v1',
      call: 'projects.dashboards.create',
      with: { parent: `projects/${PROJECT}`, requestBody: { displayName: 'web', gridLayout: {} } },
    },
  },
  {
    command: 'gcloud monitoring dashboards list',
    node: { api: 'monitoring@v1', call: 'projects.dashboards.list', with: { parent: `projects/${PROJECT}` } },
    says: 'web',
  },

  // Service Usage
  {
    command: 'gcloud services list --enabled',
    node: {
      api: 'serviceusage@v1',
      call: 'services.list',
      with: { parent: `projects/${PROJECT}`, filter: 'state:ENABLED' },
    },
    says: 'run.googleapis.com',
  },
  {
    command: 'gcloud services disable redis.googleapis.com',
    node: {
      api: 'serviceusage@v1',
      call: 'services.disable',
      with: { name: `projects/${PROJECT}/services/redis.googleapis.com` },
    },
  },
  {
    command: 'gcloud services enable redis.googleapis.com',
    node: {
      api: 'serviceusage@v1',
      call: 'services.enable',
      with: { name: `projects/${PROJECT}/services/redis.googleapis.com` },
    },
  },
  ...SECRET_ROWS,
  ...CACHE_ROWS,
  ...ACCOUNT_ROWS,
  ...LOG_ROWS,
  ...DELIVERY_ROWS,
  ...ASSET_ROWS,
];
