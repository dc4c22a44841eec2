import type { Reporter } from '#report';

/** Every output format: the names that `--format` and `--output` take. */
export const FORMATS = ['terminal', 'json', 'sarif', 'junit', 'github', 'gitlab', 'markdown'] as const;
type Format = (typeof FORMATS)[number];

const MODULES: Readonly<Record<Format, () => Promise<Reporter>>> = {
  terminal: async () => (await import('./terminal.ts')).terminal,
  json: async () => (await import('./json.ts')).json,
  sarif: async () => (await import('./sarif/index.ts')).sarif,
  junit: async () => (await import('./junit.ts')).junit,
  github: async () => (await import('./github.ts')).github,
  gitlab: async () => (await import('./gitlab.ts')).gitlab,
  markdown: async () => (await import('./markdown.ts')).markdown,
};

const isFormat = (name: string): name is Format => (FORMATS as readonly string[]).includes(name);

/** The reporters of some formats; only these are loaded. */
export async function loadReporters(names: readonly string[]): Promise<ReadonlyMap<string, Reporter>> {
  const known = [...new Set(names)].filter(isFormat);
  return new Map(await Promise.all(known.map(async (name) => [name, await MODULES[name]()] as const)));
}
