import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Clock } from './core/clock.ts';
import { filterOf } from './core/filter.ts';
import { grants } from './core/roles.ts';
import { Store } from './core/store.ts';
import { etagOf, sameEtag } from './core/tokens.ts';
import { covers } from './front/authority.ts';
import { project } from './front/fields.ts';
import { transcode } from './front/transcode.ts';

const NAME = '//run.googleapis.com/projects/p/locations/r/services/s';
const TYPE = 'run.googleapis.com/Service';

describe('the store', () => {
  const clock = new Clock({ start: '2026-01-01T00:00:00Z' });
  const store = new Store(clock);

  test('finds project and location in the name, and counts versions also over a removal', () => {
    const first = store.put({ name: NAME, type: TYPE, data: { a: 1 } });
    expect(first).toMatchObject({
      project: 'p',
      location: 'r',
      version: 1,
      created: '2026-01-01T00:00:00.000Z',
    });
    clock.advance(1000);
    expect(store.patch(NAME, { data: { a: undefined, b: 2 } })).toMatchObject({ data: { b: 2 }, version: 2 });
    clock.advance(1000);
    store.remove(NAME);
    clock.advance(1000);
    expect(store.put({ name: NAME, type: TYPE, data: {} })).toMatchObject({
      version: 3,
      created: '2026-01-01T00:00:03.000Z',
    });
  });

  test('remembers every moment', () => {
    const begin = Date.parse('2026-01-01T00:00:00Z');
    const at = (ms: number) => store.at(begin + ms);
    expect([-1, 0, 999, 1000, 2000, 3000].map((ms) => at(ms).get(NAME)?.data)).toEqual([
      undefined,
      { a: 1 },
      { a: 1 },
      { b: 2 },
      undefined,
      {},
    ]);
    expect(at(2500).list(TYPE)).toEqual([]);
    expect(at(1500).list('*', { project: 'p', location: 'r' })).toHaveLength(1);
    expect(at(1500).list(TYPE, { location: 'elsewhere' })).toEqual([]);
  });

  test('gives copies', () => {
    const read = store.get(NAME);
    if (read) read.data['a'] = 'changed';
    expect(store.get(NAME)?.data).toEqual({});
  });
});

test('every etag is base64 that decoding and encoding leaves as it is', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.integer()), { minLength: 1 }), (seeds) => {
      const etag = etagOf(...seeds);
      expect(Buffer.from(etag, 'base64').toString('base64')).toBe(etag);
      expect(etagOf(...seeds)).toBe(etag);
      expect(sameEtag(etag, Buffer.from(etag, 'base64').toString('base64url'))).toBe(true);
      expect(etagOf(...seeds, 'next')).not.toBe(etag);
    }),
  );
});

test('time goes on, and only on', () => {
  expect(() => new Clock().advance(-1)).toThrow(/cannot go back/);
  expect(() => new Clock({ start: 'soon' })).toThrow(/RFC 3339/);
});

test.each<[string, string, boolean]>([
  ['roles/owner', 'resourcemanager.projects.setIamPolicy', true],
  ['roles/editor', 'cloudsql.instances.update', true],
  ['roles/editor', 'resourcemanager.projects.setIamPolicy', false],
  ['roles/viewer', 'cloudsql.instances.list', true],
  ['roles/viewer', 'cloudsql.instances.update', false],
  ['roles/viewer', 'secretmanager.versions.access', false],
  ['roles/cloudasset.viewer', 'cloudasset.assets.listResource', true],
  ['roles/cloudasset.viewer', 'serviceusage.services.use', false],
  ['roles/browser', 'resourcemanager.projects.getIamPolicy', true],
  ['roles/run.viewer', 'run.services.update', false],
  ['roles/run.developer', 'run.services.setIamPolicy', false],
  ['roles/compute.securityAdmin', 'compute.sslPolicies.update', true],
  ['roles/compute.securityAdmin', 'compute.backendServices.update', false],
  ['projects/p/roles/auditor', 'run.services.get', true],
  ['projects/p/roles/auditor', 'run.services.list', false],
  ['roles/unheard.of', 'run.services.get', false],
])('%s holds %s: %s', (role, permission, held) => {
  expect(grants(role, permission, { 'projects/p/roles/auditor': ['run.services.get'] })).toBe(held);
});

test.each<[string, object]>([
  ['items/id', { items: [{ id: 1 }, { id: 2 }] }],
  ['items(id,more/x),next', { items: [{ id: 1, more: { x: 1 } }, { id: 2 }], next: 't' }],
  ['*', { items: [{ id: 1, more: { x: 1, y: 2 } }, { id: 2 }], next: 't' }],
  ['absent', {}],
])('the fields %s of a reply', (mask, expected) => {
  expect(project({ items: [{ id: 1, more: { x: 1, y: 2 } }, { id: 2 }], next: 't' }, mask)).toEqual(expected);
});

describe('a gRPC request as REST', () => {
  const method = (template: string, body?: string) => ({ id: 'm', host: 'h', verb: 'POST', template, body });

  test.each<[string, ReturnType<typeof method>, Parameters<typeof transcode>[1], object | undefined]>([
    [
      'puts in the query what is neither path nor body',
      method('/v1/{parent=*/*}/assets'),
      { parent: 'projects/p', assetTypes: ['a', 'b'], readTime: '2026-01-01T00:00:00Z', pageSize: 2 },
      {
        path: '/v1/projects/p/assets',
        query: 'assetTypes=a&assetTypes=b&readTime=2026-01-01T00%3A00%3A00Z&pageSize=2',
        body: null,
      },
    ],
    [
      'takes one field for the body, and its name for the path',
      method('/v2/{service.name=projects/*}', 'service'),
      { service: { name: 'projects/p', labels: { a: 'b' } }, updateMask: 'labels' },
      {
        path: '/v2/projects/p',
        query: 'updateMask=labels',
        body: { name: 'projects/p', labels: { a: 'b' } },
      },
    ],
    [
      'sends all the rest as the body',
      method('/v1/{resource=projects/*}:getIamPolicy', '*'),
      { resource: 'projects/p', options: { requestedPolicyVersion: 3 } },
      { path: '/v1/projects/p:getIamPolicy', query: '', body: { options: { requestedPolicyVersion: 3 } } },
    ],
    ['has no path without its name', method('/v1/{name=projects/*}'), {}, undefined],
  ])('%s', (_, of, message, expected) => {
    const found = transcode(of, message);
    expect(found && { ...found, query: found.query.toString() }).toEqual(expected);
  });
});

test.each([
  ['run.googleapis.com', true],
  ['us-central1-run.googleapis.com', true],
  ['a.b.googleapis.com', false],
  ['googleapis.com.example.com', false],
  ['evilgoogleapis.com', false],
])('a tunnel to %s ends here: %s', (host, here) => {
  expect(covers(host)).toBe(here);
});

describe('a filter', () => {
  const data = { kind: 'BUILD', size: 5, labels: { env: 'production' }, tags: ['a', 'b'], noteName: 'p/n' };

  test.each([
    ['', true],
    ['kind="BUILD"', true],
    ['kind != BUILD', false],
    ['NOT kind = IMAGE', true],
    ['note_name:n AND tags:b', true],
    ['labels.env=production size>=5', true],
    ['size < 5', false],
    ['labels:env', true],
    ['absent:*', false],
    // OR binds closer than AND.
    ['kind=BUILD OR kind=IMAGE AND size>9', false],
    ['(kind=IMAGE AND size>9) OR kind=BUILD', true],
    ['hasPrefix(noteName, "p/")', true],
  ])('%s', (filter, fits) => {
    expect(filterOf(filter)(data)).toBe(fits);
  });

  test.each(['kind', 'kind=', '(kind=BUILD', 'kind=BUILD)', 'kind ! BUILD'])('%s is refused', (filter) => {
    expect(() => filterOf(filter)).toThrow('Invalid filter');
  });
});
