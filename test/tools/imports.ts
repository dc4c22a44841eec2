import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Every TypeScript file below a folder of the repository, as paths from its root. */
export function sourcesIn(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** What a source names in imports, re-exports and dynamic imports. */
export const specifiersIn = (source: string): readonly string[] =>
  [...source.matchAll(IMPORT)].map(([, fixed, dynamic]) => (fixed ?? dynamic) as string);

/** What a specifier leads to: a file of the repository, or the name of a package. */
function targetOf(file: string, specifier: string): string {
  const own = /^#(policy|facts|report)$/.exec(specifier);
  if (own) return `src/${own[1]}/index.ts`;
  if (specifier.startsWith('.')) return normalize(join(dirname(file), specifier));
  const [scope = '', name] = specifier.split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}

const TYPE_ONLY = /(?:^|\n)\s*(?:import|export)\s+type\s[^'"`;]*?\sfrom\s*['"][^'"]+['"]/g;

/** File to what it imports, files and packages alike. */
export function importsOf(root: string, files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  return new Map(files.map((file) => [file, targetsIn(file, readFileSync(join(root, file), 'utf8'))]));
}

/** The same without what is imported for its types alone, which is gone when the code runs. */
export function runningImportsOf(
  root: string,
  files: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    files.map((file) => [
      file,
      targetsIn(file, readFileSync(join(root, file), 'utf8').replace(TYPE_ONLY, '\n')),
    ]),
  );
}

const targetsIn = (file: string, source: string): readonly string[] =>
  specifiersIn(source).map((specifier) => targetOf(file, specifier));

/** The files of a circle, first one last again; undefined where there is none. */
export function circleIn(imports: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const walk = (file: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const target of imports.get(file) ?? []) {
      const circle = walk(target, [...trail, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of imports.keys()) {
    const circle = walk(file, []);
    if (circle) return circle;
  }
  return undefined;
}
