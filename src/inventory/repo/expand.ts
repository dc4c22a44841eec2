import type { ShellCommand } from './command.ts';
import type { RepoFiles } from './files.ts';
import { inside } from './folder.ts';
import { commandsOf } from './shell.ts';
import { joinWords } from './words.ts';

/** Scripts that call one another. */
const DEEPEST = 6;

/** Runners of package.json scripts: `npm run lint`, `npm test`, `yarn lint`, `pnpm -C web run lint`. */
const RUNNERS: ReadonlySet<string> = new Set(['npm', 'yarn', 'pnpm', 'bun']);
const LIFECYCLE: ReadonlySet<string> = new Set(['test', 'start', 'stop', 'restart', 't', 'tst']);
const FOLDER_OPTIONS: ReadonlySet<string> = new Set(['--prefix', '-C', '--cwd', '--dir']);

/**
 * What a command comes to where the repository holds the script that it runs: a script of package.json, or a file. A
 * command of another kind, or whose script is not there, stays itself.
 *
 * @param folder the folder its step runs in; undefined where that is not known
 */
export function expand(
  command: ShellCommand,
  folder: string | undefined,
  files: RepoFiles,
  depth = 0,
): readonly ShellCommand[] {
  const here = inside(folder ?? '.', command.folder);
  const found = here === undefined || depth > DEEPEST ? undefined : scriptOf(command.words, here, files);
  if (!found) return [command];
  const { unchecked, onFailure, from, to } = command;
  return found.scripts.flatMap((script) =>
    commandsOf(script.text, { errexit: script.errexit }).flatMap((one) =>
      expand(
        {
          words: one.words,
          unchecked: unchecked || one.unchecked,
          onFailure: onFailure || one.onFailure,
          folder: one.folder,
          from,
          to,
        },
        found.folder,
        files,
        depth + 1,
      ),
    ),
  );
}

interface Found {
  readonly scripts: readonly { readonly text: string; readonly errexit: boolean }[];
  readonly folder: string;
}

function scriptOf(words: readonly string[], here: string, files: RepoFiles): Found | undefined {
  const [name = '', ...rest] = words;
  if (RUNNERS.has(name)) return packageScript(name, rest, here, files);
  const sourced = name === '.' || name === 'source' || /^(ba|da|z)?sh$/.test(name);
  const file = sourced ? rest.find((word) => !/^[-+]/.test(word)) : name;
  if (file === undefined || !(sourced || file.includes('/') || /\.(ba)?sh$/.test(file))) return undefined;
  const path = inside(here, file);
  const text = path === undefined ? undefined : files.text(path);
  if (text === undefined) return undefined;
  const shebang = /^#!.*/.exec(text)?.[0] ?? '';
  if (shebang !== '' && !/\b(ba|da|z|k)?sh\b/.test(shebang)) return undefined;
  const errexit = !sourced && /\s-[a-z]*e/.test(shebang);
  return { scripts: [{ text, errexit }], folder: here };
}

function packageScript(
  runner: string,
  rest: readonly string[],
  here: string,
  files: RepoFiles,
): Found | undefined {
  let folder: string | undefined = here;
  const words: string[] = [];
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i] as string;
    const [option = '', value] = word.split('=', 2);
    if (word === '--') break;
    if (FOLDER_OPTIONS.has(option)) folder = inside(here, value ?? rest[++i]);
    else if (!word.startsWith('-')) words.push(word);
  }
  const [verb = '', second] = words;
  const isRun = verb === 'run' || verb === 'run-script' || verb === 'rum';
  const script = isRun
    ? second
    : LIFECYCLE.has(verb)
      ? verb
      : runner === 'npm' || runner === 'bun'
        ? undefined
        : verb;
  if (script === undefined || folder === undefined) return undefined;
  const scripts = scriptsOf(folder, files);
  const name = script === 't' || script === 'tst' ? 'test' : script;
  const text = scripts?.[name];
  if (text === undefined) return undefined;
  const dashes = rest.indexOf('--');
  const more = dashes < 0 ? [] : rest.slice(dashes + 1);
  const whole = more.length === 0 ? text : `${text} ${joinWords(more)}`;
  const all = [scripts?.[`pre${name}`], whole, scripts?.[`post${name}`]];
  return {
    scripts: all.flatMap((one) => (one === undefined ? [] : [{ text: one, errexit: false }])),
    folder,
  };
}

/** The scripts of the package.json of a folder. */
function scriptsOf(folder: string, files: RepoFiles): Readonly<Record<string, string>> | undefined {
  const text = files.text(folder === '.' ? 'package.json' : `${folder}/package.json`);
  if (text === undefined) return undefined;
  try {
    const { scripts } = JSON.parse(text) as { scripts?: unknown };
    if (typeof scripts !== 'object' || scripts === null) return {};
    return Object.fromEntries(Object.entries(scripts).filter(([, value]) => typeof value === 'string'));
  } catch {
    return undefined;
  }
}
