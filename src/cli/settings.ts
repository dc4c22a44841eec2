import { catalogue } from '../catalogue.generated.ts';
import { type Configuration, load } from '../config/load.ts';
import { suggest } from '../config/nearest.ts';
import { PinkyError } from '../errors.ts';
import { about } from './package.ts';

/** Loads the product's policies and the configuration that concerns the working folder, or the file given. */
export async function configure(file: string | undefined, cwd = process.cwd()): Promise<Configuration> {
  return load({ cwd, file, builtIn: catalogue, version: about().version });
}

/** @throws PinkyError E_ENVIRONMENT for an environment that neither the strategy nor the configuration names */
export function checkEnvironment(name: string | undefined, { environments }: Configuration): void {
  if (name === undefined || environments.includes(name)) return;
  const hint = suggest(name, environments) ?? `known: ${environments.join(', ')}`;
  throw new PinkyError('E_ENVIRONMENT', `there is no environment "${name}"`, { hint });
}
