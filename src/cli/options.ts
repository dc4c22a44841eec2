import { type Command, InvalidArgumentError, Option } from 'commander';
import { suggest } from '../config/nearest.ts';
import { SEVERITIES } from '../policy/model.ts';

/** Switches that every command has. */
export interface Switches {
  readonly quiet?: true;
  readonly verbose?: true;
  readonly color?: boolean;
}

/** Adds the switches that every command has. */
export const withSwitches = (command: Command): Command =>
  command
    .option('-q, --quiet', 'nothing on standard error but errors')
    .option('-v, --verbose', 'everything in full, and the details of a defect')
    .option('--color', 'colours, whatever the terminal')
    .option('--no-color', 'no colours');

/** Adds the options that say what policies, parameters and environments hold. */
export const withConfig = (command: Command): Command =>
  command.option('--config <file>', 'configuration, in place of the pinky.config.yaml found upwards');

/** Refuses a value, naming what is allowed and what may have been meant. */
function refuse(seen: string, allowed: Iterable<string>): never {
  const all = [...allowed];
  throw new InvalidArgumentError(suggest(seen, all) ?? `allowed: ${all.join(', ')}`);
}

/** A value of a fixed list; commander names the option and what was seen. */
const oneOf =
  <T extends string>(allowed: readonly T[]) =>
  (seen: string): T =>
    (allowed as readonly string[]).includes(seen) ? (seen as T) : refuse(seen, allowed);

/** An option that takes one of a fixed list. */
export const choice = (flags: string, description: string, allowed: readonly string[]): Option =>
  new Option(flags, `${description}: ${allowed.join(', ')}`).argParser(oneOf(allowed));

/** Collects an option that may be given several times. */
export const repeated = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

/** A level of severity. */
export const severity = (flags: string, description: string): Option =>
  choice(flags, description, SEVERITIES);

/** A category of code scanning: names of letters, digits, `_.-`, with `/` between them. */
export function category(text: string): string {
  if (!/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(text))
    throw new InvalidArgumentError('write it as infra/prod: letters, digits, _ . - and / between names');
  return text;
}

/** A moment, RFC 3339 or a date (midnight UTC), in milliseconds since 1970. */
export function moment(text: string): number {
  const sound = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text);
  const time = Date.parse(text);
  if (!sound || Number.isNaN(time))
    throw new InvalidArgumentError('write it as 2026-01-31 or 2026-01-31T06:00:00Z');
  return time;
}
