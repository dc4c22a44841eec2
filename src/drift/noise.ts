/** Why a field that differs says nothing of what somebody configured. */
type Reason = string;

const VERSION = 'counts or hashes writes of the resource, of whatever kind';
const MOMENT = 'a moment the service notes, not one that anybody sets';
const STATE = 'what the service is doing about the configuration, not the configuration';
const NAME = 'names the resource once more, by a number or an address of the service';
const USE = 'grows and shrinks with use';

/** Output-only fields that every Google API spells alike (AIP-142, AIP-148, AIP-154; Compute and Storage references), at any depth. */
const ANYWHERE: Readonly<Record<string, Reason>> = {
  etag: VERSION,
  fingerprint: VERSION,
  labelFingerprint: VERSION,
  generation: VERSION,
  observedGeneration: VERSION,
  metageneration: VERSION,
  settingsVersion: VERSION,
  updateTime: MOMENT,
  createTime: MOMENT,
  creationTimestamp: MOMENT,
  timeCreated: MOMENT,
  lastTransitionTime: MOMENT,
  selfLink: NAME,
  selfLinkWithId: NAME,
};

/** The same where it stands in the resource itself; deeper, these names are configuration. */
const OF_ITSELF: Readonly<Record<string, Reason>> = {
  id: NAME,
  uid: NAME,
  kind: NAME,
  status: STATE,
  conditions: STATE,
  terminalCondition: STATE,
  reconciling: STATE,
  satisfiesPzs: STATE,
  updated: MOMENT,
};

/** What single types give back beside it. */
const BY_TYPE: Readonly<Record<string, Readonly<Record<string, Reason>>>> = {
  'run.googleapis.com/Service': {
    latestCreatedRevision: STATE,
    latestReadyRevision: STATE,
    trafficStatuses: STATE,
    uri: NAME,
    urls: NAME,
    creator: 'who made it, not what it is',
    lastModifier: 'who changed it; what was changed is told itself',
    client: 'the program that changed it',
    clientVersion: 'the program that changed it',
  },
  'sqladmin.googleapis.com/Instance': {
    currentDiskSize: USE,
    diskEncryptionStatus: STATE,
    state: STATE,
    serverCaCert: 'rotated by the service',
  },
  'monitoring.googleapis.com/AlertPolicy': { creationRecord: MOMENT, mutationRecord: MOMENT },
  'monitoring.googleapis.com/NotificationChannel': {
    creationRecord: MOMENT,
    mutationRecords: MOMENT,
  },
  'compute.googleapis.com/BackendService': { usedBy: 'what refers to it is told of what refers' },
  'storage.googleapis.com/Bucket': { projectNumber: NAME },
};

/**
 * Whether a field is output-only noise: it changes though nobody configured anything, and is no change.
 * @param names the names that lead to it, list elements left out
 */
export function isNoise(type: string, names: readonly string[]): boolean {
  const last = names.at(-1) ?? '';
  if (Object.hasOwn(ANYWHERE, last)) return true;
  if (names.length !== 1) return false;
  return Object.hasOwn(OF_ITSELF, last) || Object.hasOwn(BY_TYPE[type] ?? {}, last);
}
