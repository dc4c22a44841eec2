import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { fieldsOf, membersOf, readType } from '../../tools/schemas/declarations.mjs';
import type { Method } from '../core/method.ts';
import { fieldsIn, schema } from './declarations.ts';
import type { Description, Field } from './types.ts';

/** A method that only the declarations of the `googleapis` package describe. */
export interface Declared {
  readonly method: Method;
  /** The path with the pattern of each variable, as the examples of the declarations show it. */
  readonly template: string;
  readonly description: () => Description;
}

const APIS = new URL('../../../node_modules/googleapis/build/src/apis/', import.meta.url);

/**
 * The methods of an API in one version (`storage/v1`): names and paths from the generated client, messages from its
 * declarations. An id is the path to the method in the client: `iam.projects.serviceAccounts.keys.create`.
 */
export function declaredMethods(api: string, host: string): Declared[] {
  const code = readFileSync(new URL(`${api}.js`, APIS), 'utf8');
  const classes = classesOf(api);
  const found: Declared[] = [];
  for (const [name, accessor] of accessorsOf(code, api.split('/')[0] as string)) {
    for (const { called, verb, path, text } of methodsIn(code, name)) {
      const documented = classes.get(name)?.get(called);
      const template = path.replace(/\{\+?(\w+)\}/g, (whole, variable: string) => {
        const example = whole.startsWith('{+') ? documented?.examples.get(variable) : undefined;
        if (example === undefined) return whole.startsWith('{+') ? `{${variable}=**}` : `{${variable}}`;
        return `{${variable}=${example.replace(/\bmy-\w+/g, '*')}}`;
      });
      const hasBody = documented?.request !== undefined;
      found.push({
        template,
        method: { id: `${accessor}.${called}`, host, verb, template, body: hasBody ? '*' : undefined },
        description: () => ({
          body: documented?.request === undefined ? undefined : schema(api, documented.request),
          query: documented && queryOf(api, documented.params, pathParams(text)),
          reply: documented?.reply === undefined ? undefined : schema(api, documented.reply),
          root: '',
          given: [],
        }),
      });
    }
  }
  return found;
}

/** Name of every `Resource$…` class with the path under which the client offers it: `iam.projects.roles`. */
function accessorsOf(code: string, client: string): Map<string, string> {
  const found = new Map<string, string>();
  const below = (name: string, path: string): void => {
    for (const [, accessor, type] of bodyOf(code, name).matchAll(/this\.(\w+) = new (Resource\$[\w$]+)\(/g)) {
      found.set(type as string, `${path}.${accessor}`);
      below(type as string, `${path}.${accessor}`);
    }
  };
  const root = /class (\w+) \{\s+context;/.exec(code)?.[1];
  if (root) below(root, client);
  return found;
}

/** The source of a class: they stand one after the other. */
function bodyOf(code: string, name: string): string {
  const start = code.indexOf(`class ${name} {`);
  const end = code.indexOf('\n    class ', start + 1);
  return start < 0 ? '' : code.slice(start, end < 0 ? undefined : end);
}

function* methodsIn(code: string, name: string) {
  const heads =
    /\n {8}(\w+)\(paramsOrCallback[\s\S]*?rootUrl \+\s+'([^']+)'\)?[\s\S]*?method: '(\w+)'[\s\S]*?pathParams: \[([^\]]*)\]/g;
  for (const [, called, path, verb, text] of bodyOf(code, name).matchAll(heads))
    yield { called: called as string, path: path as string, verb: verb as string, text: text as string };
}

const pathParams = (text: string): readonly string[] =>
  [...text.matchAll(/'(\w+)'/g)].map(([, one]) => one as string);

interface Documented {
  readonly params: string;
  readonly request: string | undefined;
  readonly reply: string | undefined;
  /** A resource name by parameter, as the example spells it. */
  readonly examples: ReadonlyMap<string, string>;
}

/** Class name, then method name, to what its first declaration and its parameters say. */
function classesOf(api: string): Map<string, Map<string, Documented>> {
  const bodies = requestBodies(api);
  const found = new Map<string, Map<string, Documented>>();
  for (const statement of membersOf(api)) {
    if (!ts.isClassDeclaration(statement) || !statement.name?.text.startsWith('Resource$')) continue;
    const methods = new Map<string, Documented>();
    found.set(statement.name.text, methods);
    const { text: code } = statement.getSourceFile();
    for (const member of statement.members) {
      if (!ts.isMethodDeclaration(member) || !ts.isIdentifier(member.name)) continue;
      const text = code.slice(member.pos, member.end);
      const params = /(Params\$Resource\$[\w$]+)/.exec(text)?.[1];
      const before = methods.get(member.name.text);
      if (params === undefined) continue;
      const reply = /Promise<\w+<Schema\$(\w+)>>/.exec(text)?.[1];
      methods.set(member.name.text, {
        params,
        request: bodies.get(params),
        reply: before?.reply ?? reply,
        examples: before?.examples ?? examplesIn(text),
      });
    }
  }
  return found;
}

const examplesIn = (text: string): ReadonlyMap<string, string> =>
  new Map(
    [...text.matchAll(/\n\s+\*\s+(\w+):\s+(?:\*\s+)?'([^'\s]*\/[^'\s]*)',/g)].map(([, name, value]) => [
      name as string,
      value as string,
    ]),
  );

/** Name of a `Params$…` interface to the schema of its body. */
function requestBodies(api: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, members] of paramsOf(api)) {
    const body = fieldsOf(members).find(([field]) => field === 'requestBody');
    const ref = body && readType(body[1]).ref;
    if (ref !== undefined) found.set(name, ref);
  }
  return found;
}

const paramsOf = (api: string): [string, ts.NodeArray<ts.TypeElement>][] =>
  membersOf(api).flatMap((one) =>
    ts.isInterfaceDeclaration(one) && one.name.text.startsWith('Params$')
      ? [[one.name.text, one.members]]
      : [],
  );

function queryOf(api: string, params: string, inPath: readonly string[]): readonly Field[] {
  const members = paramsOf(api).find(([name]) => name === params)?.[1];
  return fieldsIn(api, params, members ?? []).filter(
    ({ name }) => name !== 'requestBody' && !inPath.includes(name),
  );
}
