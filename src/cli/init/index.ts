import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { suggest } from '../../config/nearest.ts';
import { PinkyError } from '../../errors.ts';
import { inert } from '../../report/index.ts';
import type { Io } from '../commands/io.ts';
import { WholeFile } from '../output.ts';
import { factsOf } from './facts.ts';
import { type Draft, draft, folderOf, PART_NAMES, type Part, SCHEDULED_NAMES } from './parts.ts';
import type { Scheduled } from './scheduled.ts';

/** How `init` is to go about it. */
export interface InitOptions extends Scheduled {
  readonly yes?: true | undefined;
  readonly dryRun?: true | undefined;
  readonly terraform?: string | undefined;
  readonly branch?: string | undefined;
  /** Write a scheduled audit instead of the gates. */
  readonly scheduled?: true | undefined;
  /** Asks a person, where there is one. */
  readonly ask?: ((question: string) => Promise<boolean>) | undefined;
}

/**
 * Shows every file, then writes those that are not there yet, once a person agreed or `--yes` was given. What is there
 * is never overwritten. Gives the exit code.
 * @throws PinkyError E_USAGE for a part or a folder that cannot be, E_INIT where nobody can be asked, E_OUTPUT
 */
export async function init(io: Io, words: readonly string[], options: InitOptions): Promise<number> {
  const { terraform, branch } = options;
  const facts = factsOf(io.cwd, {
    ...(terraform !== undefined && { terraform: plain('--terraform', terraform) }),
    ...(branch !== undefined && { branch: plain('--branch', branch) }),
  });
  const parts = options.scheduled
    ? [...(words.length > 0 ? partsOf(words) : CONFIG), ...SCHEDULED_NAMES]
    : partsOf(words);
  const drafts = draft(io.cwd, parts, { ...facts, ...(await scheduled(options)) });
  for (const one of drafts) io.out(shown(one));
  const missing = drafts.filter(({ there }) => there === undefined);
  if (missing.length === 0) {
    io.out('Everything is there already; nothing was written.\n');
    return 0;
  }
  if (options.dryRun) return 0;
  if (!(await agreed(missing, options))) {
    io.out('Nothing was written.\n');
    return 0;
  }
  for (const one of missing) {
    mkdirSync(join(io.cwd, folderOf(one)), { recursive: true });
    new WholeFile(join(io.cwd, one.path)).write([one.text]);
    io.out(`wrote ${one.path}\n`);
  }
  io.out(next(missing));
  return 0;
}

/** The job audits by the configuration that stands beside it. */
const CONFIG: readonly Part[] = ['config'];

/** Facts of a scheduled audit; only who asks for one waits for what they are made from. */
async function scheduled(options: InitOptions): Promise<Readonly<Record<string, string>>> {
  if (!options.scheduled) return {};
  const { scheduledFacts } = await import('./scheduled.ts');
  return scheduledFacts(options);
}

function partsOf(words: readonly string[]): readonly Part[] {
  for (const word of words) {
    if ((PART_NAMES as readonly string[]).includes(word)) continue;
    const hint = suggest(word, PART_NAMES) ?? `parts: ${PART_NAMES.join(', ')}`;
    throw new PinkyError('E_USAGE', `init writes no "${word}"`, { hint });
  }
  return words.length === 0 ? PART_NAMES : PART_NAMES.filter((part) => words.includes(part));
}

/** A word that the templates can hold as it is, in YAML as in a shell. */
function plain(option: string, value: string): string {
  const clean = value.replace(/^\.\/(?=.)/, '').replace(/(?<=.)\/+$/, '');
  if (/^(?:\.|[\w][\w./-]*)$/.test(clean) && !clean.split('/').includes('..')) return clean;
  throw new PinkyError('E_USAGE', `${option} ${value} cannot stand in the files as it is`, {
    hint: 'a relative name of letters, digits, dots, hyphens and slashes, such as infra/prod',
  });
}

function shown({ path, is, text, there }: Draft): string {
  if (there !== undefined) return `${path}: ${there} is there already and stays as it is.\n\n`;
  const lines = text.trimEnd().split('\n');
  return `${path}: ${is}\n\n${lines.map((line) => `    ${inert(line)}`.trimEnd()).join('\n')}\n\n`;
}

async function agreed(missing: readonly Draft[], { yes, ask }: InitOptions): Promise<boolean> {
  if (yes) return true;
  if (!ask) {
    throw new PinkyError('E_INIT', 'nothing was written: there is no terminal on which to agree', {
      hint: '--yes writes without asking, --dry-run only shows',
    });
  }
  const count = missing.length === 1 ? 'this file' : `these ${missing.length} files`;
  return ask(`Write ${count}? [y/N] `);
}

const NEXT: Readonly<Record<Part, string>> = {
  config: 'say in pinky.config.yaml which projects are production, and the domain',
  github: 'set the variables that the workflow names at its top',
  'cloud-build': 'make a trigger on pull requests that runs cloudbuild-pinky-audit.yaml',
  'pre-commit': 'pre-commit install',
  'scheduled-terraform':
    'push the image that pinky-audit-scheduled/main.tf names, then terraform apply there',
  'scheduled-gcloud': 'or, without Terraform: bash pinky-audit-scheduled/deploy.sh',
  'scheduled-role': 'have whoever administers IAM read pinky-audit-scheduled/role.yaml',
};

const next = (written: readonly Draft[]): string =>
  `\nNext:\n${written.map(({ part }, i) => `${i + 1}. ${NEXT[part]}`).join('\n')}\n`;
