import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CONFIG_NAMES } from '../../config/find.ts';
import { about } from '../package.ts';
import type { Facts } from './facts.ts';

/** What `init` can write, in the order it is shown. */
export const PARTS = {
  config: { path: 'pinky.config.yaml', template: 'pinky.config.yaml', is: 'the configuration' },
  github: {
    path: '.github/workflows/pinky-audit.yml',
    template: 'workflow.yml',
    is: 'a GitHub workflow: a gate on pull requests, and an audit every night',
  },
  'cloud-build': {
    path: 'cloudbuild-pinky-audit.yaml',
    template: 'cloudbuild.yaml',
    is: 'a Cloud Build gate',
  },
  'pre-commit': {
    path: '.pre-commit-config.yaml',
    template: 'pre-commit.yaml',
    is: 'a pre-commit hook',
  },
} as const;
/** What a scheduled audit takes, written only where it is asked for. */
export const SCHEDULED = {
  'scheduled-terraform': {
    path: 'pinky-audit-scheduled/main.tf',
    template: 'scheduled.tf',
    is: 'a Cloud Run job, its schedule, bucket, accounts and alert, for Terraform',
  },
  'scheduled-gcloud': {
    path: 'pinky-audit-scheduled/deploy.sh',
    template: 'scheduled.sh',
    is: 'the same, for gcloud',
  },
  'scheduled-role': {
    path: 'pinky-audit-scheduled/role.yaml',
    template: 'scheduled-role.yaml',
    is: 'the custom role that the audit takes, for gcloud',
  },
} as const;
const ALL = { ...PARTS, ...SCHEDULED };
export type Part = keyof typeof ALL;
export const PART_NAMES = Object.keys(PARTS) as readonly Part[];
export const SCHEDULED_NAMES = Object.keys(SCHEDULED) as readonly Part[];

/** One file as it would be written. */
export interface Draft {
  readonly part: Part;
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly is: string;
  readonly text: string;
  /** What stands there already, which is never overwritten. */
  readonly there: string | undefined;
}

/** Where the build puts the templates. */
const FOLDER = 'dist/init';

/** The files of the parts asked for, filled in by what is known of the folder. */
export function draft(
  folder: string,
  parts: readonly Part[],
  facts: Facts & Readonly<Record<string, string>>,
): readonly Draft[] {
  return parts.map((part) => {
    const { path, template, is } = ALL[part];
    const known: Readonly<Record<string, string>> = { ...facts, path };
    const text = readFileSync(join(about().root, FOLDER, template), 'utf8');
    const filled = text.replaceAll(/__([a-z]+)__/g, (_, name: string) => known[name] as string);
    const there = [path, ...(part === 'config' ? CONFIG_NAMES : [])].find((name) =>
      existsSync(join(folder, name)),
    );
    return { part, path, is, text: filled, there };
  });
}

/** Every folder that must be made for a draft, relative, the outermost first; none where all are there. */
export const folderOf = ({ path }: Draft): string => dirname(path);
