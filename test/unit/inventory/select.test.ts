import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectOfRecord } from '../../../src/inventory/project.ts';
import { type Decision, SERVICE_TYPE, type Selection, Selector } from '../../../src/inventory/select.ts';
import { typeOf } from '../../../src/inventory/spelling.ts';
import { aliases, currentType } from '../../../src/inventory/types/names.ts';

const SQL = 'sqladmin.googleapis.com/Instance';
const FIREWALL = 'compute.googleapis.com/Firewall';
const POD = 'k8s.io/Pod';
const NEEDLES = ['allUsers', 'allAuthenticatedUsers'];

/** Decides on texts that stand one after another in one buffer, as lines of a file do. */
function decide(texts: string[], selection: Partial<Selection> = {}) {
  const selector = new Selector({ types: [SQL, FIREWALL], ...selection });
  const view = Buffer.from(texts.join('\n'));
  selector.begin(view);
  let start = 0;
  const decisions = texts.map((text): Decision => {
    const end = start + Buffer.byteLength(text);
    const decision = selector.decide(start, end);
    start = end + 1;
    return decision;
  });
  return { selector, decisions };
}

const one = (text: string, selection?: Partial<Selection>) => decide([text], selection).decisions[0];

describe('what is selected', () => {
  const filler = `"x":"${'y'.repeat(1000)}"`;

  it.each([
    ['first', `{"name":"//a","assetType":"${SQL}","resource":{}}`],
    ['in snake case', `{"name":"//a","asset_type":"${SQL}","resource":{}}`],
    ['after ancestors', `{"ancestors":["projects/1"],"assetType":"${SQL}","name":"//a"}`],
    ['after everything', `{${filler},"resource":{"data":{"assetType":"${POD}"}},"assetType":"${SQL}"}`],
    [
      'in snake case after everything',
      `{${filler},"resource":{"data":{"assetType":"${POD}"}},"asset_type":"${SQL}"}`,
    ],
    ['with blanks', `{ "name" : "//a" , "assetType" :\n\t"${SQL}" }`],
    ['with an escaped key', `{"name":"//a","asset\\u0054ype":"${SQL}"}`],
    ['with an escaped letter', `{"name":"//a","assetType":"${SQL.replace('I', '\\u0049')}"}`],
    ['with an escaped slash', `{"name":"//a","assetType":"${SQL.replace('/', '\\/')}"}`],
    [
      'in a second key, the one that counts',
      `{"name":"//a","assetType":"${POD}",${filler},"assetType":"${SQL}"}`,
    ],
    [
      'in a second key with escapes',
      `{"name":"//a","assetType":"${POD}",${filler},"\\u0061ssetType":"${SQL}"}`,
    ],
    ['as of 2018', '{"name":"//a","asset_type":"google.compute.Firewall"}'],
    ['as of 2018, another service', '{"name":"//a","asset_type":"google.cloud.sql.Instance"}'],
    ['in a feed message', `{"asset":{"name":"//a","assetType":"${SQL}"},"window":{}}`],
    ['in a feed message of a deletion', `{"deleted":true,"priorAsset":{"name":"//a","assetType":"${SQL}"}}`],
    ['not at all', '{"name":"//a","resource":{}}'],
    ['as no string', `{"name":"//a","assetType":null,"asset_type":"${SQL}"}`],
    ['in a manifest', `{"pinkyManifest":{"types":[{"assetType":"${POD}"}]}}`],
    ['late in a manifest', `{${filler},"types":[{"assetType":"${POD}"}],"pinkyManifest":{}}`],
  ])('a record that names its type %s', (_, text) => {
    expect(one(text)).toBe('record');
  });

  it.each([
    ['another type', `{"name":"//a","assetType":"${POD}","resource":{"data":{"kind":"${SQL}"}}}`],
    ['another type in snake case', `{"name":"//a","asset_type":"${POD}"}`],
    ['another type, late', `{${filler},"assetType":"${POD}"}`],
    ['a longer type', `{"name":"//a","assetType":"${SQL}s"}`],
    ['a type only as a value', `{"name":"//a","assetType":"${POD}","list":["assetType","${SQL}"]}`],
    ['a type in an escaped text', `{"name":"//a","assetType":"${POD}","t":"{\\"assetType\\":\\"${SQL}\\"}"}`],
    ['an escape that is no letter', `{"name":"//a","assetType":"${POD}","t":"\\u003cb\\u003e \\u00e9"}`],
  ])('not a record of %s', (_, text) => {
    expect(one(text)).toBe('skip');
  });

  it('is decided for each record by its own bytes', () => {
    const texts = [POD, SQL, POD, FIREWALL, POD].map((type) => `{"name":"//a","assetType":"${type}"}`);
    expect(decide(texts).decisions).toEqual(['skip', 'record', 'skip', 'record', 'skip']);
  });

  it('is the same when a record is looked at again', () => {
    const first = `{"name":"//a","assetType":"${SQL}"}`;
    const { selector, decisions } = decide([first, `{"name":"//b","assetType":"${POD}"}`]);
    expect(decisions).toEqual(['record', 'skip']);
    expect(selector.decide(0, first.length)).toBe('record');
  });

  it('is still found after many records that name their type late', () => {
    const late = `{${filler},"assetType":"${POD}"}`;
    const texts = [...Array(200).fill(late), late.replace(POD, SQL), `{"name":"//a","asset_type":"${SQL}"}`];
    expect(decide(texts).decisions.slice(-3)).toEqual(['skip', 'record', 'record']);
  });

  it('never leaves out a record whose type, once parsed, is wanted', () => {
    fc.assert(
      fc.property(fc.array(anyRecord(), { minLength: 1, maxLength: 4 }), (texts) => {
        const { decisions, selector } = decide(texts);
        texts.forEach((text, i) => {
          const type = typeOf(JSON.parse(text));
          if (type !== undefined && selector.types.has(type)) expect(decisions[i]).toBe('record');
        });
      }),
      { numRuns: 3000 },
    );
  });
});

/** JSON texts of records with type keys in every spelling, place and number. */
function anyRecord(): fc.Arbitrary<string> {
  const escaped = (text: string) => text.replace('s', '\\u0073');
  const key = fc
    .constantFrom('assetType', 'asset_type', 'name', 'asset', 'priorAsset', 'ancestors', 'resource', 'x')
    .chain((name) => fc.constantFrom(name, name, name, escaped(name)));
  const types = [
    SQL,
    POD,
    FIREWALL,
    'google.compute.Firewall',
    SERVICE_TYPE,
    escaped(SQL),
    SQL.replace('/', '\\/'),
  ];
  const string = fc.constantFrom(
    ...types,
    '//a/projects/p/b',
    'assetType',
    '\\"assetType\\":',
    '\\\\',
    'é',
    '',
  );
  const blank = fc.constantFrom('', '', ' ', '\n ', '\t');
  const { value } = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      string.map((text) => `"${text}"`),
      fc.constantFrom('null', '1', 'true', '{}', '[]'),
      fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
      object(tie('value')),
    ),
  }));
  function object(inner: fc.Arbitrary<string>): fc.Arbitrary<string> {
    const member = fc
      .tuple(blank, key, blank, blank, inner)
      .map(([a, name, b, c, content]) => `${a}"${name}"${b}:${c}${content}`);
    return fc.array(member, { maxLength: 5 }).map((members) => `{${members.join(',')}}`);
  }
  return object(value);
}

describe('IAM policies of other types', () => {
  const iam = { iam: { needles: NEEDLES } };
  const policy = (member: string) => `{"bindings":[{"role":"roles/x","members":["${member}"]}]}`;
  const pod = (project: string, rest: string) =>
    `{"name":"//k8s.io/projects/${project}/pods/a","assetType":"${POD}",${rest}}`;

  it.each([
    ['allUsers', 'policy'],
    ['allAuthenticatedUsers', 'policy'],
    ['user:a@example.com', 'verify'],
  ])('one with %s: %s', (member, decision) => {
    for (const key of ['iamPolicy', 'iam_policy'])
      expect(one(pod('p', `"${key}" : ${policy(member)}`), iam)).toBe(decision);
  });

  it('are parsed when a letter of them is escaped', () => {
    expect(one(pod('p', `"iamPolicy":${policy('\\u0061llUsers')}`), iam)).toBe('record');
  });

  it('are found by whole words only', () => {
    for (const word of ['all', 'Users', 'allAuthenticated Users', 'forallUser'])
      expect(one(pod('p', `"iamPolicy":${policy(word)}`), iam)).toBe('verify');
    expect(one(pod('p', `"iamPolicy":${policy('user:é')}`), { iam: { needles: ['user:é'] } })).toBe('policy');
  });

  it('are left alone when they are not asked for, and where there are none', () => {
    expect(one(pod('p', `"iamPolicy":${policy('allUsers')}`))).toBe('skip');
    expect(one(pod('p', '"restartPolicy":"Always","x":["allUsers"]'), iam)).toBe('skip');
  });

  it('are counted by project, once one of that project was parsed', () => {
    const texts = ['p', 'p', 'q', 'p'].map((project) => pod(project, `"iamPolicy":${policy('user:a')}`));
    const selector = new Selector({ types: [], ...iam });
    const view = Buffer.from(texts.join('\n'));
    selector.begin(view);
    const decisions: Decision[] = [];
    let start = 0;
    for (const text of texts) {
      decisions.push(selector.decide(start, start + text.length));
      if (decisions.at(-1) === 'verify') selector.count(projectOfRecord(JSON.parse(text)));
      start += text.length + 1;
    }
    expect(decisions).toEqual(['verify', 'skip', 'verify', 'skip']);
    expect([...selector.policies]).toEqual([
      ['p', 3],
      ['q', 1],
    ]);
  });

  it.each([
    ['name', `{"assetType":"${POD}","iamPolicy":{},"name":"//k8s.io/projects/p/a"}`, 'p'],
    [
      'a project itself',
      `{"name":"//cloudresourcemanager.googleapis.com/projects/12","assetType":"${POD}","iamPolicy":{}}`,
      '12',
    ],
    [
      'ancestors',
      `{"name":"//x/y","assetType":"${POD}","iamPolicy":{},"ancestors":["projects/12","folders/3"]}`,
      '12',
    ],
    [
      'a name behind ancestors',
      `{"ancestors":["projects/12"],"assetType":"${POD}","iamPolicy":{},"name":"//a/projects/p/b"}`,
      'p',
    ],
  ])('belong to the project in %s', (_, text, project) => {
    const selector = new Selector({ types: [], ...iam });
    selector.count(project);
    selector.begin(Buffer.from(text));
    expect(selector.decide(0, text.length)).toBe('skip');
    expect(selector.policies.get(project)).toBe(2);
  });

  it.each([
    ['folders', `{"name":"//x/folders/1","assetType":"${POD}","iamPolicy":{},"ancestors":["folders/1"]}`],
    ['names with escapes', `{"name":"//x/projects/p\\/y","assetType":"${POD}","iamPolicy":{}}`],
  ])('are parsed when they belong to no project that shows: %s', (_, text) => {
    expect(one(text, iam)).toBe('verify');
  });
});

describe('services of a project', () => {
  const service = (api: string) =>
    `{"name":"//serviceusage.googleapis.com/projects/12/services/${api}","assetType":"${SERVICE_TYPE}","resource":{}}`;
  const services = { services: ['run.googleapis.com'] };

  it('are selected when asked for; others tell that their project was read', () => {
    const { decisions, selector } = decide(
      [service('run.googleapis.com'), service('notrun.googleapis.com')],
      services,
    );
    expect(decisions).toEqual(['record', 'skip']);
    expect([...selector.serviceProjects]).toEqual(['12']);
  });

  it('are all selected as a type, and not at all when neither is asked for', () => {
    expect(one(service('x.googleapis.com'), { types: [SERVICE_TYPE] })).toBe('record');
    expect(one(service('run.googleapis.com'))).toBe('skip');
  });

  it('tell nothing from nested data', () => {
    const nested = `{"name":"//x/projects/12/services/a.googleapis.com","assetType":"${POD}","q":{"assetType":"${SERVICE_TYPE}"}}`;
    const { decisions, selector } = decide([nested], services);
    expect(decisions).toEqual(['record']);
    expect(selector.takes(POD, JSON.parse(nested))).toBe(false);
    expect(selector.serviceProjects.size).toBe(0);
  });

  it('are told apart after parsing as well', () => {
    const { selector } = decide([], services);
    expect(selector.takes(SERVICE_TYPE, JSON.parse(service('run.googleapis.com')))).toBe(true);
    expect(selector.takes(SERVICE_TYPE, JSON.parse(service('a.googleapis.com')))).toBe(false);
    expect([...selector.serviceProjects]).toEqual(['12']);
  });
});

describe('spellings of a type', () => {
  it.each([
    ['google.compute.Firewall', FIREWALL],
    ['google.cloud.sql.Instance', SQL],
    ['google.cloud.resourcemanager.Project', 'cloudresourcemanager.googleapis.com/Project'],
    ['google.cloud.storage.Bucket', 'storage.googleapis.com/Bucket'],
    ['google.cloud.kms.CryptoKey', 'cloudkms.googleapis.com/CryptoKey'],
    ['cloudsql.googleapis.com/Instance', SQL],
    [FIREWALL, FIREWALL],
  ])('%s is %s', (old, type) => {
    expect(aliases([type]).get(old)).toBe(type);
    expect(new Set([...aliases([type]).keys()].map(currentType))).toEqual(new Set([type]));
  });

  it('leaves types of other makers as they are', () => {
    expect([...aliases([POD])]).toEqual([[POD, POD]]);
  });
});
