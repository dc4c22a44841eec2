import { Unknown } from '../../policy/unknown.ts';
import { bad } from './read.ts';
import type { Json, Put, Row } from './table.ts';

const STATES: Readonly<Record<string, string>> = {
  True: 'CONDITION_SUCCEEDED',
  False: 'CONDITION_FAILED',
  Unknown: 'CONDITION_RECONCILING',
};

/** Knative conditions as v2 spells them; reasons are left out, for v2 has an enum of its own. */
export function conditionsOf(list: unknown, put: Put): (Json | null)[] | Unknown | undefined {
  if (list instanceof Unknown) return put(list);
  if (!Array.isArray(list)) return undefined;
  return (list as (Json | null)[]).map((condition) => {
    if (typeof condition !== 'object' || condition === null || condition instanceof Unknown) return condition;
    const { type, status, message, lastTransitionTime, severity } = condition;
    const known = typeof status === 'string' && Object.hasOwn(STATES, status);
    return {
      type,
      state: known ? STATES[status] : put(status instanceof Unknown ? status : bad(status, 'a status')),
      ...(message !== undefined && { message }),
      ...(lastTransitionTime !== undefined && { lastTransitionTime }),
      ...(typeof severity === 'string' && { severity: severity.toUpperCase() }),
    };
  });
}

/** Rows of a list of traffic targets. */
export const traffic = (from: string, to: string): Row[] => [
  { from: `${from}[*].percent`, to: `${to}[*].percent` },
  { from: `${from}[*].tag`, to: `${to}[*].tag` },
  { from: `${from}[*].revisionName`, to: `${to}[*].revision` },
  {
    from: `${from}[*].latestRevision`,
    to: `${to}[*].type`,
    read: (value) => (value === true ? 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST' : undefined),
  },
];

/** Knative says `latestRevision` or names a revision; v2 also says which of the two it is. */
export function finishTraffic(list: unknown): void {
  if (!Array.isArray(list)) return;
  for (const target of list as (Json | null)[]) {
    if (typeof target !== 'object' || target === null) continue;
    if (target['type'] === undefined && target['revision'] !== undefined) {
      target['type'] = 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION';
    }
  }
}
