import { type JsonObject, listOf, objectOf, textOf } from '../../core/json.ts';
import type { Inventory, Row } from './inventory.ts';
import { stub } from './inventory.ts';

const TYPE = 'orgpolicy.googleapis.com/Policy';

/**
 * What the organization policies that the store holds (v2) say of a container, as the inventory lists them (v1,
 * https://cloud.google.com/resource-manager/reference/rest/v1/Policy); undefined where there is none.
 */
export function orgPolicyAsset(row: Row, { rows }: Inventory): JsonObject | undefined {
  const own = row.ancestors[0];
  if (own === undefined || !/^cloudresourcemanager\./.test(row.resource.type)) return undefined;
  const found = rows
    .filter(({ resource, ancestors }) => resource.type === TYPE && ancestors[0] === own)
    .map(({ resource }) => version1(resource.data));
  return found.length === 0 ? undefined : { ...stub(row), orgPolicy: found };
}

function version1(data: JsonObject): JsonObject {
  const constraint = (textOf(data['name']) ?? '').replace(/^.*\/policies\//, 'constraints/');
  const rules = listOf(objectOf(data['spec'])['rules']).map(objectOf);
  const enforced = rules.find(({ enforce }) => enforce !== undefined);
  if (enforced) return { version: 0, constraint, booleanPolicy: { enforced: enforced['enforce'] === true } };
  const values = rules.map(({ values: one }) => objectOf(one));
  const allowedValues = values.flatMap((one) => listOf(one['allowedValues']));
  const deniedValues = values.flatMap((one) => listOf(one['deniedValues']));
  return { version: 0, constraint, listPolicy: { allowedValues, deniedValues } };
}
