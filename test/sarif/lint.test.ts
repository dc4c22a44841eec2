import type { Log, Result, Run } from 'sarif';
import { describe, expect, it } from 'vitest';
import { reports, sarifOf } from './documents.ts';
import { githubIngestLint } from './lint.ts';

const good = sarifOf(reports['one'] as NonNullable<(typeof reports)[string]>);

/** The good document with one defect. */
function broken(change: (run: Run, result: Result, log: Log) => void): string {
  const log = JSON.parse(good) as Log;
  const run = log.runs[0] as Run;
  change(run, run.results?.[0] as Result, log);
  return JSON.stringify(log);
}

const physical = (result: Result) =>
  result.locations?.[0]?.physicalLocation as {
    artifactLocation: { uri: string };
    region: Record<string, number>;
  };
const uri = (value: string) => broken((_, result) => void (physical(result).artifactLocation.uri = value));
const region = (value: Record<string, number>) =>
  broken((_, result) => Object.assign(physical(result).region, value));
const rule = (change: (rule: Record<string, unknown> & { properties: Record<string, unknown> }) => void) =>
  broken((run) => change(run.tool.driver.rules?.[0] as never));

describe('the check of our own', () => {
  it('finds nothing in a good document', () => {
    expect(githubIngestLint(good)).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['startLine 0', region({ startLine: 0, endLine: 0 }), 'region'],
    ['a region that ends before it begins', region({ endLine: 3 }), 'region'],
    ['a region without width', region({ endColumn: 5 }), 'region'],
    [
      'no region',
      broken((_, result) => void delete (physical(result) as { region?: unknown }).region),
      'region',
    ],
    [
      'a duplicate rule',
      broken((run) => void run.tool.driver.rules?.push(structuredClone(run.tool.driver.rules[0] as never))),
      'duplicate rule',
    ],
    [
      'an invocation that does not say how it went',
      broken((run) => void (run.invocations = [{} as never])),
      'executionSuccessful',
    ],
    [
      'an invocation that tells of the machine',
      broken((run) => void Object.assign(run.invocations?.[0] ?? {}, { machine: 'x' })),
      'volatile invocation',
    ],
    [
      'a level there is not',
      rule((one) => void (one['defaultConfiguration'] = { level: 'fatal' })),
      'rule level',
    ],
    ['an absolute path', uri('/infra/main.tf'), 'relative uri'],
    ['a backslash', uri('infra\\main.tf'), 'relative uri'],
    ['a space', uri('infra/main file.tf'), 'relative uri'],
    ['an empty uri', uri(''), 'relative uri'],
    ['./', uri('./main.tf'), 'relative uri'],
    ['../', uri('../main.tf'), 'relative uri'],
    ['file://', uri('file:///main.tf'), 'relative uri'],
    ['https', uri('https://example.com/main.tf'), 'relative uri'],
    ['git::', uri('git::https://example.com/x'), 'relative uri'],
    ['a network path', uri('//storage.googleapis.com/x'), 'relative uri'],
    ['a broken escape', uri('a%zz'), 'relative uri'],
    ['an empty helpUri', rule((one) => void (one['helpUri'] = '')), 'helpUri'],
    ['no locations', broken((_, result) => void (result.locations = [])), 'one physical location'],
    [
      'two locations',
      broken((_, result) => void result.locations?.push(result.locations[0] as never)),
      'one physical location',
    ],
    [
      'a logical location alone',
      broken((_, result) => void (result.locations = [{ logicalLocations: [{ name: 'x' }] }])),
      'one physical location',
    ],
    [
      'a message by id',
      broken((_, result) => void (result.message = { id: 'x', arguments: [] })),
      'message text',
    ],
    ['no help', rule((one) => void delete one['help']), 'rule help'],
    ['no short description', rule((one) => void delete one['shortDescription']), 'rule descriptions'],
    [
      'a score in words',
      rule((one) => void (one.properties['security-severity'] = 'HIGH')),
      'security-severity',
    ],
    [
      'a score as a number',
      rule((one) => void (one.properties['security-severity'] = 9.5)),
      'security-severity is text',
    ],
    [
      'a score of another level',
      rule((one) => void (one.properties['security-severity'] = '2.0')),
      'score and level differ',
    ],
    [
      'a score without the tag',
      rule((one) => void (one.properties['tags'] = ['x'])),
      'security tag and score go together',
    ],
    [
      'more than ten tags',
      rule(
        (one) => void (one.properties['tags'] = Array.from({ length: 21 }, (_, i) => `security${i || ''}`)),
      ),
      'rule tags',
    ],
    [
      'two runs of one category',
      broken((run, _, log) => void log.runs.push(structuredClone(run))),
      'two runs of one category',
    ],
    ['kind pass', broken((_, result) => void (result.kind = 'pass')), 'kind'],
    ['a suppressed result', broken((_, result) => void (result.suppressions = [])), 'suppressed'],
    ['the state of a baseline', broken((_, result) => void (result.baselineState = 'new')), 'suppressed'],
    ['a duplicate result', broken((run, result) => void run.results?.push(result)), 'duplicate result'],
    ['version v1', broken((run) => void (run.tool.driver.semanticVersion = 'v1')), 'semantic version'],
    ['no results', broken((run) => void delete run.results), 'results is a list'],
    [
      'a category without its slash',
      broken((run) => void (run.automationDetails = { id: 'pinky-audit/x' })),
      'category',
    ],
    ['columns that are not said to be UTF-16', broken((run) => void delete run.columnKind), 'column kind'],
    ['a ruleIndex of another rule', broken((_, result) => void (result.ruleIndex = 5)), 'rule of a result'],
    [
      'a level unlike that of the rule',
      broken((_, result) => void (result.level = 'note')),
      'level of a result',
    ],
    ['no fingerprint', broken((_, result) => void delete result.partialFingerprints), 'fingerprint'],
    [
      'a link to nothing',
      broken((_, result) => void (result.message.text = '[x](1).')),
      'links and related locations',
    ],
    ['a byte order mark', `\ufeff${good}`, 'byte order mark'],
  ])('refuses %s', (_, text, what) => {
    const lint = () => githubIngestLint(text.startsWith('\ufeff') ? text : text);
    if (text.startsWith('\ufeff')) expect(lint).toThrow();
    else expect(lint()).toContain(what);
  });
});
