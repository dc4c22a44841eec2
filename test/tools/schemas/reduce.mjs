import { declarationsOf, fieldsOf, readType } from './declarations.mjs';
import { CUT, ENUMS, EXTRA, LONG } from './kept.mjs';
import { fieldOf, messageOf, siblingsOf } from './protos.mjs';
import { ASSETS } from './tables.mjs';

/** Interface names of object schemas, for the emitted types. */
export const names = new WeakMap();

const named = (schema, name) => {
  names.set(schema, name);
  return schema;
};

class Reduction {
  constructor(type, api, roots) {
    this.type = type;
    this.api = api;
    this.roots = roots;
    this.declarations = declarationsOf(api);
    this.used = new Set();
  }

  table(table, path) {
    const found = table[this.type]?.[path];
    if (found !== undefined) this.used.add(path);
    return found;
  }

  scalar(kind, path, known) {
    if (kind === 'boolean') return 'b';
    if (kind === 'number') return known?.width === 'i' ? 'i' : 'd';
    if (kind !== 'string') return '?';
    const literals = this.table(ENUMS, path) ?? known?.enum;
    if (literals?.length) return ['e', ...literals];
    return known?.width === 'l' || this.table(LONG, path) ? 'l' : 's';
  }

  value(node, path, stack, known) {
    if (this.table(CUT, path)) return '?';
    const { list, map, ref, members, scalar } = readType(node);
    if (list) return [this.value(list, path, stack, known)];
    if (map) return ['*', this.value(map, path, stack, known)];
    if (scalar) return this.scalar(scalar, path, known);
    const protos = known?.message ? [known.message] : [];
    if (members) return this.object(members, path, stack, protos);
    return stack.includes(ref) ? '?' : this.reference(ref, path, stack, protos);
  }

  reference(name, path, stack, protos) {
    const members = this.declarations.get(name);
    if (!members) throw new Error(`${this.api} declares no Schema$${name} (${this.type} ${path})`);
    const short = name.replace(/^GoogleCloudRunV2|^GoogleApiServiceusageV1/, '');
    const messages = protos.length > 0 ? protos : siblingsOf(this.roots, short);
    const service = this.api.split('/', 1)[0];
    const title = service[0].toUpperCase() + service.slice(1) + short;
    return named(this.object(members, path, [...stack, name], messages), title);
  }

  object(members, path, stack, protos) {
    const fields = {};
    for (const [name, node] of fieldsOf(members)) {
      const at = path ? `${path}.${name}` : name;
      const known = protos.map((scopes) => fieldOf(scopes, name)).find(Boolean);
      fields[name] = this.value(node, at, stack, known);
    }
    return fields;
  }
}

const merge = (into, from) => {
  for (const [name, schema] of Object.entries(from)) {
    const known = into[name];
    if (known && !Array.isArray(known) && typeof known === 'object') merge(known, schema);
    else into[name] = schema;
  }
  return into;
};

const reduceOne = (type, { from, protos = [] }) => {
  const messages = protos.map(([client, name]) => messageOf(client, name));
  let schema;
  const used = new Set();
  for (const [api, name] of from) {
    const reduction = new Reduction(type, api, messages);
    const next = reduction.reference(name, '', [], messages);
    for (const path of reduction.used) used.add(path);
    schema = schema ? named({ ...next, ...schema }, names.get(schema)) : next;
  }
  for (const table of [ENUMS, LONG, CUT]) {
    for (const path of Object.keys(table[type] ?? {})) {
      if (!used.has(path)) throw new Error(`kept.mjs: ${type} has no field ${path} to describe`);
    }
  }
  return merge(schema, structuredClone(EXTRA[type] ?? {}));
};

/** Every asset type's reduced schema by type; a string names the type whose schema it shares. */
export const reduceAll = () => {
  const schemas = {};
  for (const [type, source] of Object.entries(ASSETS)) {
    if (typeof source === 'string') schemas[type] = source;
    else if (source.from) schemas[type] = reduceOne(type, source);
    else schemas[type] = named(structuredClone(EXTRA[type]), source.name);
  }
  return schemas;
};
