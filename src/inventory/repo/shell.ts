import type { Node, Parser } from 'web-tree-sitter';
import { parserOf } from '../wasm.ts';
import { type Context, type ShellCommand, ShellError, type ShellOptions, switchesOf } from './command.ts';
import { inside } from './folder.ts';
import { endsInFailure, named, roundsOf } from './syntax.ts';
import { masked, wordOf } from './words.ts';

const LONGEST = 200_000;
const MOST_COMMANDS = 2000;
/** Nodes of the syntax, and scripts inside scripts, that stand in one another. */
const DEEPEST = 200;
const MOST_SCRIPTS = 8;

let parser: Parser | undefined;

/** Loads the grammar; {@link commandsOf} needs it. */
export async function startShell(): Promise<void> {
  parser ??= await parserOf('tree-sitter-bash');
}

/**
 * The commands of a shell script, in order, each with whether its failure fails the script. Loops over a list of texts
 * are unrolled, functions followed where they are called, and `sh -c` and `eval` read as scripts.
 *
 * @throws ShellError where the script does not parse or is out of all proportion
 */
export function commandsOf(script: string, options: ShellOptions = {}): readonly ShellCommand[] {
  const run = new Script(options);
  run.read(script, { last: true, tested: false, onFailure: false });
  return run.commands;
}

class Script {
  readonly commands: ShellCommand[] = [];
  readonly #functions = new Map<string, { node: Node; source: string }>();
  readonly #variables: Map<string, string | null>;
  #errexit: boolean;
  #pipefail: boolean;
  #folder: string | undefined = '.';
  #source = '';
  #depth = 0;
  #scripts = 0;
  #ended = false;
  /** Where the commands of a script inside the script are said to stand. */
  #stand: Node | undefined;

  constructor({ errexit = false, pipefail = false, variables }: ShellOptions) {
    this.#errexit = errexit;
    this.#pipefail = pipefail;
    this.#variables = new Map(variables);
  }

  read(script: string, context: Context): undefined {
    if (!parser) throw new Error('startShell was not awaited');
    if (script.length > LONGEST) throw new ShellError('is too long a script');
    const tree = parser.parse(masked(script));
    if (!tree || tree.rootNode.hasError) throw new ShellError('does not parse as a shell script');
    const outer = this.#source;
    this.#source = script;
    this.#visit(tree.rootNode, context);
    this.#source = outer;
  }

  #visit(node: Node, context: Context): undefined {
    if (this.#ended) return;
    if (++this.#depth > DEEPEST) throw new ShellError('nests too deep');
    this.#dispatch(node, context);
    this.#depth--;
  }

  #dispatch(node: Node, context: Context): undefined {
    const quiet: Context = { last: false, tested: true, onFailure: context.onFailure };
    switch (node.type) {
      case 'command':
        return this.#command(node, context);
      case 'list':
        return this.#list(node, context);
      case 'negated_command':
        return this.#each(node, quiet);
      case 'pipeline': {
        const parts = named(node);
        for (const [i, part] of parts.entries())
          this.#visit(part, i === parts.length - 1 || this.#pipefail ? context : quiet);
        return;
      }
      case 'redirected_statement':
        return this.#visit(node.childForFieldName('body') ?? (named(node)[0] as Node), context);
      case 'subshell': {
        const [folder, errexit] = [this.#folder, this.#errexit];
        this.#sequence(named(node), context);
        this.#folder = folder;
        this.#errexit = errexit;
        this.#ended = false;
        return;
      }
      case 'if_statement':
        return this.#if(node, context);
      case 'for_statement':
        return this.#for(node, { ...context, last: false });
      case 'while_statement':
      case 'case_statement':
        return this.#each(node, { ...context, last: false });
      case 'function_definition':
        return this.#define(node.childForFieldName('name')?.text, node.childForFieldName('body'));
      case 'variable_assignment':
        this.#assign(node, !context.tested);
        return this.#substitutions(node, context);
      case 'declaration_command':
        for (const one of named(node)) if (one.type === 'variable_assignment') this.#assign(one, true);
        return this.#substitutions(node, quiet);
      default:
        return this.#sequence(named(node), context);
    }
  }

  #define(name: string | undefined, node: Node | null): undefined {
    if (name !== undefined && node) this.#functions.set(name, { node, source: this.#source });
  }

  /** Commands one after the other: only the last one's status is that of the whole. */
  #sequence(nodes: readonly Node[], context: Context): undefined {
    const statements = nodes.filter(({ type }) => type !== 'comment');
    for (const [i, node] of statements.entries()) {
      const isLast = i === statements.length - 1;
      const background = node.nextSibling?.type === '&';
      const own = {
        ...context,
        last: context.last && isLast,
        ...(background && { last: false, tested: true }),
      };
      this.#visit(node, own);
    }
  }

  #each(node: Node, context: Context): undefined {
    for (const one of named(node)) this.#visit(one, context);
  }

  #list(node: Node, context: Context): undefined {
    const [left, right] = named(node) as [Node, Node | undefined];
    const isOr = node.children.some((one) => one?.type === '||');
    if (!right) return this.#visit(left, context);
    if (!isOr) {
      this.#visit(left, { ...context, tested: true });
      return this.#visit(right, context);
    }
    const forced = endsInFailure(right) && this.#isFatal({ ...context, last: true });
    this.#visit(left, { ...context, last: false, tested: true, forced });
    const ended = this.#ended;
    this.#visit(right, { ...context, onFailure: true });
    this.#ended = ended;
  }

  #if(node: Node, context: Context): undefined {
    const conditions = node
      .childrenForFieldName('condition')
      .filter((one): one is Node => one?.isNamed === true);
    const rest = named(node).filter(({ id }) => !conditions.some((one) => one.id === id));
    const then = rest.filter(({ type }) => type !== 'else_clause' && type !== 'elif_clause');
    const others = rest.filter(({ type }) => type === 'else_clause' || type === 'elif_clause');
    const last = conditions.at(-1);
    const asksCommand = last !== undefined && /^(command|negated_command|pipeline|list)$/.test(last.type);
    const negated = last?.type === 'negated_command';
    const onFailed = negated ? then : ((others.at(-1) && named(others.at(-1) as Node)) ?? []);
    const forced = endsInFailure(onFailed.at(-1)) && !context.tested;
    for (const one of conditions) {
      const own = { last: false, tested: true, onFailure: context.onFailure, forced };
      // What a negated condition asks for is the failure of the command itself.
      if (one === last && negated) for (const inner of named(one)) this.#visit(inner, own);
      else this.#visit(one, own);
    }
    const failed = (isFailed: boolean) => ({
      ...context,
      onFailure: context.onFailure || (asksCommand && isFailed),
    });
    const ended = this.#ended;
    this.#sequence(then, failed(negated));
    this.#ended = ended;
    for (const one of others) {
      if (one.type === 'elif_clause') this.#sequence(named(one), context);
      else this.#sequence(named(one), failed(!negated));
      this.#ended = ended;
    }
  }

  #for(node: Node, context: Context): undefined {
    const variable = node.childForFieldName('variable')?.text ?? '';
    const body = node.childForFieldName('body');
    if (!body) return;
    for (const value of roundsOf(node, this.#source, this.#variables) ?? [null]) {
      this.#variables.set(variable, value);
      this.#visit(body, context);
    }
  }

  #assign(node: Node, certain: boolean): undefined {
    const name = node.childForFieldName('name')?.text ?? '';
    const value = node.childForFieldName('value');
    const text = value === null ? '' : wordOf(value, this.#source, this.#variables);
    this.#variables.set(name, certain && !text.includes('$') && !text.includes('`') ? text : null);
  }

  /** The commands inside `$(…)`, whose failure is that of an assignment and of nothing else. */
  #substitutions(node: Node, context: Context): undefined {
    for (const one of node.descendantsOfType('command_substitution'))
      if (one) this.#sequence(named(one), context);
  }

  #isFatal({ last, tested, forced }: Context): boolean {
    return forced === true || last || (this.#errexit && !tested);
  }

  #command(node: Node, context: Context): undefined {
    const quiet = { ...context, last: false, tested: true };
    const parts = named(node).filter(({ type }) => type !== 'variable_assignment');
    const words = parts
      .filter(({ type }) => !/redirect/.test(type))
      .map((one) => wordOf(one, this.#source, this.#variables));
    if (words.length > 0) this.#substitutions(node, quiet);
    const [name = '', ...rest] = words;
    const called = this.#functions.get(name);
    if (called) return this.#call(called, context);
    if (name === 'set') {
      const { errexit = this.#errexit, pipefail = this.#pipefail } = switchesOf(rest);
      this.#errexit = errexit;
      this.#pipefail = pipefail;
      return;
    }
    if (name === 'cd') {
      const to = rest.find((one) => !one.startsWith('-'));
      this.#folder = inside(this.#folder, to);
      return;
    }
    if (name === 'eval') return this.#nested(rest.join(' '), context, node, words);
    if (name === 'trap') {
      const [action = '', ...signals] = rest;
      if (signals.includes('ERR')) this.#nested(action, { ...quiet, onFailure: true }, node, words);
      return;
    }
    if (/^(|.*\/)(ba|da|z|k|a)?sh$/.test(name)) {
      const flag = rest.findIndex((one) => /^-[a-z]*c$/.test(one));
      if (flag >= 0) return this.#inner(rest, flag, context, node, words);
    }
    this.#emit(words, context, node);
    if (name === 'exit' && !context.onFailure && context.forced !== true && !context.tested)
      this.#ended = true;
  }

  #call({ node, source }: { node: Node; source: string }, context: Context): undefined {
    const outer = this.#source;
    this.#source = source;
    this.#visit(node, context);
    this.#source = outer;
  }

  /** `sh -c TEXT`: a script of its own, whose status is that of the command. */
  #inner(
    rest: readonly string[],
    flag: number,
    context: Context,
    node: Node,
    words: readonly string[],
  ): undefined {
    const text = rest[flag + 1] ?? '';
    const [errexit, pipefail] = [this.#errexit, this.#pipefail];
    const flags = rest.slice(0, flag + 1).filter((one) => /^-[a-z]+$/.test(one));
    const fatal = this.#isFatal(context);
    this.#errexit = fatal && flags.some((one) => one.includes('e'));
    this.#pipefail = rest.slice(0, flag).includes('pipefail');
    this.#nested(text, { ...context, last: fatal, tested: false, forced: false }, node, words);
    this.#errexit = errexit;
    this.#pipefail = pipefail;
    this.#ended = false;
  }

  #nested(text: string, context: Context, node: Node, words: readonly string[]): undefined {
    if (text.startsWith('$')) return this.#emit(words, context, node);
    if (++this.#scripts > MOST_SCRIPTS) throw new ShellError('nests too deep');
    const outer = this.#stand;
    this.#stand ??= node;
    this.read(text, context);
    this.#stand = outer;
    this.#scripts--;
  }

  #emit(words: readonly string[], context: Context, node: Node): undefined {
    if (words.length === 0) return;
    if (this.commands.length >= MOST_COMMANDS) throw new ShellError('runs too many commands');
    const { startPosition: from, endPosition: to } = this.#stand ?? node;
    this.commands.push({
      words,
      unchecked: !this.#isFatal(context),
      onFailure: context.onFailure,
      folder: this.#folder,
      from,
      to,
    });
  }
}
