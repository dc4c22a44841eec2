import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { XMLValidator } from 'fast-xml-parser';
import { afterAll, describe, expect, it } from 'vitest';
import { FORMATS } from '../../reporters/index.ts';
import { githubIngestLint } from '../sarif/lint.ts';
import { Bench, type Json, ndjson, records } from './deployment.ts';

const bench = new Bench();
afterAll(() => bench.remove());

/** What acts on a terminal or a log, hides in text or turns it around; and markup and names without end. */
const HOSTILE = [
  '\u001b[2J\u001b]0;title\u0007',
  '\u009b31m\u0090q\u009c',
  '\r\n',
  '\n::error file=a.ts::owned\n',
  '::error::owned',
  '##[error]owned ##vso[task.complete]',
  '\u202e\u2066desrever\u2069',
  '\u200b\u200d\ufeff\u00ad',
  '\u2028\u2029\u0085\t\v\f\b\0\u007f',
  '\u{e0041}\u{e0042}\ud800',
  '<script>alert(1)</script><!--',
  '$(reboot)`reboot`; | & "quoted" \'',
  '本番🚀é',
];
const hostile = fc
  .array(fc.constantFrom(...HOSTILE, 'a', ' '), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''));
const LONG = `${'x'.repeat(5000)}${HOSTILE.join(' ')}${'y'.repeat(5000)}`;

/** Everything but newline that no output may hold. */
const ACTIVE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\0-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}\ud800-\udfff]/u;
/** What the log of a build takes for a command: none is named in hexadecimal digits alone, to which a cut may shorten one. */
const COMMAND = /^\s*::[\da-f]*[g-z-]|##(vso)?\[/im;
const COMMAND_INSIDE = new RegExp(COMMAND.source.replace('^\\s*', ''), 'i');

/** The record with a text in every place that a person may fill in and a report may print. */
function planted(record: Json, text: string): Json {
  const walk = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((inner) => walk(inner, key));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([inner, one]) => [
          key === 'labels' || key === 'userLabels' ? `${inner}${text}` : inner,
          walk(one, inner),
        ]),
      );
    return typeof value === 'string' && PLACES.has(key) ? `${value}${text}` : value;
  };
  const changed = walk(record, '') as Json;
  return { ...changed, name: `${record['name']}${text}` };
}
const PLACES = new Set(
  'displayName,description,members,value,content,labels,userLabels,tier,sslMode,location,image,serviceAccountName,title,role,sourceRanges,host'.split(
    ',',
  ),
);

const all = records().filter((record) =>
  /sqladmin|run\.g|Firewall|Project|Alert|Bucket/.test(String(record['assetType'])),
);
const quoted = JSON.stringify;

/** Runs an audit in which the text is everywhere, in the configuration and the names of files too. */
async function audited(text: string) {
  const list = all.map((record) => planted(record, text));
  list.push(
    planted(all.find(({ assetType }) => assetType === 'sqladmin.googleapis.com/Instance') as Json, text),
  );
  // Two that say different things at one time, one without a name, one without JSON, and one that is no asset.
  list.push({ ...(list.at(-1) as Json), resource: { data: { settings: { tier: text } } } });
  list.push({ assetType: text, [text]: 1 });
  const plain = text.replaceAll(/[\0/\ud800-\udfff]/g, '').slice(0, 60);
  const file = bench.write(
    `${plain || 'a'}.ndjson`,
    `${ndjson(list)}{"name":${quoted(text)} broken\n{${quoted(text)}:1}\n`,
  );
  const config = bench.write(
    'pinky.config.yaml',
    `waivers:\n  - ${quoted({ policy: 'sql-no-public-ip', asset: `*${text}`, reason: `moved ${text}`, owner: `ada ${text}`, until: '2099-01-01' })}\n`,
  );
  const wrong = bench.write(
    `wrong${plain}.yaml`,
    `${quoted({ [text]: 1, waivers: [{ [text]: text }], strategy: { [text]: {} } })}\n`,
  );
  const outputs = FORMATS.map((format) => [format, join(bench.folder, `report.${format}`)] as const);
  const files = outputs.flatMap(([format, path]) => ['--output', `${format}=${path}`]);
  return {
    terminal: await bench.inside([file, '--config', config, '--all', '--verbose']),
    json: await bench.inside([file, '--config', config, '--all', '--format', 'json', ...files]),
    written: Object.fromEntries(outputs.map(([format, path]) => [format, readFileSync(path, 'utf8')])),
    // What is refused says what it saw.
    refused: [
      await bench.inside([file, '--config', wrong]),
      await bench.inside([file, '--policy', text]),
      await bench.inside([file, '--env', text]),
      await bench.inside([file, '--output', text]),
      await bench.inside([`${bench.folder}/${plain}`]),
      await bench.inside([bench.write(`text${plain}`, text)]),
      await bench.inside(['policies', text]),
    ],
  };
}

async function inert(text: string): Promise<void> {
  const { terminal, json, written, refused } = await audited(text);
  for (const [format, document] of Object.entries(written)) {
    expect([format, ACTIVE.exec(document)?.[0]]).toEqual([format, undefined]);
    if (format !== 'github') expect([format, COMMAND.exec(document)?.[0]]).toEqual([format, undefined]);
  }
  // Every line of the annotations is a command of our own, and none holds another.
  for (const line of (written['github'] ?? '').trimEnd().split('\n')) {
    expect(line).toMatch(/^::(error|warning|notice) [^:]*::/);
    expect(line.replace(/^::(error|warning|notice) [^:]*::/, '')).not.toMatch(COMMAND_INSIDE);
  }
  expect(XMLValidator.validate(written['junit'] ?? '')).toBe(true);
  expect(githubIngestLint(written['sarif'] ?? '')).toEqual([]);
  expect(Array.isArray(JSON.parse(written['gitlab'] ?? ''))).toBe(true);
  expect((written['markdown'] ?? '').length).toBeLessThanOrEqual(65_536);
  expect(terminal.status).toBe(2);
  expect(JSON.parse(json.stdout)).toMatchObject({ schemaVersion: '1.0' });
  for (const { status, stdout, stderr } of [terminal, json, ...refused]) {
    expect([status, ACTIVE.exec(stdout)?.[0], ACTIVE.exec(stderr)?.[0]]).toEqual([2, undefined, undefined]);
    expect([COMMAND.exec(stdout)?.[0], COMMAND.exec(stderr)?.[0]]).toEqual([undefined, undefined]);
  }
}

describe('hostile text comes out inert', () => {
  it.each(HOSTILE)('%j', (text) => inert(text));

  it('ten thousand characters long', () => inert(LONG));

  it('in any mixture', () =>
    fc.assert(fc.asyncProperty(hostile, inert), { numRuns: 8, interruptAfterTimeLimit: 20_000 }));
});
