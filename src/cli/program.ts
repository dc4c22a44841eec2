import { Command, CommanderError } from 'commander';
import { suggest } from '../config/nearest.ts';
import { PinkyError } from '../errors.ts';
import { COMMANDS, type CommandName } from './commands.ts';
import { loadCommand } from './load-command.ts';
import { about } from './package.ts';
import { emit } from './streams.ts';

/** The command that runs where none is named. */
const DEFAULT: CommandName = 'scan';
/** Switches that may stand before a command's name. */
const SWITCHES = new Set(['--quiet', '--verbose', '--color', '--no-color', '-q', '-v']);

const isCommand = (word: string): word is CommandName => Object.hasOwn(COMMANDS, word);

/**
 * Runs the command that the first word names, `scan` where it names none, and gives the exit code. Only that command's
 * module is loaded; the others are known by their names and summaries.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const first = argv.findIndex((word) => !SWITCHES.has(word));
  const word = argv[first] ?? '';
  const name = isCommand(word) ? word : DEFAULT;
  const asked = word === 'help' ? helpOf(argv[first + 1], name) : name;
  const { version, description } = about();
  const program = new Command('pinky-audit').description(description).version(version, '-V, --version');
  program.addHelpText('after', MORE).helpCommand('help [command]', 'what a command does and takes');
  let code = 0;
  for (const [each, summary] of Object.entries(COMMANDS)) {
    const command =
      each === asked
        ? await loadCommand(asked, (given) => (code = given))
        : new Command(each).summary(summary);
    program.addCommand(command, { isDefault: each === DEFAULT });
  }
  settle(program);
  // Moved behind the command's name, switches are its own.
  const words = isCommand(word) ? [word, ...argv.slice(0, first), ...argv.slice(first + 1)] : argv;
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    throw usage(error, asked);
  }
  return code;
}

/** The command that help is asked for, `none` where it is for the program. */
function helpOf(word: string | undefined, none: CommandName): CommandName {
  if (word === undefined || word.startsWith('-')) return none;
  if (isCommand(word)) return word;
  const commands = Object.keys(COMMANDS);
  const hint = suggest(word, commands) ?? `commands: ${commands.join(', ')}`;
  throw new PinkyError('E_USAGE', `no command is named ${word}`, { hint });
}

/** Makes commander throw instead of ending the process, and keeps what it has to say for the one place that prints. */
function settle(program: Command): void {
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .allowExcessArguments(false)
      .showSuggestionAfterError(true)
      .configureHelp({ showGlobalOptions: false, helpWidth: Math.min(process.stdout.columns || 100, 100) })
      .configureOutput({ outputError: () => {}, writeOut: (text) => void emit(process.stdout, [text]) });
  }
}

/** `error: unknown option '--formt'\n(Did you mean --format?)` as one of our errors. */
function usage({ message }: CommanderError, name: string): PinkyError {
  const [first = '', ...more] = message.replace(/^error: /, '').split('\n');
  const near = more.join(' ').replace(/^\(Did you mean (.*)\?\)$/, 'did you mean $1?');
  return new PinkyError('E_USAGE', first, { hint: near || `pinky-audit ${name} --help` });
}

const MORE = `
Without a command, sources are audited: pinky-audit snapshot.ndjson

Examples:
  $ pinky-audit demo                          a bundled deployment: no account, no network
  $ pinky-audit snapshot.ndjson               audit a Cloud Asset Inventory export
  $ pinky-audit scan --help                   every option of an audit
  $ pinky-audit policies sql-regional-ha      what a policy asks for, and why
`;
