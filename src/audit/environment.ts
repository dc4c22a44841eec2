import { type Asset, attempt, Unknown } from '#policy';
import type { EnvironmentFrom } from '#report';
import type { Inventory } from '../inventory/world.ts';
import { globOf } from './glob.ts';
import type { AuditInput } from './input.ts';

/** The environment something stands in, and the rule that decided it. */
export interface Standing {
  readonly environment: string;
  readonly from: EnvironmentFrom;
}

/** Short forms that labels and project names use for the strategy's three environments (strategy L40, L46, L53). */
const ALIASES: Readonly<Record<string, string>> = {
  dev: 'development',
  development: 'development',
  stag: 'staging',
  stage: 'staging',
  staging: 'staging',
  stg: 'staging',
  prod: 'production',
  production: 'production',
};

/** What is not told to stand elsewhere is held to the strictest promises (design section 7). */
const DEFAULT = 'production';

/**
 * Decides where assets stand: the option, else the asset's label, the configuration's projects, the project's label,
 * a word of the project's id, and last production. Answers are kept by project and label.
 */
export class Environments {
  /** Projects whose environment nothing tells, in the order they were asked for. */
  readonly assumed = new Set<string>();
  readonly #world: Inventory;
  readonly #option: Standing | undefined;
  readonly #rules: readonly { readonly name: string; readonly covers: (project: string) => boolean }[];
  readonly #byProject = new Map<string | undefined, Standing>();
  readonly #byLabel = new Map<string, Standing | undefined>();

  constructor({ world, settings, options }: Pick<AuditInput, 'world' | 'settings' | 'options'>) {
    this.#world = world;
    this.#option =
      options?.environment === undefined ? undefined : { environment: options.environment, from: 'option' };
    this.#rules = settings.environments.map(({ name, projects }) => {
      const globs = projects.map(globOf);
      return { name, covers: (project) => globs.some((covers) => covers(project)) };
    });
  }

  /** Where an asset stands. */
  of(asset: Asset): Standing {
    if (this.#option) return this.#option;
    const { env, environment } = asset.labels;
    return this.#labelled(env) ?? this.#labelled(environment) ?? this.ofProject(asset.project);
  }

  /** Where assets of a project stand whose own labels do not say; folders and organizations have no project. */
  ofProject(project: string | undefined): Standing {
    if (this.#option) return this.#option;
    let known = this.#byProject.get(project);
    if (!known) this.#byProject.set(project, (known = this.#decide(project)));
    return known;
  }

  /** The environments that are part of the run whatever stands in them: the option's, else the configuration's. */
  get given(): readonly string[] {
    return this.#option ? [this.#option.environment] : this.#rules.map(({ name }) => name);
  }

  #decide(project: string | undefined): Standing {
    if (project !== undefined) {
      const rule = this.#rules.find(({ covers }) => covers(project));
      if (rule) return { environment: rule.name, from: 'configuration' };
      const asset = attempt(() => this.#world.project({ project } as Asset));
      const { env, environment }: Asset['labels'] = asset instanceof Unknown ? {} : asset.labels;
      const named = this.#named(env) ?? this.#named(environment);
      if (named !== undefined) return { environment: named, from: 'project-label' };
      const word = wordOf(project);
      if (word !== undefined) return { environment: word, from: 'project-name' };
      this.assumed.add(project);
    }
    return { environment: DEFAULT, from: 'default' };
  }

  #labelled(label: string | undefined): Standing | undefined {
    if (label === undefined) return undefined;
    if (!this.#byLabel.has(label)) {
      const environment = this.#named(label);
      this.#byLabel.set(label, environment === undefined ? undefined : { environment, from: 'asset-label' });
    }
    return this.#byLabel.get(label);
  }

  /** The environment a label's value names: a configured one by its name, else one of the three in any form. */
  #named(value: string | undefined): string | undefined {
    if (value === undefined) return undefined;
    const rule = this.#rules.find(({ name }) => name === value);
    if (rule) return rule.name;
    const lower = value.toLowerCase();
    return Object.hasOwn(ALIASES, lower) ? ALIASES[lower] : undefined;
  }
}

/**
 * The environment that a word of a project id names. `non-prod` and `pre-prod` name none: what they are like is for
 * the configuration to say. Of several, the strictest.
 */
function wordOf(project: string): string | undefined {
  const words = project.toLowerCase().split(/[^a-z0-9]+/);
  const found = words.flatMap((word, i) => {
    const not = words[i - 1] === 'non' || words[i - 1] === 'pre';
    return !not && Object.hasOwn(ALIASES, word) ? [ALIASES[word] as string] : [];
  });
  return ['production', 'staging', 'development'].find((name) => found.includes(name));
}
