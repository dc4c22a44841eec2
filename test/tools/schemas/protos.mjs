import { readFileSync } from 'node:fs';

const INTEGERS = new Set(['int32', 'uint32', 'sint32', 'fixed32', 'sfixed32', 'Int32Value', 'UInt32Value']);
const LONGS = new Set(['int64', 'uint64', 'sint64', 'fixed64', 'sfixed64', 'Int64Value', 'UInt64Value']);

const roots = new Map();

const rootOf = (client) => {
  if (!roots.has(client)) {
    const path = new URL(
      `../../../node_modules/@google-cloud/${client}/build/protos/protos.json`,
      import.meta.url,
    );
    roots.set(client, JSON.parse(readFileSync(path, 'utf8')));
  }
  return roots.get(client);
};

const lookUp = (scopes, name) => {
  for (let depth = scopes.length - 1; depth >= 0; depth -= 1) {
    let node = scopes[depth];
    const path = [];
    for (const part of name.split('.')) {
      node = node?.nested?.[part];
      path.push(node);
    }
    if (node) return [...scopes.slice(0, depth + 1), ...path];
  }
  return undefined;
};

/** A message of a client's protos.json as the chain of its enclosing scopes, outermost first. */
export const messageOf = (client, fullName) => {
  const scopes = lookUp([rootOf(client)], fullName);
  if (!scopes?.at(-1).fields) throw new Error(`${client} has no message ${fullName}`);
  return scopes;
};

/**
 * The messages of that name in the packages of the given ones: for a field newer than the protos whose type is
 * not.
 */
export const siblingsOf = (messages, name) =>
  messages
    .map((scopes) => [...scopes.slice(0, -1), scopes.at(-2)?.nested?.[name]])
    .filter((scopes) => scopes.at(-1)?.fields);

const plain = (name) => name.replaceAll('_', '').toLowerCase();

const zeroLiteral = /^UNDEFINED_|_UNSPECIFIED$|_UNDEFINED$/;

// Compute sends strings only; its numbers are hashes of the names and would double the data.
const literalsOf = ({ values }, numbered) => {
  const literals = [];
  let next;
  for (const [literal, number] of Object.entries(values)) {
    if (number === 0 && zeroLiteral.test(literal)) continue;
    if (numbered && number !== next) literals.push(number);
    literals.push(literal);
    next = number + 1;
  }
  return literals;
};

// Compute declares its enums as strings and keeps the literals in a nested enum named after the field.
const hiddenEnum = (message, field) => {
  const wanted = plain(field);
  for (const [name, nested] of Object.entries(message.nested ?? {})) {
    if (nested.values && (plain(name) === wanted || plain(name) === `${wanted}enum`)) return nested;
  }
  return undefined;
};

/**
 * What the protos know of one JSON field: `{enum: literals}`, `{message: scopes}`, `{width: 'i'|'l'|'d'}`,
 * or undefined where they say nothing the declarations do not.
 */
export const fieldOf = (scopes, jsonName) => {
  const message = scopes.at(-1);
  const entry = Object.entries(message.fields ?? {}).find(([name]) => plain(name) === plain(jsonName));
  if (!entry) return undefined;
  const [name, { type }] = entry;
  const short = type.replace(/^google\.protobuf\./, '');
  if (INTEGERS.has(short)) return { width: 'i' };
  if (LONGS.has(short)) return { width: 'l' };
  if (['double', 'float', 'DoubleValue', 'FloatValue'].includes(short)) return { width: 'd' };
  if (type === 'string') {
    const hidden = hiddenEnum(message, name);
    return hidden && { enum: literalsOf(hidden, false) };
  }
  const found = lookUp(scopes, type.replace(/^\./, ''));
  if (found?.at(-1).values) return { enum: literalsOf(found.at(-1), true) };
  return found?.at(-1).fields ? { message: found } : undefined;
};
