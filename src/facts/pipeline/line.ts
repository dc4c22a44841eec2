/** Programs that run what follows them. */
const WRAPPERS: Readonly<Record<string, RegExp>> = {
  npx: /^-/,
  bunx: /^-/,
  sudo: /^-/,
  exec: /^-/,
  command: /^-/,
  time: /^-/,
  nice: /^-|^\d+$/,
  nohup: /^-/,
  env: /^-|=/,
  'cross-env': /=/,
  timeout: /^-|^\d/,
  'xvfb-run': /^-/,
  dotenv: /^-/,
};

/** Package managers whose `exec` or `dlx` runs what follows, and of yarn and pnpm any name that is no verb of theirs. */
const MANAGERS: ReadonlySet<string> = new Set(['npm', 'pnpm', 'yarn', 'bun']);
const VERBS =
  /^(add|audit|cache|ci|config|dedupe|exec|dlx|i|init|install|link|npm|pack|publish|remove|run|run-script|set|test|up|update|upgrade|version|why|workspace|workspaces|x)$/;

/** The words of a command's line: undoes the quotes that its reader put where a word would fall apart. */
export function splitLine(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let i = 0; i < line.length; i++) {
    const char = line[i] as string;
    if (char === "'") {
      const end = line.indexOf("'", i + 1);
      word = (word ?? '') + line.slice(i + 1, end < 0 ? undefined : end);
      i = end < 0 ? line.length : end;
    } else if (char === '\\') word = (word ?? '') + (line[++i] ?? '');
    else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + char;
  }
  return word === undefined ? words : [...words, word];
}

/** The words from the program on that is really run: without `npx`, `sudo`, `env A=b`, `pnpm exec` and their like. */
export function unwrapped(words: readonly string[]): readonly string[] {
  const [name = '', second = ''] = words;
  const options = WRAPPERS[name];
  if (options) {
    const start = words.findIndex((word, i) => i > 0 && !options.test(word));
    return start < 0 ? words : unwrapped(words.slice(start));
  }
  if (!MANAGERS.has(name))
    return name.includes('/') ? [name.slice(name.lastIndexOf('/') + 1), ...words.slice(1)] : words;
  if (/^(exec|dlx|x)$/.test(second)) return unwrapped(['npx', ...words.slice(2)]);
  return /^(yarn|pnpm)$/.test(name) && /^[a-z@]/.test(second) && !VERBS.test(second)
    ? unwrapped(words.slice(1))
    : words;
}

/** The value of an option: `--name=value`, or `--name value`; undefined where it is not given. */
export function optionOf(words: readonly string[], ...names: readonly string[]): string | undefined {
  for (const [i, word] of words.entries()) {
    const name = names.find((one) => word === one || word.startsWith(`${one}=`));
    if (name !== undefined) return word === name ? words[i + 1] : word.slice(name.length + 1);
  }
  return undefined;
}
