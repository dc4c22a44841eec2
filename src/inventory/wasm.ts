import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Language, Parser } from 'web-tree-sitter';

/** Grammars that ship with the tool, by the name of their file. */
export type Grammar = 'tree-sitter-bash';

let started: Promise<void> | undefined;
const languages = new Map<Grammar, Promise<Language>>();

/** Beside the compiled code; where the source runs, in the folder it is compiled into. */
const PLACES = ['../../wasm/', '../../dist/wasm/'].map((path) => new URL(path, import.meta.url));

async function load(grammar: Grammar): Promise<Language> {
  await (started ??= Parser.init());
  const files = PLACES.map((place) => new URL(`${grammar}.wasm`, place));
  return Language.load(await readFile(files.find((file) => existsSync(file)) ?? (files[0] as URL)));
}

/** A parser of a language; the grammar is loaded once. */
export async function parserOf(grammar: Grammar): Promise<Parser> {
  let language = languages.get(grammar);
  if (!language) languages.set(grammar, (language = load(grammar)));
  const loaded = await language;
  const parser = new Parser();
  parser.setLanguage(loaded);
  return parser;
}
