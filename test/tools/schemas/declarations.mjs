import { readFileSync } from 'node:fs';
import ts from 'typescript';

const sources = new Map();
const files = new Map();

/** Every declaration of one API of the `googleapis` package ("run/v2"), as syntax trees. */
export const membersOf = (api) => {
  const known = sources.get(api);
  if (known) return known;
  const path = new URL(`../../../node_modules/googleapis/build/src/apis/${api}.d.ts`, import.meta.url);
  const source = ts.createSourceFile(api, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found = source.statements.flatMap((one) =>
    ts.isModuleDeclaration(one) ? [...one.body.statements] : [],
  );
  sources.set(api, found);
  return found;
};

/** The `Schema$…` interfaces of one API, by name. */
export const declarationsOf = (api) => {
  const known = files.get(api);
  if (known) return known;
  const found = new Map();
  for (const member of membersOf(api)) {
    if (!ts.isInterfaceDeclaration(member)) continue;
    if (member.name.text.startsWith('Schema$')) found.set(member.name.text.slice(7), member.members);
  }
  files.set(api, found);
  return found;
};

/**
 * What a type node says, without its nullability:
 * `{list}`, `{map}`, `{ref}` (name of another interface), `{members}`, or `{scalar}`.
 */
export const readType = (node) => {
  if (ts.isUnionTypeNode(node)) {
    const rest = node.types.filter(
      (t) => !(ts.isLiteralTypeNode(t) && t.literal.kind === ts.SyntaxKind.NullKeyword),
    );
    return rest.length === 1 ? readType(rest[0]) : { scalar: 'any' };
  }
  if (ts.isArrayTypeNode(node)) return { list: node.elementType };
  if (ts.isTypeReferenceNode(node)) {
    const name = node.typeName.text;
    if (name === 'Array') return { list: node.typeArguments[0] };
    return name.startsWith('Schema$') ? { ref: name.slice(7) } : { scalar: 'any' };
  }
  if (ts.isTypeLiteralNode(node)) {
    const index = node.members.find(ts.isIndexSignatureDeclaration);
    return index ? { map: index.type } : { members: node.members };
  }
  const scalars = {
    [ts.SyntaxKind.StringKeyword]: 'string',
    [ts.SyntaxKind.NumberKeyword]: 'number',
    [ts.SyntaxKind.BooleanKeyword]: 'boolean',
  };
  return { scalar: scalars[node.kind] ?? 'any' };
};

/** Property name and type node of every member, in the order of the declaration. */
export const fieldsOf = (members) =>
  members.filter(ts.isPropertySignature).map((member) => [member.name.text, member.type]);
