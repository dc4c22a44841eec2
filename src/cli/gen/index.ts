import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { SECTIONS } from '#policy';
import { configSchema } from '../../config/schema.ts';
import { PinkyError } from '../../errors.ts';
import { Bases, findPolicies, isSection, type Layout, loadProofs, type Proof } from '../harness/index.ts';
import { about } from '../package.ts';
import { actionText } from './action.ts';
import { catalogueText } from './catalogue.ts';
import { sectionPage } from './page.ts';
import { readmeText } from './readme.ts';
import { strategyPage } from './strategy.ts';

/** A generated file: what it should hold, and whether it does. `text` is undefined for a page that must go. */
export interface Generated {
  /** Relative to the root. */
  readonly path: string;
  readonly text: string | undefined;
  readonly state: 'current' | 'stale';
}

const textAt = (file: string): string | undefined =>
  existsSync(file) ? readFileSync(file, 'utf8') : undefined;

type Expected = readonly [file: string, text: string | undefined];

/** What should stand where; in the order in which a stale file is named. */
function* fromProofs(layout: Layout, proofs: readonly Proof[]): Generator<Expected> {
  const { root, policies, product } = layout;
  const all = proofs.map(({ policy }) => policy);
  if (product) {
    yield [join(root, 'src/config/config.schema.json'), `${JSON.stringify(configSchema(all), null, 2)}\n`];
    yield [join(policies, 'README.md'), strategyPage(all)];
  }
  for (const section of Object.keys(SECTIONS).filter(isSection)) {
    const own = proofs.filter(({ policy }) => policy.section === section);
    const page = join(policies, section, 'README.md');
    if (own.length > 0) yield [page, sectionPage(own)];
    else if (existsSync(page)) yield [page, undefined];
  }
  const readme = join(root, 'README.md');
  const text = product ? textAt(readme) : undefined;
  if (text !== undefined) yield [readme, readmeText(text, all, relative(root, policies))];
}

/**
 * Generates whatever follows from a folder of policies: their pages and, for the product, the catalogue, the page of
 * the strategy, the index in README.md and the JSON Schema of the configuration. With `check` nothing is written.
 * @throws PinkyError when a policy or its rows do not load: pages show what its rows prove
 */
export async function generate(layout: Layout, { check }: { check: boolean }): Promise<readonly Generated[]> {
  const files = findPolicies(layout.policies, layout.rows);
  if (files.length === 0) {
    throw new PinkyError('E_GEN', `there is no policy under ${layout.policies}`, {
      hint: `a policy stands in a folder named ${Object.keys(SECTIONS).join(', ')}`,
    });
  }
  const settle = ([file, text]: Expected): Generated => {
    const path = relative(layout.root, file);
    if (textAt(file) === text) return { path, text, state: 'current' };
    if (!check) write(file, text);
    return { path, text, state: 'stale' };
  };
  // The catalogue follows from the names alone: it is there even while a policy is half written.
  const catalogue: Expected = [join(layout.root, 'src/catalogue.generated.ts'), catalogueText(files)];
  const first = layout.product ? [settle(catalogue), settle(await action(layout))] : [];
  const loaded = await loadProofs(files, new Bases(layout.assets));
  const proofs = loaded.map(({ proof, cause }) => {
    if (!proof) throw cause;
    return proof;
  });
  return [...first, ...[...fromProofs(layout, proofs)].map(settle)];
}

/** The action takes what the command line takes. */
async function action({ root }: Layout): Promise<Expected> {
  const { command } = await import('../commands/scan.ts');
  return [
    join(root, 'action.yml'),
    actionText(
      command(() => {}),
      about().version,
    ),
  ];
}

function write(file: string, text: string | undefined): void {
  if (text === undefined) rmSync(file);
  else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
