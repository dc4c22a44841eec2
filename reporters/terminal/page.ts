import { Chalk, type ChalkInstance } from 'chalk';
import { clip, inert, pad, type ReporterOptions, type Severity, width, wrap } from '#report';

/** Longer names and values are shown by their beginning. */
const LONGEST = 240;
const NARROWEST = 40;
const WIDEST = 120;

/** A style of chalk, or none. */
type Style = (text: string) => string;

/** The paper a report is printed on: its width, its colours, and lines that fit. */
export class Page {
  readonly columns: number;
  readonly chalk: ChalkInstance;
  readonly verbose: boolean;
  readonly commands: readonly string[];

  constructor({ columns = 80, color = 0, verbose = false, commands = ['policies'] }: ReporterOptions) {
    // Past a point longer lines only read worse.
    this.columns = Math.min(Math.max(columns, NARROWEST), WIDEST);
    this.chalk = new Chalk({ level: color });
    this.verbose = verbose;
    this.commands = commands;
  }

  /** A heading with an empty line before it, and beside it what is good to know, where there is room. */
  heading(text: string, aside = ''): string {
    const fits = aside !== '' && width(text) + 2 + width(aside) <= this.columns;
    return `\n${this.chalk.bold(text)}${fits ? `  ${this.chalk.dim(aside)}` : ''}\n`;
  }

  /** A paragraph that fits: every line indented, those after the first by `hang` more. */
  text(indent: number, text: string, style: Style = String, hang = 0): string {
    const lines = wrap(text, this.columns - indent - hang);
    return lines.map((line, i) => `${' '.repeat(indent + (i > 0 ? hang : 0))}${style(line)}\n`).join('');
  }

  /** A label and a paragraph beside it. */
  labelled(indent: number, label: string, size: number, text: string, style: Style = String): string {
    const start = indent + size;
    const rest = this.text(start, text, style).slice(start);
    return `${' '.repeat(indent)}${this.chalk.dim(pad(label, size))}${rest}`;
  }

  /** A severity as a word of its own colour, filled to eight columns. */
  severity(severity: Severity): string {
    const word = severity.toUpperCase().padEnd(8);
    const { chalk } = this;
    const styles = { critical: chalk.bold.red, high: chalk.red, medium: chalk.yellow, low: chalk.cyan };
    return styles[severity](word);
  }
}

/** Text of the evidence as it may be printed: inert, and not without end. */
export const safe = (text: string, columns = LONGEST): string => clip(inert(text), columns);

/** A resource name as a person copies it: without the host that its type already tells. */
export const shortName = (name: string): string => safe(name.replace(/^\/\/[^/]+\//, ''), 160);

/** `file:line` where the line is known. */
export const place = ({ uri, line }: { readonly uri: string; readonly line?: number | undefined }): string =>
  safe(line === undefined ? uri : `${uri}:${line}`, 160);
