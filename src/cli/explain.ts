import type { Configuration } from '../config/load.ts';
import { clauseAt, type Policy, paramKey, sayWant, typesOf, type Want } from '../policy/index.ts';
import type { Paper } from './paper.ts';

/** Every parameter key that a policy may ask for and whose default it declares. */
const keysOf = ({ id, params }: Policy): readonly string[] =>
  Object.keys(params ?? {}).map((name) => paramKey(id, name));

const say = (want: unknown): string => sayWant(want as Want, (name) => `the parameter ${name}`);

/** A policy as data: what is known of it without judging anything. */
export function describe(policy: Policy, { settings, environments, own }: Configuration): object {
  const { id, title, why, section, strategy, references = [], reads = [], when, want } = policy;
  const setting = settings.policies[id];
  return {
    id,
    section,
    title,
    why,
    severity: setting?.severity ?? policy.severity,
    enabled: setting?.enabled ?? true,
    environments: setting?.environments ?? policy.environments ?? null,
    types: typesOf(policy) ?? ['*'],
    reads,
    strategy: strategy.map((line) => ({ line, ...clauseAt(line) })),
    references,
    ...(when && { when: say(when) }),
    ...(want && { want: say(want) }),
    parameters: Object.fromEntries(
      keysOf(policy).map((key) => [
        key,
        Object.fromEntries(environments.map((name) => [name, settings.parameter(name, key)])),
      ]),
    ),
    own: own.some((one) => one.policy === policy),
  };
}

/** Explains one policy to a person: what it promises and why, how it is judged, set, repaired and waived. */
export function explain(policy: Policy, configuration: Configuration, paper: Paper): void {
  const { id, title, why, when, want, reads = [], references = [] } = policy;
  const { settings, environments } = configuration;
  const setting = settings.policies[id];
  const places = setting?.environments ?? policy.environments;
  paper.heading(id).text(`${title}.`).text(why);
  paper.heading('Strategy').table(
    policy.strategy.map((line) => {
      const clause = clauseAt(line);
      return [line, `${clause?.heading}: ${clause?.text}`];
    }),
  );
  paper
    .heading('Judged')
    .table([
      ['severity', setting?.enabled === false ? 'off' : (setting?.severity ?? policy.severity)],
      ['asset types', typesOf(policy)?.join(', ') ?? 'any'],
      ['environments', places?.join(', ') ?? 'every one'],
      ...(when ? [['only where', say(when)]] : []),
      ...(want ? [['must hold', say(want)]] : []),
      ...(reads.length > 0 ? [['reads also', reads.join(', ')]] : []),
    ]);
  const keys = keysOf(policy);
  if (keys.length > 0) paper.heading('Parameters').table(keys.flatMap((key) => rows(key, configuration)));
  paper.heading('Repair').text(sayRepair(policy), 2);
  if (references.length > 0) {
    const said = references.map(({ framework, version, id: control }) =>
      [framework, version, control].filter(Boolean).join(' '),
    );
    paper.heading('References').text(said.join(', '), 2);
  }
  paper.heading('Set it in pinky.config.yaml').verbatim(snippet(id, keys, environments[0] ?? 'production'));
}

function rows(key: string, { settings, environments }: Configuration): string[][] {
  const all = environments.map((name) => {
    const { value, origin } = settings.parameter(name, key);
    return [key, value === undefined ? '(not set)' : JSON.stringify(value), origin, name];
  });
  const alike = all.every(([, value, origin]) => value === all[0]?.[1] && origin === all[0]?.[2]);
  return (alike ? all.slice(0, 1) : all).map(([name = '', value = '', origin = '', environment = '']) => [
    name,
    value,
    alike ? origin : `${environment}: ${origin}`,
  ]);
}

/** How an impact reads. */
const IMPACTS: Readonly<Record<string, string>> = {
  none: 'disturbs nothing',
  'new-revision': 'rolls out a new revision',
  restart: 'restarts the resource',
  replace: 'replaces the resource',
  'cuts-clients': 'cuts off callers that rely on what it takes away',
};

function sayRepair({ repair, title }: Policy): string {
  if (typeof repair === 'string') return repair;
  if (repair?.manual !== undefined) return repair.manual;
  const how = repair?.create
    ? `A missing ${repair.createType ?? 'resource'} is created`
    : 'The change follows from what must hold';
  const impact = IMPACTS[repair?.impact ?? 'none'];
  const needs = repair?.requires === undefined ? '' : ` It requires ${repair.requires}.`;
  return repair ? `${how}; it ${impact}.${needs}` : `A person brings about that: ${title}.`;
}

/** The lines of a configuration that set the policy's parameters and waive it. */
function snippet(id: string, keys: readonly string[], environment: string): string {
  const set =
    keys.length === 0 ? [] : ['strategy:', `  ${environment}:`, ...keys.map((key) => `    ${key}: VALUE`)];
  return [
    ...set,
    'waivers:',
    `  - policy: ${id}`,
    '    asset: "//FULL/RESOURCE/NAME"',
    '    reason: why it is accepted',
    '    owner: who answers for it',
    '    until: 2026-12-31',
  ].join('\n');
}
