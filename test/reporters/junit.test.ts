import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { Report, ReporterOptions } from '#report';
import { loadReporters } from '../../reporters/index.ts';
import { finding, reportOf, result } from '../unit/report/made.ts';

const junit = (await loadReporters(['junit'])).get('junit');
const write = (report: Report, options: ReporterOptions = {}) =>
  [...(junit?.(report, options) ?? [])].join('');

interface Case {
  classname: string;
  name: string;
  file?: string;
  line?: string;
  failure?: { type: string; message: string; '#text': string };
  error?: { message: string };
  skipped?: { message: string };
}
type Totals = Record<'tests' | 'failures' | 'errors' | 'skipped', string>;
interface Document {
  testsuites: Totals & { testsuite?: (Totals & { name: string; testcase: Case[] })[] };
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: (name) => name === 'testsuite' || name === 'testcase',
  parseAttributeValue: false,
});
function read(text: string): Document {
  expect(XMLValidator.validate(text)).toBe(true);
  // Forbidden in text by XML 1.0, section 2.4, which this validator lets pass.
  expect(text).not.toContain(']]>');
  return parser.parse(text) as Document;
}
const casesOf = (report: Report): Case[] =>
  (read(write(report)).testsuites.testsuite ?? []).flatMap(({ testcase }) => testcase);

const waiver = { reason: 'moves', owner: 'db-team', until: '2026-03-31' };
const report = reportOf(
  [
    result('a', 'bad', [finding('x'), finding('y')]),
    result('a', 'good', [], { verdict: 'pass', message: 'kept' }),
    result('a', 'known', [finding('x', { baselined: true })], { baselined: true }),
    result('a', 'waived', [finding('x', { waiver })], { verdict: 'waived', waiver }),
    result('b', 'open', [], { verdict: 'unknown', reason: 'not read', needs: 'export it' }),
    result('b', 'person', [], { verdict: 'manual', reason: 'no attestation' }),
    result('b', 'other', [], { verdict: 'not-applicable' }),
    result('c', 'thrown', [], { verdict: 'error', cause: 'the cause' }),
  ],
  { errors: [{ code: 'E_X', message: 'no JSON', uri: 'a.ndjson', line: 3, hint: 'repair it' }] },
);

describe('junit', () => {
  it('counts its cases, in all and by suite: failures are what fails and nothing accepts', () => {
    const { testsuites } = read(write(report));
    const total = ({ tests, failures, errors, skipped }: Totals) =>
      [tests, failures, errors, skipped].map(Number);
    expect(total(testsuites)).toEqual([8, 1, 2, 4]);
    const suites = testsuites.testsuite ?? [];
    expect(suites.map((suite) => [suite.name, ...total(suite)])).toEqual([
      ['input', 1, 0, 1, 0],
      ['a', 4, 1, 0, 2],
      ['b', 2, 0, 0, 2],
      ['c', 1, 0, 1, 0],
    ]);
    for (const suite of suites) expect(suite.testcase).toHaveLength(Number(suite.tests));
  });

  it('has a case for what no asset was judged by, where the environment holds any', () => {
    const [first] = report.promises;
    if (!first) throw new Error('no promise');
    const none = { ...first.counts, fail: 0, pass: 0, waived: 0 };
    const open = {
      ...first,
      verdict: 'unknown',
      counts: none,
      reason: 'not read',
      needs: 'export it',
    } as const;
    const promises = [
      ...report.promises,
      { ...open, policy: 'd' },
      { ...open, policy: 'd', environment: 'staging' },
    ];
    expect(casesOf({ ...report, promises }).filter(({ classname }) => classname === 'd')).toEqual([
      {
        classname: 'd',
        name: 'evidence of production',
        skipped: { message: 'unknown: not read; export it' },
      },
    ]);
  });

  it('says of each case how it ended and why', () => {
    const by = Object.fromEntries(casesOf(report).map((one) => [one.name.split('/').at(-1), one]));
    expect(by['bad']).toMatchObject({
      classname: 'a',
      file: 'infra/main.tf',
      line: '12',
      failure: {
        type: 'critical',
        message: 'x is true; it must be false',
        '#text': 'x is true; it must be false\ny is true; it must be false',
      },
    });
    expect([by['good']?.failure, by['good']?.skipped]).toEqual([undefined, undefined]);
    expect(by['known']?.skipped?.message).toBe('in the baseline: x is true; it must be false');
    expect(by['waived']?.skipped?.message).toBe('waived until 2026-03-31 by db-team: moves');
    expect(by['open']?.skipped?.message).toBe('unknown: not read; export it');
    expect(by['person']?.skipped?.message).toBe('manual: no attestation');
    expect(by['thrown']?.error?.message).toBe('the cause');
    expect(by['E_X a.ndjson:3']?.error?.message).toBe('no JSON');
  });

  it.each([
    ']]>',
    '</testcase><testcase name="x">',
    '&lt;&amp;&#0;',
    '\0\u0001\u001b[2J',
    '\ufffe\uffff\ud800',
    '"\'\n\t',
    '<!--',
    '<?xml',
    '\u202e',
    'x'.repeat(10_000),
  ])('is well formed with %j in every name', (bad) => {
    const evil = result(`p${bad}`, bad, [finding(bad, { message: bad })], { message: bad, environment: bad });
    const text = write(
      reportOf([evil, result('q', bad, [], { verdict: 'unknown', reason: bad })], {
        errors: [{ code: bad, message: bad, uri: bad, hint: bad }],
      }),
    );
    expect(read(text).testsuites.tests).toBe('3');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what XML 1.0 forbids
    expect(text).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/);
  });

  it('gives cases of one policy names of their own: of two alike GitLab reads one', () => {
    const twice = reportOf([result('a', 'db', [finding('x')]), result('a', 'db', [finding('y')])]);
    expect(casesOf(twice).map(({ name }) => name)).toEqual([
      'projects/pinky-prod/instances/db',
      'projects/pinky-prod/instances/db (2)',
    ]);
  });

  it('leaves out what passes where there is too much, and says so', () => {
    const many = Array.from({ length: 25_001 }, (_, i) => result('a', `db-${i}`, [], { verdict: 'pass' }));
    const heard: string[] = [];
    const text = write(reportOf([...many, result('b', 'bad', [finding()])]), {
      told: (message) => heard.push(message),
    });
    expect(text.match(/<testcase /g)).toHaveLength(25_000);
    expect(text).toContain('<testsuites name="pinky-audit" tests="25000" failures="1"');
    expect(heard).toEqual([
      'junit: 2 of 25002 test cases are left out, those that pass first: GitLab refuses larger files',
    ]);
  });

  it('is less than 30 MB, however long names and messages are', () => {
    const long = '"<&>本'.repeat(60);
    const many = Array.from({ length: 20_000 }, (_, i) =>
      result('a', `${i}${long}`, [finding('x', { message: long })], { message: long }),
    );
    const text = write(reportOf(many));
    expect(Buffer.byteLength(text)).toBeLessThan(30_000_000);
    const [, tests = '', failures = ''] =
      /<testsuites name="pinky-audit" tests="(\d+)" failures="(\d+)"/.exec(text) ?? [];
    expect([failures, text.match(/<testcase /g)?.length]).toEqual([tests, Number(tests)]);
  });

  it('is broken where nothing could be judged', () => {
    const cases = casesOf(reportOf([result('a', 'db', [], { verdict: 'unknown', reason: 'not read' })]));
    expect(cases.map(({ name, error }) => [name.split('/').at(-1), error?.message])).toEqual([
      ['evidence', 'NOTHING COULD BE JUDGED.'],
      ['db', undefined],
    ]);
  });

  it('tells twenty findings of a case, and how many more there are', () => {
    const [one] = casesOf(
      reportOf([
        result(
          'a',
          'db',
          Array.from({ length: 25 }, (_, i) => finding(`x${i}`)),
        ),
      ]),
    );
    expect(one?.failure?.['#text'].split('\n')).toHaveLength(21);
    expect(one?.failure?.['#text']).toContain('and 5 more');
  });
});
