import type { ReportingDescriptor } from 'sarif';
import {
  byCodeUnit,
  clip,
  inert,
  type PolicyRow,
  plain,
  type Report,
  type ReporterOptions,
  SECTIONS,
} from '#report';
import { isSecurity, LEVELS, PROBLEMS, SCORES } from './levels.ts';

/** Of a description code scanning keeps this much; of tags, ten. */
const DESCRIPTION = 1_000;
const NAME = 255;
const TAGS = 10;

/** A rule for each selected policy, whatever is found: sorted by id, the same for every input. */
export const rulesOf = ({ policies }: Report, options: ReporterOptions): ReportingDescriptor[] =>
  [...policies].sort((a, b) => byCodeUnit(a.id, b.id)).map((policy) => ruleOf(policy, options));

function ruleOf(policy: PolicyRow, { page }: ReporterOptions): ReportingDescriptor {
  const { id, title, why, severity } = policy;
  const uri = page?.(policy);
  const name = nameOf(id);
  const score = isSecurity(policy)
    ? { 'security-severity': SCORES[severity] }
    : { 'problem.severity': PROBLEMS[severity] };
  return {
    id,
    ...(name !== undefined && { name }),
    shortDescription: { text: sentence(title) },
    fullDescription: { text: sentence(why) },
    help: { text: textOf(policy, uri), markdown: markdownOf(policy, uri) },
    ...(uri !== undefined && { helpUri: uri }),
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: tagsOf(policy), precision: 'very-high', ...score },
  };
}

/** `sql-no-public-ip` as SARIF wants a name beside an id, `SqlNoPublicIp`; undefined where it would say the same. */
function nameOf(id: string): string | undefined {
  const name = id
    .replace(/(?:^|[^A-Za-z\d]+)([A-Za-z\d])/g, (_, first: string) => first.toUpperCase())
    .replace(/[^A-Za-z\d]/g, '')
    .slice(0, NAME);
  return name === '' || name.toLowerCase() === id.toLowerCase() ? undefined : name;
}

const sentence = (text: string): string => `${clip(inert(text), DESCRIPTION).replace(/[.\s]+$/, '')}.`;

function tagsOf(policy: PolicyRow): string[] {
  const { section, severity, references } = policy;
  const cited = references.map(({ framework, version, id }) =>
    [framework, version, id].filter((part) => part !== undefined).join('/'),
  );
  const tags = [...(isSecurity(policy) ? ['security'] : []), section, severity, ...cited];
  return [...new Set(tags.map(inert))].slice(0, TAGS);
}

/** What a person must know of a policy, a line each; the same in both forms of help. */
function factsOf({ severity, section, strategy, environments, types }: PolicyRow): [string, string][] {
  return [
    ['Severity', severity],
    ['Section', SECTIONS[section] ?? section],
    ...strategy.map(({ line, heading, text }): [string, string] => [
      `Strategy ${line}`,
      `${heading}: ${text}`,
    ]),
    ['Environments', environments?.join(', ') ?? 'all'],
    ['Judges', types.join(', ')],
  ];
}

function textOf(policy: PolicyRow, uri: string | undefined): string {
  const facts = factsOf(policy).map(([name, value]) => `${inert(name)}: ${inert(value)}`);
  return [
    `${sentence(policy.title)} ${sentence(policy.why)}`,
    ...facts,
    ...(uri === undefined ? [] : [uri]),
  ].join('\n');
}

function markdownOf(policy: PolicyRow, uri: string | undefined): string {
  const shown = (text: string) => plain(inert(text));
  const facts = factsOf(policy).map(([name, value]) => `- ${shown(name)}: ${shown(value)}`);
  const link =
    uri === undefined ? [] : [`[What it wants, its parameters, an example and the repair](${uri})`];
  return [
    `**${shown(sentence(policy.title))}** ${shown(sentence(policy.why))}`,
    facts.join('\n'),
    ...link,
  ].join('\n\n');
}
