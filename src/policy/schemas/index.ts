import { SCHEMAS } from './data.generated.ts';

/**
 * A reduced schema, quick to walk. Leaves are strings: `s` string, `b` boolean, `i` 32-bit integer, `d` double,
 * `l` 64-bit integer as a decimal string, `?` anything. `['e', …]` is an enum: its known literals, a number
 * before a literal giving that literal's number and the following ones theirs in turn. `['*', X]` is a map of
 * X, `[X]` a list of X, and an object the fields of a message.
 */
export type Schema = string | readonly (string | number | Schema)[] | Fields;

/** The fields of a message by JSON name; without a prototype, so that a lookup finds fields only. */
export interface Fields {
  readonly [name: string]: Schema;
}

const parsed = new Map<string, Schema>();

const bare = (schema: Schema): Schema => {
  if (typeof schema !== 'object') return schema;
  for (const inner of Object.values(schema)) bare(inner as Schema);
  return Array.isArray(schema) ? schema : Object.setPrototypeOf(schema, null);
};

/**
 * The reduced schema of an asset type, or of the IAM policy for `$iam`; undefined for a type without one.
 * Generated from the `googleapis` declarations and the protos of Google's clients; parsed on first use.
 */
export const schemaOf = (assetType: string): Schema | undefined => {
  const known = parsed.get(assetType);
  if (known !== undefined) return known;
  const text = Object.hasOwn(SCHEMAS, assetType) ? SCHEMAS[assetType] : undefined;
  if (text === undefined) return undefined;
  const schema = text.startsWith('=') ? schemaOf(text.slice(1)) : bare(JSON.parse(text));
  if (schema !== undefined) parsed.set(assetType, schema);
  return schema;
};

/** Every asset type that has a schema, in the order of the tables. */
export const schemaTypes = (): readonly string[] =>
  Object.keys(SCHEMAS).filter((type) => !type.startsWith('$'));
