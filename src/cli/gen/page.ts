import { stringify } from 'yaml';
import {
  alternatives,
  clauseAt,
  type Policy,
  paramKey,
  type Repair,
  SECTIONS,
  sayDefault,
  sayKey,
  sayValue,
  sayWant,
  typesOf,
  type Want,
} from '#policy';
import { block, code, plain, table } from '../../report/index.ts';
import type { Proof } from '../harness/index.ts';
import { type Example, exampleOf, sayChanges } from './example.ts';

const IMPACTS: Readonly<Record<Repair['impact'], string>> = {
  none: 'disturbs nothing',
  'new-revision': 'rolls out a new revision',
  restart: 'restarts the resource',
  replace: 'replaces the resource',
  'cuts-clients': 'cuts off callers that rely on what it takes away',
};

/** A want as a list: one line for each path, alternatives apart; parameters by their name and default. */
function wanted(want: unknown, { params }: Policy): string {
  const say = (name: string): string => {
    const value = params?.[name]?.value;
    return value === undefined ? `the parameter ${name}` : `${sayValue(value)} (the parameter ${name})`;
  };
  const maps = alternatives(want as Want).map((map) =>
    Object.entries(map).map(
      ([path, requirement]) => `${code(sayKey(path))}: ${plain(sayWant({ '.': requirement }, say))}`,
    ),
  );
  if (maps.length === 1) return (maps[0] as string[]).map((line) => `\n  - ${line}`).join('');
  return maps
    .map((lines, i) => `\n  - ${i === 0 ? 'either' : 'or'}${lines.map((line) => `\n    - ${line}`).join('')}`)
    .join('');
}

const types = (policy: Policy): string =>
  typesOf(policy)?.map(code).join(', ') ?? 'any asset with an IAM policy or resource content';

function facts(policy: Policy): readonly string[] {
  const { severity, environments, when, want, reads, view } = policy;
  return [
    `- Severity: ${severity}`,
    `- Judges: ${types(policy)}`,
    `- Environments: ${environments?.join(', ') ?? 'every one'}`,
    ...(when ? [`- Only where:${wanted(when, policy)}`] : []),
    ...(want ? [`- Wants:${wanted(want, policy)}`] : []),
    ...(view ? [`- Computes: ${Object.keys(view).map(code).join(', ')}`] : []),
    ...(reads?.length ? [`- Reads also: ${reads.map(code).join(', ')}`] : []),
  ];
}

const strategy = ({ strategy }: Policy): string =>
  strategy
    .map((line) => {
      const clause = clauseAt(line);
      return `> ${line}, ${plain(clause?.heading ?? '')}: ${plain(clause?.text ?? '')}`;
    })
    .join('\n>\n');

function parameters({ id, params }: Policy): readonly string[] {
  const own = Object.entries(params ?? {});
  if (own.length === 0) return [];
  const rows = own.map(([name, declared]) => [
    code(paramKey(id, name)),
    ...(declared.value === undefined
      ? ['none', 'must be set']
      : [code(JSON.stringify(declared.value)), sayDefault(declared)]),
    plain(declared.is),
  ]);
  return [table(['parameter', 'default', 'from', 'meaning'], rows)];
}

function shown(example: Example | undefined): readonly string[] {
  if (!example) return [];
  const flaws = example.flaws.map((flaw) => `- ${plain(flaw)}`);
  return [`Example, ${plain(example.row)}:`, flaws.join('\n')];
}

function repair(policy: Policy, example: Example | undefined): readonly string[] {
  const found = example?.repair;
  if (!found) return [];
  const needs = found.requires === undefined ? '' : `; requires ${plain(found.requires)}`;
  const head = `Repair: ${found.kind}, ${IMPACTS[found.impact]}${needs}.`;
  if (found.kind === 'manual') {
    const general = typeof policy.repair === 'string' || policy.repair?.manual !== undefined;
    return [`${head} ${general ? plain(found.steps ?? '') : 'The value is a choice that a person makes.'}`];
  }
  if (found.kind === 'create') {
    return [
      `${head} Creates ${code(found.create?.type ?? '')}:`,
      block('json', JSON.stringify(found.create?.body, null, 2)),
    ];
  }
  return [
    `${head} On the example:`,
    sayChanges(found)
      .map((change) => `- ${plain(change)}`)
      .join('\n'),
  ];
}

function waiver({ id }: Policy, example: Example | undefined): readonly string[] {
  if (!example) return [];
  const entry = {
    policy: id,
    asset: example.asset,
    reason: 'why it is accepted',
    owner: 'who answers for it',
    until: '2026-12-31',
  };
  return ['Waiver:', block('yaml', stringify({ waivers: [entry] }))];
}

const FRAMEWORKS: Readonly<Record<string, string>> = {
  'cis-gcp': 'CIS Google Cloud',
  'nist-800-53': 'NIST SP 800-53',
  checkov: 'Checkov',
  'google-cel': 'Google CEL',
  kics: 'KICS',
  prowler: 'Prowler',
  scc: 'Security Command Center',
  trivy: 'Trivy',
};

function references({ references }: Policy): readonly string[] {
  if (!references?.length) return [];
  const all = references.map(({ framework, version, id }) =>
    [FRAMEWORKS[framework] ?? framework, version, id].filter(Boolean).join(' '),
  );
  return [`References: ${plain(all.join(', '))}`];
}

/** The part of a page that is about one policy; its heading is its id, so that its anchor is too. */
function policyPage(proof: Proof): string {
  const { policy } = proof;
  const example = exampleOf(proof);
  return [
    `## ${policy.id}`,
    `**${plain(policy.title)}.** ${plain(policy.why)}`,
    strategy(policy),
    facts(policy).join('\n'),
    ...parameters(policy),
    ...shown(example),
    ...repair(policy, example),
    ...waiver(policy, example),
    ...references(policy),
  ].join('\n\n');
}

/** The page of a section: what its policies promise, then each of them. */
export function sectionPage(proofs: readonly Proof[]): string {
  const section = (proofs[0] as Proof).policy.section;
  const rows = proofs.map(({ policy }) => [
    `[${policy.id}](#${policy.id})`,
    policy.severity,
    plain(policy.title),
  ]);
  return `${[
    '<!-- Generated by `pinky-audit gen` from the policies of this folder: change those, never this page. -->',
    `# ${SECTIONS[section]}`,
    table(['policy', 'severity', 'promise'], rows),
    ...proofs.map(policyPage),
  ].join('\n\n')}\n`;
}
