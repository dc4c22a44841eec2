import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { calls } from './calls.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { faultFrom, retryTest } from './core/fault-text.ts';
import { type Asked, type Fault, FaultPlan } from './core/faults.ts';

const asked = (more: Partial<Asked> = {}): Asked => ({
  host: 'sqladmin.googleapis.com',
  verb: 'PATCH',
  path: '/v1/projects/p/instances/db',
  method: 'google.cloud.sql.v1.SqlInstancesService.Patch',
  headers: {},
  ...more,
});

describe('a fault befalls', () => {
  test.each<[string, Fault, Partial<Asked>, boolean[]]>([
    ['one request by default', { reset: true }, {}, [true, false, false]],
    ['the one that is counted', { reset: true, nth: 2 }, {}, [false, true, false]],
    ['several in a row', { reset: true, nth: 2, times: 2 }, {}, [false, true, true]],
    ['all of them', { reset: true, times: 'always' }, {}, [true, true, true]],
    ['no other host', { reset: true, host: 'run.googleapis.com' }, {}, [false, false, false]],
    ['no other verb', { reset: true, verb: 'GET' }, {}, [false, false, false]],
    ['a part of the path', { reset: true, path: '/instances/' }, {}, [true, false, false]],
    ['no path that the expression misses', { reset: true, path: /instances$/ }, {}, [false, false, false]],
    [
      'a method by the end of its id',
      { reset: true, rpc: 'SqlInstancesService.Patch' },
      {},
      [true, false, false],
    ],
    [
      'no method that only ends alike',
      { reset: true, rpc: 'InstancesService.Patch' },
      {},
      [false, false, false],
    ],
    [
      'who carries the header',
      { reset: true, header: ['x-id', '1'] },
      { headers: { 'x-id': '1' } },
      [true, false, false],
    ],
    [
      'nobody who carries another',
      { reset: true, header: ['x-id', '1'] },
      { headers: { 'x-id': '2' } },
      [false, false, false],
    ],
  ])('%s', (_, fault, more, befallen) => {
    const plan = new FaultPlan();
    plan.add(fault);
    expect(befallen.map(() => plan.befalling(asked(more)) !== undefined)).toEqual(befallen);
  });

  test('by a name there is, in keys there are', () => {
    expect(() => new FaultPlan().add({ preset: 'quota' })).toThrow(
      /No fault preset "quota"; there are .*quota-project/,
    );
    expect(() => faultFrom({ pth: '/v1' })).toThrow(/A fault has no "pth"; it may have host/);
    expect(faultFrom({ path: '/b$/', reset: true })).toEqual({ path: /b$/, reset: true });
  });

  test('in the words of storage-testbench, one after the other', () => {
    const words = [
      'return-503',
      'return-reset-connection',
      'return-broken-stream-final-chunk-after-256KB',
      'stall-for-2s-after-0K',
    ];
    expect(
      retryTest('t', { 'storage.buckets.list': words }).map(({ rpc, header, body, ...fault }) => fault),
    ).toEqual([
      { nth: 1, status: 503 },
      { nth: 2, reset: true },
      { nth: 3, resetAfterBytes: 262_144 },
      { nth: 4, stall: 2000 },
    ]);
    expect(() => retryTest('t', { m: ['return-to-sender'] })).toThrow(/No instruction "return-to-sender"/);
  });
});

/** What a client that retries nothing sees of a fault: status, Retry-After, reason; over gRPC code and delay. */
const SEEN = `import { AssetServiceClient } from '@google-cloud/asset';
const { gaxios: { Gaxios } } = await import('google-auth-library');
const token = await auth.getAccessToken();
const assets = new AssetServiceClient();
const fault = (body) => fetch(process.env.ADMIN + '/faults', { method: 'POST', body: JSON.stringify({ host: 'cloudasset.googleapis.com', ...body }) });
const rest = (timeout) => new Gaxios().request({
  url: 'https://cloudasset.googleapis.com/v1/projects/pinky-prod/assets', headers: { authorization: 'Bearer ' + token }, retry: false, timeout,
}).then(({ data }) => ({ status: 200, data }), ({ status, code, response }) => response ? { status, after: response.headers.get('retry-after'), error: response.data.error } : { code: code ?? 'cut' });
const grpc = (timeout) => assets.listAssets({ parent: 'projects/pinky-prod' }, { autoPaginate: false, retry: null, timeout }).then(
  () => ({ code: 0 }), ({ code, reason, statusDetails }) => ({ code, reason, delay: statusDetails?.find(({ retryDelay }) => retryDelay)?.retryDelay?.seconds?.toString() }));
const see = async (body, timeout) => {
  await fault({ ...body, times: 2 });
  return { rest: await rest(timeout), grpc: await grpc(timeout) };
};
`;

const INFO = { '@type': 'type.googleapis.com/google.rpc.ErrorInfo' };

describe('a client sees', () => {
  let cloud: Cloud;
  // biome-ignore lint/suspicious/noExplicitAny: replies of any API.
  let said: any;
  beforeAll(async () => {
    cloud = await startCloud({ admin: 0 });
    said = await calls(
      cloud,
      `${SEEN}
      said.limited = await see({ preset: 'rate-limited' });
      said.later = await see({ preset: 'rate-limited', retryAfter: 7, retryInfo: 7 });
      said.away = await see({ preset: 'unavailable', retryAfter: 3 });
      said.disabled = await see({ preset: 'api-disabled' });
      said.quota = await see({ preset: 'quota-project' });
      said.denied = await see({ preset: 'denied' });
      said.token = await see({ preset: 'unauthenticated' });
      said.stale = await see({ preset: 'stale' });
      said.gone = await see({ preset: 'not-found' });
      said.given = await see({ status: 418, body: { error: { message: 'teapot' } }, headers: { 'retry-after': '1' } });
      said.reset = await see({ reset: true });
      said.cut = await see({ resetAfterBytes: 3 });
      said.stalled = await see({ stall: 60000 }, 300);
      said.after = { rest: await rest(), grpc: await grpc() };`,
      { env: { ADMIN: `http://127.0.0.1:${cloud.adminPort}` } },
    );
  }, 60_000);
  afterAll(() => cloud.close());

  test.each<[string, object, object]>([
    [
      'limited',
      {
        status: 429,
        after: null,
        error: { status: 'RESOURCE_EXHAUSTED', details: [{ ...INFO, reason: 'RATE_LIMIT_EXCEEDED' }, {}] },
      },
      { code: 8, reason: 'RATE_LIMIT_EXCEEDED' },
    ],
    [
      'later',
      { status: 429, after: '7', error: { details: [{}, {}, { retryDelay: '7s' }] } },
      { code: 8, delay: '7' },
    ],
    ['away', { status: 503, after: '3', error: { status: 'UNAVAILABLE' } }, { code: 14 }],
    [
      'disabled',
      {
        status: 403,
        error: {
          details: [
            { ...INFO, reason: 'SERVICE_DISABLED', metadata: { consumer: 'projects/100000000001' } },
            {},
            {},
          ],
        },
      },
      { code: 7, reason: 'SERVICE_DISABLED' },
    ],
    [
      'quota',
      { status: 403, error: { details: [{ ...INFO, reason: 'SERVICE_DISABLED' }] } },
      { code: 7, reason: 'SERVICE_DISABLED' },
    ],
    [
      'denied',
      { status: 403, error: { details: [{ ...INFO, reason: 'IAM_PERMISSION_DENIED' }] } },
      { code: 7, reason: 'IAM_PERMISSION_DENIED' },
    ],
    ['token', { status: 401, error: { details: [{ reason: 'ACCESS_TOKEN_EXPIRED' }] } }, { code: 16 }],
    ['stale', { status: 409, error: { status: 'ABORTED' } }, { code: 10 }],
    ['gone', { status: 404, error: { status: 'NOT_FOUND' } }, { code: 5 }],
    ['given', { status: 418, after: '1', error: { message: 'teapot' } }, { code: 9 }],
    ['reset', { code: expect.any(String) }, { code: 14 }],
    ['cut', { code: expect.any(String) }, { code: 13 }],
    ['stalled', { code: expect.any(String) }, { code: 4 }],
    ['after', { status: 200 }, { code: 0 }],
  ])('%s', (name, rest, grpc) => {
    expect(said[name]).toMatchObject({ rest, grpc });
  });

  test('and the log tells which requests met one', () => {
    const faulty = cloud.log.requests.filter(({ fault }) => fault !== undefined);
    expect(faulty).toHaveLength(26);
    expect(faulty.filter(({ protocol }) => protocol === 'grpc')).toHaveLength(13);
    expect(cloud.log.defects).toEqual([]);
  });
});

describe('operations', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await startCloud();
  });
  afterEach(() => cloud.faults.clear());
  afterAll(() => cloud.close());

  const work = (fate = {}) => ({
    kind: 'sql' as const,
    target: `//cloudsql.googleapis.com/projects/pinky-prod/instances/${Math.random()}`,
    type: 'UPDATE',
    member: 'user:ann@example.com',
    project: 'pinky-prod',
    fate,
    effect: () => 'changed',
  });

  test('are done when they were asked for often enough, or late enough', () => {
    const polled = cloud.operations.start(work());
    const states = [1, 2, 3].map(() => cloud.operations.poll('sql', polled.name)?.status);
    expect(states).toEqual(['RUNNING', 'DONE', 'DONE']);
    expect(polled.result).toBe('changed');
    const timed = cloud.operations.start(work());
    cloud.clock.advance(60_000);
    cloud.operations.settle();
    expect(timed.status).toBe('DONE');
  });

  test('are one at a time for each instance, the second is refused and not made', () => {
    const first = work();
    const begun = cloud.operations.start(first);
    const many = cloud.operations.list('sql').length;
    expect(() => cloud.operations.start(first)).toThrow(/another operation was already in progress/);
    expect(cloud.operations.list('sql')).toHaveLength(many);
    cloud.operations.finish(begun);
    expect(cloud.operations.start(first).status).toBe('PENDING');
  });

  test('fail without effect, or stay until they are let go', () => {
    const failing = cloud.operations.start(work({ fails: { code: 'ERROR_RDBMS', message: 'no' }, polls: 1 }));
    cloud.operations.poll('sql', failing.name);
    expect(failing).toMatchObject({ status: 'DONE', result: null, error: { code: 'ERROR_RDBMS' } });
    const stuck = cloud.operations.start(work({ stuck: true, polls: 1 }));
    cloud.clock.advance(86_400_000);
    cloud.operations.poll('sql', stuck.name);
    expect(stuck.status).toBe('RUNNING');
    cloud.operations.release();
    expect(cloud.operations.poll('sql', stuck.name)?.status).toBe('DONE');
  });
});
