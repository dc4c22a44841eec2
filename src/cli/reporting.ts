import type { Configuration } from '../config/load.ts';
import { PinkyError } from '../errors.ts';
import type { Anchor, ReporterOptions, Result } from '../report/index.ts';
import type { ScanOptions } from './commands/scan.ts';
import { COMMANDS } from './commands.ts';
import { about } from './package.ts';
import { Repository } from './repository.ts';

/**
 * What reporters are told of the run and of the repository around the working folder.
 * @throws PinkyError E_USAGE for an anchor that is no file of the repository
 */
export function reporting(
  configuration: Configuration,
  options: Omit<ScanOptions, 'failOn'>,
  cwd = process.cwd(),
): ReporterOptions {
  const { homepage } = about();
  const own = new Set(configuration.own.map(({ policy }) => policy.id));
  const repository = new Repository(cwd);
  return {
    commands: Object.keys(COMMANDS),
    verbose: options.verbose,
    homepage,
    page: ({ id, section }) =>
      own.has(id)
        ? `${homepage}#your-own-policies`
        : `${homepage}/blob/main/policies/${section}/README.md#${id}`,
    locate: (uri) => repository.locate(uri),
    folderOf: (uri) => repository.folderOf(uri),
    anchor: anchorIn(repository, configuration, options.sarifAnchor),
    target: targetOf(repository, configuration, options.env),
    category: options.sarifCategory,
    includeSuppressed: options.sarifIncludeSuppressed,
  };
}

/**
 * Where findings are shown that stand in no file of the repository: at the file that was asked for, else at the
 * configuration's entry of their environment, else at a file of the root.
 */
function anchorIn(
  repository: Repository,
  { uri, place }: Configuration,
  asked: string | undefined,
): ((result: Result) => Anchor) | undefined {
  if (asked !== undefined) {
    const path = repository.locate(asked);
    if (path === undefined) {
      throw new PinkyError('E_USAGE', `--sarif-anchor ${asked} is no file of the repository`, {
        hint: 'give a file that is committed, such as the Terraform file of the deployment',
      });
    }
    const anchor = repository.firstLine(path);
    return () => anchor;
  }
  const config = uri === undefined ? undefined : repository.locate(uri);
  if (config !== undefined) {
    return ({ environment }) => ({ path: config, line: place(['environments', environment]).line ?? 1 });
  }
  const anchor = repository.defaultAnchor;
  return anchor && (() => anchor);
}

/** The folder of the configuration and the environment that was asked for: they differ between audits, not between runs. */
function targetOf(
  repository: Repository,
  { uri }: Configuration,
  environment: string | undefined,
): string | undefined {
  const folder = uri === undefined ? undefined : repository.folderOf(uri);
  const parts = [folder, environment && `env-${environment}`].filter(
    (part) => part !== undefined && part !== '',
  );
  return parts.length > 0 ? parts.join('/') : undefined;
}
