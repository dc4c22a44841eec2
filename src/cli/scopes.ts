import { type Command, InvalidArgumentError } from 'commander';
import { isScopeId, nameOf, type Scope } from '../inventory/live/scope.ts';

/** Live scopes, as options name them. */
export interface ScopeOptions {
  readonly project?: readonly string[];
  readonly folder?: readonly string[];
  readonly organization?: readonly string[];
}

const EXAMPLES: Readonly<Record<Scope['kind'], string>> = {
  projects: 'a project is named by its id, shop-prod, or its number',
  folders: 'a folder is named by its number, 123456789012',
  organizations: 'an organization is named by its number, 123456789012',
};

/** Takes an id or a full name, `folders/42`, and gives the id. */
const idOf =
  (kind: Scope['kind']) =>
  (text: string, before: readonly string[] = []): readonly string[] => {
    const id = text.startsWith(`${kind}/`) ? text.slice(kind.length + 1) : text;
    if (!isScopeId(kind, id)) throw new InvalidArgumentError(EXAMPLES[kind]);
    return [...before, id];
  };

/** Adds the options that name live scopes. */
export const withScopes = (command: Command): Command =>
  command
    .option(
      '--project <id>',
      'live: a project, by the credentials of the environment (repeatable)',
      idOf('projects'),
    )
    .option('--folder <number>', 'live: a folder, with all below it (repeatable)', idOf('folders'))
    .option('--organization <number>', 'live: an organization (repeatable)', idOf('organizations'));

/** The names of the scopes that were given, each once. */
export function scopesOf({ project = [], folder = [], organization = [] }: ScopeOptions): readonly string[] {
  const names = (kind: Scope['kind'], ids: readonly string[]) => ids.map((id) => nameOf({ kind, id }));
  return [
    ...new Set([
      ...names('projects', project),
      ...names('folders', folder),
      ...names('organizations', organization),
    ]),
  ];
}
