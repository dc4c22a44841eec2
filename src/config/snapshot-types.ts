import { type Policy, typesOf } from '#policy';
import { PinkyError } from '../errors.ts';
import type { Document } from './document.ts';
import { isSlip, suggest } from './nearest.ts';
import { sayPath } from './problems.ts';
import type { Written } from './validate.ts';

/** Contents of an export that are no asset type. */
const CONTENTS = ['iam', 'orgpolicy'];

/** `compute.googleapis.com/Firewall`, `rbac.authorization.k8s.io/Role`, `oci.image/Config`. */
const TYPE = /^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+\/[A-Z]\w*$/;

const kindOf = (type: string): string => type.slice(type.indexOf('/') + 1);

/**
 * Entries of `snapshot.types` that are no asset type, or that miss one which policies read by a slip of the pen: taken
 * as they are, they would cover nothing, unseen. Types of the inventory that no policy reads are left alone.
 */
export function* strangeTypes(document: Document, policies: readonly Policy[]): Iterable<PinkyError> {
  const { types = [] } = (document.value as Written).snapshot ?? {};
  const read = new Set([
    ...CONTENTS,
    ...policies.flatMap((policy) => [...(typesOf(policy) ?? []), ...(policy.reads ?? [])]),
  ]);
  const known = [...read];
  for (const [i, type] of types.entries()) {
    if (read.has(type)) continue;
    const meant = known.filter((one) => isSlip(type, one));
    if (meant.length === 0 && TYPE.test(type)) continue;
    const path = ['snapshot', 'types', i];
    const named = known.filter((one) => kindOf(one) === kindOf(type));
    const near = meant.length > 0 ? meant : named;
    const hint =
      near.length > 0
        ? `did you mean ${near.join(' or ')}?`
        : (suggest(type, known) ?? 'write it as the inventory does, such as run.googleapis.com/Service');
    yield new PinkyError('E_CONFIG', `${sayPath(path)}: "${type}" is no asset type`, {
      place: document.place(path),
      hint,
    });
  }
}
