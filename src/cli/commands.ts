import type { Command } from 'commander';

/** Every command with its summary, in the order help lists them. */
export const COMMANDS = {
  scan: 'audit sources of evidence (the default command)',
  snapshot: 'write what a live project, folder or organization holds to a file',
  demo: 'audit a bundled deployment: no account, no network',
  drift: 'tell what changed between two snapshots, which promises broke or were restored, and since when',
  trend: 'show how verdicts went over the runs of a history, and how long repairs took',
  patrol: 'do one round of a scheduled audit: snapshot, audit, and what changed since the last',
  policies: 'list the policies, or explain one',
  strategy: 'print the parameters in effect and where each comes from',
  init: 'write the files with which a team adopts the tool: config, gates, hook',
  new: 'scaffold a policy and its rows',
  test: "prove policies by their rows, also a team's own",
  gen: 'write what follows from the policies: pages, catalogue, schemas',
  completion: 'print a completion script for bash, zsh or fish',
} as const;

/** What is typed, by command: shown below its help. */
export const EXAMPLES: Readonly<Record<keyof typeof COMMANDS, readonly string[]>> = {
  scan: [
    'pinky-audit resources.json iam.json',
    "pinky-audit scan --env production --policy 'sql-*' export/",
    'pinky-audit scan --plan tfplan.json --plan-sources tfplan --output sarif=out.sarif',
    'pinky-audit --project shop-prod',
    'pinky-audit --strict --fail-on high --output json=report.json resources.json',
    'pinky-audit --output sarif=pinky.sarif --output junit=junit.xml --format github resources.json',
    'pinky-audit --history audits.duckdb export/',
    'gcloud asset list --project=ID --content-type=resource --format=json | pinky-audit -',
  ],
  snapshot: [
    'pinky-audit snapshot --project shop-prod --out shop.ndjson',
    'pinky-audit snapshot --organization 123456789012 --out org.ndjson.gz',
    'pinky-audit snapshot --resume --out org.ndjson.gz',
    'pinky-audit snapshot --folder 42 --all-types | gzip > everything.ndjson.gz',
    'pinky-audit snapshot --project shop-prod --print-role > role.yaml',
  ],
  demo: ['pinky-audit demo', 'pinky-audit demo --env production --severity high'],
  drift: [
    'pinky-audit drift monday/ tuesday/',
    'pinky-audit drift old.ndjson new.ndjson --env production --fail-on high',
    'pinky-audit drift old.json new.json --policy "sql-*" --format markdown --output json=drift.json',
    'gcloud asset list --project=ID --content-type=resource --format=json | pinky-audit drift last.json -',
  ],
  trend: [
    'pinky-audit trend --history audits.duckdb',
    "pinky-audit trend --history audits.duckdb --env production --policy 'sql-*' --since 2026-01-01",
    'pinky-audit trend --history audits.duckdb --format csv --table findings > findings.csv',
  ],
  patrol: [
    'pinky-audit patrol --organization 123456789012 --evidence /evidence',
    'pinky-audit patrol --snapshot export.ndjson --evidence audits/ --fail-on high',
  ],
  policies: [
    'pinky-audit policies',
    'pinky-audit policies sql-regional-ha',
    'pinky-audit policies --format json',
  ],
  strategy: ['pinky-audit strategy', 'pinky-audit strategy --env production --format json'],
  init: [
    'pinky-audit init --dry-run',
    'pinky-audit init config github --terraform infra/prod',
    'pinky-audit init --yes',
    'pinky-audit init --scheduled --project shop-ops --organization 123456789012 --notify sre@example.com',
  ],
  new: ['pinky-audit new disaster-recovery/sql-backup-window --on sqladmin.googleapis.com/Instance'],
  test: ['pinky-audit test', 'pinky-audit test sql-backup-window'],
  gen: ['pinky-audit gen', 'pinky-audit gen --check'],
  completion: ['source <(pinky-audit completion bash)', 'pinky-audit completion fish | source'],
};

export type CommandName = keyof typeof COMMANDS;

/** Takes the exit code of a command. */
export type Exit = (code: number) => void;

/**
 * Declares one command; `commands/<name>.ts` exports it as `command`. `all` gives every command, for the one that
 * completes them.
 */
export type Declare = (exit: Exit, all: () => Promise<readonly Command[]>) => Command;
