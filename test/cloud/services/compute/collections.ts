import type { JsonObject } from '../../core/json.ts';
import { numericIdOf } from '../../core/tokens.ts';

/** Where a resource of Compute Engine stands. */
export type Scope = 'global' | 'region' | 'zone';

/** One kind of resource: its name in paths, and in each scope the API's class of methods and the asset type. */
export interface Collection {
  readonly plural: string;
  /** `compute#backendService`. */
  readonly kind: string;
  /** Class of methods by scope: `RegionBackendServices`; permissions are named after it. */
  readonly classes: Readonly<Partial<Record<Scope, string>>>;
  /** Asset type by scope, where it is not the kind's name. */
  readonly types?: Readonly<Partial<Record<Scope, string>>>;
  /** Fingerprint that a change must name, as the documentation of the field says. */
  readonly fingerprint?: boolean;
  /** Kind of the list, where it is not the kind with `List`. */
  readonly listKind?: string;
  /** What it has when an insert does not say; `short` is its name. */
  readonly defaults?: (short: string, body: JsonObject) => JsonObject;
}

const address = (short: string): string => `203.0.113.${Number(numericIdOf(short).slice(-2)) + 1}`;

const RULE: JsonObject = {
  kind: 'compute#securityPolicyRule',
  description: 'default rule',
  priority: 2147483647,
  match: { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } },
  action: 'allow',
  preview: false,
};

/** Defaults are as recorded, or as the field's documentation has them (https://cloud.google.com/compute/docs/reference/rest/v1). */
export const COLLECTIONS: readonly Collection[] = [
  {
    plural: 'backendServices',
    kind: 'compute#backendService',
    classes: { global: 'BackendServices', region: 'RegionBackendServices' },
    types: { region: 'RegionBackendService' },
    fingerprint: true,
    defaults: () => ({
      affinityCookieTtlSec: 0,
      connectionDraining: { drainingTimeoutSec: 0 },
      description: '',
      loadBalancingScheme: 'EXTERNAL',
      port: 80,
      portName: 'http',
      protocol: 'HTTP',
      sessionAffinity: 'NONE',
      timeoutSec: 30,
    }),
  },
  {
    plural: 'backendBuckets',
    kind: 'compute#backendBucket',
    classes: { global: 'BackendBuckets' },
    defaults: () => ({ enableCdn: false }),
  },
  {
    plural: 'urlMaps',
    kind: 'compute#urlMap',
    classes: { global: 'UrlMaps', region: 'RegionUrlMaps' },
    fingerprint: true,
  },
  {
    plural: 'targetHttpProxies',
    kind: 'compute#targetHttpProxy',
    classes: { global: 'TargetHttpProxies', region: 'RegionTargetHttpProxies' },
    fingerprint: true,
  },
  {
    plural: 'targetHttpsProxies',
    kind: 'compute#targetHttpsProxy',
    classes: { global: 'TargetHttpsProxies', region: 'RegionTargetHttpsProxies' },
    fingerprint: true,
    defaults: () => ({ quicOverride: 'NONE' }),
  },
  {
    plural: 'forwardingRules',
    kind: 'compute#forwardingRule',
    classes: { global: 'GlobalForwardingRules', region: 'ForwardingRules' },
    types: { global: 'GlobalForwardingRule' },
    defaults: (short) => ({
      IPAddress: address(short),
      IPProtocol: 'TCP',
      loadBalancingScheme: 'EXTERNAL',
      networkTier: 'PREMIUM',
    }),
  },
  {
    plural: 'sslPolicies',
    kind: 'compute#sslPolicy',
    classes: { global: 'SslPolicies', region: 'RegionSslPolicies' },
    listKind: 'compute#sslPoliciesList',
    fingerprint: true,
    defaults: () => ({ minTlsVersion: 'TLS_1_0', profile: 'COMPATIBLE' }),
  },
  {
    plural: 'sslCertificates',
    kind: 'compute#sslCertificate',
    classes: { global: 'SslCertificates', region: 'RegionSslCertificates' },
    defaults: () => ({ type: 'SELF_MANAGED' }),
  },
  {
    plural: 'securityPolicies',
    kind: 'compute#securityPolicy',
    classes: { global: 'SecurityPolicies', region: 'RegionSecurityPolicies' },
    fingerprint: true,
    defaults: () => ({ type: 'CLOUD_ARMOR', rules: [structuredClone(RULE)] }),
  },
  {
    plural: 'healthChecks',
    kind: 'compute#healthCheck',
    classes: { global: 'HealthChecks', region: 'RegionHealthChecks' },
    defaults: () => ({ checkIntervalSec: 5, timeoutSec: 5, healthyThreshold: 2, unhealthyThreshold: 2 }),
  },
  {
    plural: 'networkEndpointGroups',
    kind: 'compute#networkEndpointGroup',
    classes: {
      global: 'GlobalNetworkEndpointGroups',
      region: 'RegionNetworkEndpointGroups',
      zone: 'NetworkEndpointGroups',
    },
    defaults: () => ({ size: 0 }),
  },
  {
    plural: 'networks',
    kind: 'compute#network',
    classes: { global: 'Networks' },
    defaults: () => ({
      autoCreateSubnetworks: true,
      networkFirewallPolicyEnforcementOrder: 'AFTER_CLASSIC_FIREWALL',
      routingConfig: { routingMode: 'REGIONAL', bgpBestPathSelectionMode: 'LEGACY' },
    }),
  },
  {
    plural: 'subnetworks',
    kind: 'compute#subnetwork',
    classes: { region: 'Subnetworks' },
    fingerprint: true,
    defaults: () => ({ privateIpGoogleAccess: false, purpose: 'PRIVATE', stackType: 'IPV4_ONLY' }),
  },
  {
    plural: 'firewalls',
    kind: 'compute#firewall',
    classes: { global: 'Firewalls' },
    defaults: (_, body) => ({
      direction: 'INGRESS',
      disabled: false,
      logConfig: { enable: false },
      priority: 1000,
      ...(body['sourceTags'] === undefined && body['direction'] !== 'EGRESS'
        ? { sourceRanges: ['0.0.0.0/0'] }
        : {}),
    }),
  },
  { plural: 'routers', kind: 'compute#router', classes: { region: 'Routers' } },
  { plural: 'routes', kind: 'compute#route', classes: { global: 'Routes' } },
  {
    plural: 'addresses',
    kind: 'compute#address',
    classes: { global: 'GlobalAddresses', region: 'Addresses' },
    types: { global: 'GlobalAddress' },
    defaults: (short) => ({
      address: address(short),
      addressType: 'EXTERNAL',
      networkTier: 'PREMIUM',
      status: 'RESERVED',
    }),
  },
  {
    plural: 'instances',
    kind: 'compute#instance',
    classes: { zone: 'Instances' },
    fingerprint: true,
    defaults: () => ({ status: 'RUNNING', canIpForward: false, deletionProtection: false }),
  },
  {
    plural: 'instanceGroups',
    kind: 'compute#instanceGroup',
    classes: { region: 'RegionInstanceGroups', zone: 'InstanceGroups' },
  },
  {
    plural: 'instanceGroupManagers',
    kind: 'compute#instanceGroupManager',
    classes: { region: 'RegionInstanceGroupManagers', zone: 'InstanceGroupManagers' },
  },
  { plural: 'instanceTemplates', kind: 'compute#instanceTemplate', classes: { global: 'InstanceTemplates' } },
  {
    plural: 'disks',
    kind: 'compute#disk',
    classes: { region: 'RegionDisks', zone: 'Disks' },
    types: { region: 'RegionDisk' },
    defaults: () => ({ sizeGb: '10', status: 'READY' }),
  },
];

/** The asset type of a collection's resources in a scope. */
export const typeOf = ({ kind, types }: Collection, scope: Scope): string => {
  const name = types?.[scope] ?? kind.replace(/^compute#(.)/, (_, first: string) => first.toUpperCase());
  return `compute.googleapis.com/${name}`;
};
