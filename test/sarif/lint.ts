import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Log, Region, ReportingDescriptor, Result, Run } from 'sarif';

/** What else is known of a document than its text. */
export interface Around {
  /** The folder of the repository: every file named must be in it. */
  readonly root?: string;
  /** Suppressed results and states of a baseline were asked for. */
  readonly suppressed?: boolean;
}

const MAX_PACKED = 10_000_000;
const MAX_RESULTS = 5_000;

/**
 * What GitHub code scanning refuses, misreads or shows badly and no schema or validator sees, beside what they do see:
 * docs.github.com, SARIF support for code scanning, and its limits. Empty for a document that is taken as it is meant.
 */
export function githubIngestLint(text: string, around: Around = {}): string[] {
  const wrong: string[] = [];
  const say = (holds: unknown, what: string) => {
    if (!holds) wrong.push(what);
  };
  say(!text.startsWith('\ufeff'), 'byte order mark');
  say(gzipSync(text).length <= MAX_PACKED, 'packed size');
  const log = JSON.parse(text) as Log;
  say(log.version === '2.1.0' && log.$schema, 'version and schema');
  const runs = log.runs ?? [];
  say(runs.length === 1, 'one run');
  const ids = runs.map((run) => `${run.tool.driver.name} ${run.automationDetails?.id}`);
  say(new Set(ids).size === ids.length, 'two runs of one category');
  for (const run of runs) wrong.push(...lintRun(run, around));
  return [...new Set(wrong)];
}

function lintRun(run: Run, around: Around): string[] {
  const wrong: string[] = [];
  const say = (holds: unknown, what: string) => {
    if (!holds) wrong.push(what);
  };
  const { driver } = run.tool;
  const rules = driver.rules ?? [];
  say(driver.name === 'pinky-audit', 'tool name');
  say(/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(driver.semanticVersion ?? ''), 'semantic version');
  say(Array.isArray(run.results), 'results is a list');
  say(run.columnKind === 'utf16CodeUnits', 'column kind');
  say(/^pinky-audit\/[\w.\-/]+\/$/.test(run.automationDetails?.id ?? ''), 'category');
  say(run.invocations?.length === 1, 'one invocation');
  const [invocation] = run.invocations ?? [];
  say(typeof invocation?.executionSuccessful === 'boolean', 'executionSuccessful');
  say(
    Object.keys(invocation ?? {}).every((key) => KNOWN.has(key)),
    'volatile invocation',
  );
  say(new Set(rules.map(({ id }) => id)).size === rules.length, 'duplicate rule');
  say(
    rules.every(({ id }, i) => i === 0 || (rules[i - 1] as ReportingDescriptor).id < id),
    'rules sorted',
  );
  for (const rule of rules) wrong.push(...lintRule(rule));
  const results = run.results ?? [];
  say(results.length <= MAX_RESULTS, 'number of results');
  const places = new Set<string>();
  const hashes = new Set<string>();
  for (const result of results) {
    wrong.push(...lintResult(result, rules, around));
    const at = result.locations?.[0]?.physicalLocation;
    const rule = `${result.ruleId} ${at?.artifactLocation?.uri}`;
    const place = `${rule} ${JSON.stringify(at?.region)}`;
    const hash = `${rule} ${result.partialFingerprints?.['primaryLocationLineHash']}`;
    say(!places.has(place), 'duplicate result');
    say(!hashes.has(hash), 'duplicate fingerprint');
    places.add(place);
    hashes.add(hash);
  }
  return wrong;
}

const KNOWN = new Set(['executionSuccessful', 'toolExecutionNotifications']);

function lintRule({
  id,
  name,
  shortDescription,
  fullDescription,
  help,
  helpUri,
  ...rule
}: ReportingDescriptor): string[] {
  const {
    tags = [],
    precision,
    ...properties
  } = (rule.properties ?? {}) as Record<string, unknown> & { tags?: string[] };
  const severity = properties['security-severity'];
  const problem = properties['problem.severity'];
  const level = rule.defaultConfiguration?.level ?? '';
  const fits = (text: string | undefined) => (text ?? '').length > 0 && (text ?? '').length <= 1024;
  const security = tags.includes('security');
  return [
    [id !== '' && (name ?? 'x').length <= 255, 'rule id and name'],
    [fits(shortDescription?.text) && fits(fullDescription?.text), 'rule descriptions'],
    [help?.text && help.markdown, 'rule help'],
    [/^https:\/\/[^\s]+$/.test(helpUri ?? ''), 'helpUri'],
    [['error', 'warning', 'note'].includes(level), 'rule level'],
    [tags.length >= 1 && tags.length <= 10 && new Set(tags).size === tags.length, 'rule tags'],
    [['very-high', 'high', 'medium', 'low'].includes(String(precision)), 'rule precision'],
    [security === (severity !== undefined), 'security tag and score go together'],
    [severity === undefined || SCORE.test(String(severity)), 'security-severity'],
    [severity === undefined || typeof severity === 'string', 'security-severity is text'],
    [severity === undefined || LEVEL_OF(Number(severity)) === level, 'score and level differ'],
    [security || ['error', 'warning', 'recommendation'].includes(String(problem)), 'problem.severity'],
  ].flatMap(([holds, what]) => (holds ? [] : [String(what)]));
}

const SCORE = /^(10\.0|[1-9]\.\d|0\.[1-9])$/;
const LEVEL_OF = (score: number): string => (score >= 7 ? 'error' : score >= 4 ? 'warning' : 'note');

function lintResult(result: Result, rules: readonly ReportingDescriptor[], around: Around): string[] {
  const { ruleId, ruleIndex = -1, message, locations = [], kind = 'fail', level = '' } = result;
  const text = message.text ?? '';
  const [location] = locations;
  const uri = location?.physicalLocation?.artifactLocation?.uri;
  const links = [...text.matchAll(/\]\(([^)]*)\)/g)].map(([, target]) => target);
  const related = (result.relatedLocations ?? []).map(({ id }) => String(id));
  const default_ = rules[ruleIndex]?.defaultConfiguration?.level;
  return [
    [rules[ruleIndex]?.id === ruleId, 'rule of a result'],
    [level === default_, 'level of a result'],
    [/^[^\s].*?\.( |$)/s.test(text), 'message text'],
    [kind === 'fail', 'kind'],
    [
      around.suppressed || (result.suppressions === undefined && result.baselineState === undefined),
      'suppressed',
    ],
    [locations.length === 1 && location?.physicalLocation, 'one physical location'],
    [isRelative(uri), 'relative uri'],
    [uri === undefined || around.root === undefined || isThere(around.root, uri), 'file in the repository'],
    [isRegion(location?.physicalLocation?.region), 'region'],
    [/^[\da-f]{16}:\d+$/.test(result.partialFingerprints?.['primaryLocationLineHash'] ?? ''), 'fingerprint'],
    [links.join() === related.join(), 'links and related locations'],
    [
      (result.relatedLocations ?? []).every(({ physicalLocation }) =>
        isRelative(physicalLocation?.artifactLocation?.uri),
      ),
      'related uri',
    ],
  ].flatMap(([holds, what]) => (holds ? [] : [String(what)]));
}

function isRelative(uri: string | undefined): boolean {
  if (uri === undefined || uri === '' || /^([a-z][a-z\d+.-]*:|\/)|\\|\s|\/\/|[?#]/i.test(uri)) return false;
  if (uri.split('/').some((part) => part === '.' || part === '..')) return false;
  try {
    return decodeURIComponent(uri) !== '';
  } catch {
    return false;
  }
}

const isThere = (root: string, uri: string): boolean => existsSync(join(root, decodeURIComponent(uri)));

function isRegion(region: Region | undefined): boolean {
  const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = region ?? {};
  return startLine >= 1 && startColumn >= 1 && endLine === startLine && endColumn > startColumn;
}

/** Whether every region of a document lies within the lines of the files it names. */
export function regionsInside(text: string, root: string): string[] {
  const log = JSON.parse(text) as Log;
  return (log.runs[0]?.results ?? []).flatMap(({ locations = [] }) => {
    const { artifactLocation, region } = locations[0]?.physicalLocation ?? {};
    const path = decodeURIComponent(artifactLocation?.uri ?? '');
    const line = readFileSync(join(root, path), 'utf8').split(/\r?\n/)[(region?.startLine ?? 0) - 1];
    return line !== undefined && (region?.endColumn ?? 0) - 1 <= Math.max(line.length, 1)
      ? []
      : [`${path}:${region?.startLine}`];
  });
}
