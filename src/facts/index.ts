/** Pure derivations from canonical assets, which policies share. */

export { channelsOf, type Recipient } from './alerts/channels.ts';
export { WARNINGS } from './alerts/metrics.ts';
export {
  containerUseAlert,
  databaseUseAlert,
  errorRatioAlert,
  latencyAlert,
  outageAlert,
  uptimeCheck,
} from './alerts/new-alerts.ts';
export { type AlertPolicy, signalsOf } from './alerts/policy.ts';
export type { Signal } from './alerts/signal.ts';
export { type Silence, silencesOf } from './alerts/snoozes.ts';
export { OUTAGES_READ, type Outage, outagesOf, type Probe, probesOf, servicesOf } from './alerts/uptime.ts';
export { databaseAlerts, SERVICE_ALERTS_READ, serviceAlerts } from './alerts/watching.ts';
export { ownRules, type RateLimit, rateLimits, wafFamilies } from './armor.ts';
export { certificatesOf, type ServedCertificate } from './certificates.ts';
export { openPorts, openSources } from './firewall.ts';
export {
  AGENT_DOMAINS,
  behindCdn,
  DEFAULT_ACCOUNT,
  grants,
  grantsOf,
  PUBLIC_MEMBERS,
  publicGrants,
  WHOLE_PROJECT_ROLES,
} from './iam.ts';
export { NOT_ROOT, servingImages } from './image.ts';
export { EXTERNAL_SCHEMES, type Route, routesOf, type TlsFloor, tlsFloor } from './load-balancers.ts';
export * from './pipeline/index.ts';
export { reach, regionsOf } from './regions.ts';
export { accountSharers } from './run-account.ts';
export { LB_ONLY, settledIngress } from './run-ingress.ts';
export { guaranteedInstances, highestInstances, scaledByHand, scalingPath } from './run-scaling.ts';
export { deployed } from './run-serving.ts';
export { nameOf } from './short-name.ts';
export { publicAddress } from './sql-address.ts';
export { closeTo, dailyStart } from './sql-backup-window.ts';
export {
  backupAssociations,
  backupReach,
  enhancedBackups,
  isMysql,
  standardBackups,
  vaultReach,
} from './sql-backups.ts';
export { databaseFlag, PGAUDIT_CLASSES, pgauditClasses, withPgaudit } from './sql-flags.ts';
export { countNodes, isReplicating, readReplicas, replicaZones } from './sql-replicas.ts';
export { sqlTier } from './sql-tier.ts';
