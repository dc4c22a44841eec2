import { Argument, Command, type Option } from 'commander';
import { COMMANDS, type Declare } from '../commands.ts';
import { emit } from '../streams.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

/** Declares `completion <shell>`: prints a script that completes commands, options and their values. */
export const command: Declare = (exit, all) =>
  new Command()
    .addArgument(new Argument('<shell>', 'the shell to complete for').choices(SHELLS))
    .action(async (shell: Shell) => {
      await emit(process.stdout, [SCRIPTS[shell](optionsOf(await all()))]);
      exit(0);
    });

interface Flag {
  readonly long: string;
  readonly says: string;
  /** Takes a value: one of these, or a file where none are known. */
  readonly values?: readonly string[] | undefined;
}

type Flags = Readonly<Record<string, readonly Flag[]>>;

function optionsOf(commands: readonly Command[]): Flags {
  const flagOf = ({ long, description, required, argChoices }: Option): Flag => {
    const listed = /: ([a-z, ]+)$/.exec(description)?.[1]?.split(', ');
    return { long: long ?? '', says: description, ...(required && { values: argChoices ?? listed ?? [] }) };
  };
  return Object.fromEntries(commands.map((one) => [one.name(), one.options.map(flagOf)]));
}

const names = Object.keys(COMMANDS).join(' ');
const longs = (flags: readonly Flag[]) => flags.map(({ long }) => long).join(' ');

/** Values by option, the same for every command that has the option. */
function valuesOf(flags: Flags): Map<string, readonly string[]> {
  const all = new Map<string, readonly string[]>();
  for (const { long, values } of Object.values(flags).flat()) if (values?.length) all.set(long, values);
  return all;
}

const SCRIPTS: Readonly<Record<Shell, (flags: Flags) => string>> = {
  bash: (flags) => `# bash: source <(pinky-audit completion bash)
_pinky_audit() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  case "$before" in
${[...valuesOf(flags)].map(([long, values]) => `    ${long}) COMPREPLY=($(compgen -W "${values.join(' ')}" -- "$word")); return ;;`).join('\n')}
  esac
  if [[ $word != -* ]]; then
    [[ $COMP_CWORD -eq 1 ]] && COMPREPLY=($(compgen -W "${names}" -- "$word"))
    COMPREPLY+=($(compgen -f -- "$word"))
    return
  fi
  case "$command" in
${Object.entries(flags)
  .map(([name, own]) => `    ${name}) COMPREPLY=($(compgen -W "${longs(own)}" -- "$word")) ;;`)
  .join('\n')}
    *) COMPREPLY=($(compgen -W "${longs(flags['scan'] ?? [])}" -- "$word")) ;;
  esac
}
complete -o filenames -F _pinky_audit pinky-audit
`,
  zsh: (flags) => `#compdef pinky-audit
# zsh: pinky-audit completion zsh > "\${fpath[1]}/_pinky-audit"
_pinky_audit() {
  local -a commands
  commands=(
${Object.entries(COMMANDS)
  .map(([name, summary]) => `    '${name}:${quoted(summary)}'`)
  .join('\n')}
  )
  (( CURRENT == 2 )) && _describe command commands
  case "$words[2]" in
${Object.entries(flags)
  .map(([name, own]) => `    ${name}) _arguments ${zshFlags(own)} '*:file:_files' ;;`)
  .join('\n')}
    *) _arguments ${zshFlags(flags['scan'] ?? [])} '*:file:_files' ;;
  esac
}
compdef _pinky_audit pinky-audit
`,
  fish: (flags) => `# fish: pinky-audit completion fish > ~/.config/fish/completions/pinky-audit.fish
${Object.entries(COMMANDS)
  .map(
    ([name, summary]) =>
      `complete -c pinky-audit -n __fish_use_subcommand -a ${name} -d '${quoted(summary)}'`,
  )
  .join('\n')}
${Object.entries(flags)
  .flatMap(([name, own]) =>
    own.map(({ long, says, values }) => {
      const where =
        name === 'scan'
          ? `'__fish_use_subcommand; or __fish_seen_subcommand_from scan'`
          : `'__fish_seen_subcommand_from ${name}'`;
      const takes = values === undefined ? '' : values.length > 0 ? ` -x -a '${values.join(' ')}'` : ' -r';
      return `complete -c pinky-audit -n ${where} -l ${long.slice(2)}${takes} -d '${quoted(says)}'`;
    }),
  )
  .join('\n')}
`,
};

/** Text inside single quotes of a shell. */
const quoted = (text: string): string => text.replaceAll("'", "'\\''");

const zshFlags = (flags: readonly Flag[]): string =>
  flags
    .map(({ long, says, values }) => {
      const label = quoted(says).replace(/[[\]:]/g, (one) => `\\${one}`);
      const takes =
        values === undefined ? '' : values.length > 0 ? `:value:(${values.join(' ')})` : ':value:_files';
      return `'*${long}[${label}]${takes}'`;
    })
    .join(' ');
