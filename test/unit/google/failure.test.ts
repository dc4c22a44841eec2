import { describe, expect, test } from 'vitest';
import { type Failure, failureOf } from '../../../src/google/failure.ts';
import { overGrpc, overHttp } from './made.ts';

const info = (reason: string, metadata: Record<string, string> = {}) => ({
  type: 'ErrorInfo',
  value: { reason, domain: 'googleapis.com', metadata },
});
const jsonInfo = (reason: string, metadata: Record<string, string> = {}) => ({
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason,
  domain: 'googleapis.com',
  metadata,
});
const body = (code: number, status: string, message: string, details: object[] = []) => ({
  error: { code, status, message, details },
});
const DISABLED =
  'Cloud Asset API has not been used in project 123 before or it is disabled. Enable it by visiting https://console.developers.google.com/ then retry.';
const ADC =
  'Your application is authenticating by using local Application Default Credentials. The cloudasset.googleapis.com API requires a quota project, which is not set by default.';

const ROWS: readonly [string, Error, Partial<Failure>][] = [
  [
    'an API that is off, over gRPC',
    overGrpc(7, DISABLED, [
      info('SERVICE_DISABLED', { service: 'cloudasset.googleapis.com', consumer: 'projects/123' }),
    ]),
    {
      kind: 'api-disabled',
      service: 'cloudasset.googleapis.com',
      consumer: 'projects/123',
      code: 'PERMISSION_DENIED',
    },
  ],
  [
    'an API that is off, over HTTP',
    overHttp(
      403,
      body(403, 'PERMISSION_DENIED', DISABLED, [jsonInfo('SERVICE_DISABLED', { consumer: 'projects/123' })]),
    ),
    { kind: 'api-disabled', consumer: 'projects/123' },
  ],
  [
    'an API that is off, as older services say it',
    overHttp(403, {
      error: { code: 403, message: 'Access Not Configured.', errors: [{ reason: 'accessNotConfigured' }] },
    }),
    { kind: 'api-disabled', code: '403' },
  ],
  [
    'no quota project, for which the same reason is given',
    overGrpc(7, ADC, [info('SERVICE_DISABLED', { consumer: 'projects/764086051850' })]),
    { kind: 'quota-project' },
  ],
  [
    "calls counted for the command line's own project",
    overGrpc(7, DISABLED, [info('SERVICE_DISABLED', { consumer: 'projects/32555940559' })]),
    { kind: 'quota-project' },
  ],
  [
    'a quota project that may not be used',
    overHttp(
      403,
      body(403, 'PERMISSION_DENIED', 'Caller does not have required permission to use project p.', [
        jsonInfo('USER_PROJECT_DENIED'),
      ]),
    ),
    { kind: 'quota-project' },
  ],
  [
    'a missing permission that the details name',
    overGrpc(7, 'Permission denied.', [info('IAM_PERMISSION_DENIED', { permission: 'cloudsql.users.list' })]),
    { kind: 'denied', permission: 'cloudsql.users.list' },
  ],
  [
    'a missing permission that the message names',
    overHttp(
      403,
      body(
        403,
        'PERMISSION_DENIED',
        "Permission 'resourcemanager.folders.get' denied on resource '//x' (or it may not exist).",
      ),
    ),
    { kind: 'denied', permission: 'resourcemanager.folders.get' },
  ],
  [
    'a refusal that names nothing',
    overGrpc(7, 'The caller does not have permission'),
    { kind: 'denied', permission: undefined },
  ],
  [
    'a quota of today, over gRPC, with the time to wait',
    overGrpc(8, 'Quota exceeded', [
      info('RATE_LIMIT_EXCEEDED'),
      { type: 'RetryInfo', value: { retryDelay: { seconds: 3, nanos: 500_000_000 } } },
    ]),
    { kind: 'rate-limited', retryAfter: 3500, code: 'RESOURCE_EXHAUSTED' },
  ],
  [
    'a quota of today, over HTTP, with a detail',
    overHttp(
      429,
      body(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded', [
        { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '3.5s' },
      ]),
    ),
    { kind: 'rate-limited', retryAfter: 3500 },
  ],
  [
    'a quota with a header in seconds',
    overHttp(429, {}, { 'retry-after': '2' }),
    { kind: 'rate-limited', retryAfter: 2000 },
  ],
  [
    'a header that is a date',
    overHttp(503, {}, { 'retry-after': 'Thu, 15 Jan 2026 06:00:05 GMT' }),
    { kind: 'unavailable', retryAfter: 5000 },
  ],
  [
    'a rate limit that Compute Engine calls 403',
    overHttp(403, {
      error: {
        code: 403,
        message: "Quota exceeded for quota group 'ReadGroup'",
        errors: [{ reason: 'rateLimitExceeded' }],
      },
    }),
    { kind: 'rate-limited' },
  ],
  ['a service that is away', overGrpc(14, 'unavailable'), { kind: 'unavailable', code: 'UNAVAILABLE' }],
  ['a call that took too long', overGrpc(4, 'Deadline exceeded'), { kind: 'unavailable' }],
  ['a page that is no JSON', overHttp(502, '<html>Bad Gateway</html>'), { kind: 'unavailable', code: '502' }],
  [
    'credentials that give no token for a call',
    overGrpc(
      2,
      'Getting metadata from plugin failed with error: invalid_grant: Invalid grant: account not found',
    ),
    { kind: 'unauthenticated', message: 'invalid_grant: Invalid grant: account not found' },
  ],
  [
    'no way to a token for a call',
    overGrpc(14, 'Getting metadata from plugin failed with error: connect ECONNREFUSED 127.0.0.1:1'),
    { kind: 'unavailable', code: 'ECONNREFUSED' },
  ],
  [
    'a page in place of a message',
    new Error(
      '<!DOCTYPE html><html lang=en><title>Error 404 (Not Found)!!1</title><p>That is an error.</html>',
    ),
    { kind: 'failed', message: 'Error 404 (Not Found)!!1' },
  ],
  [
    'a cut connection',
    Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }),
    { kind: 'unavailable', code: 'ECONNRESET' },
  ],
  ['nothing of that name', overHttp(404, body(404, 'NOT_FOUND', 'not found')), { kind: 'not-found' }],
  ['what the API does not take', overGrpc(3, 'Request contains an invalid argument.'), { kind: 'invalid' }],
  [
    'credentials that are not taken',
    overGrpc(16, 'Request had invalid authentication credentials.'),
    { kind: 'unauthenticated' },
  ],
  [
    'a token that was revoked',
    overHttp(400, { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }),
    { kind: 'unauthenticated', code: 'invalid_grant', message: 'Token has been expired or revoked.' },
  ],
  [
    'a registry that refuses, in bytes',
    overHttp(
      403,
      new TextEncoder().encode(
        JSON.stringify({
          errors: [
            {
              code: 'DENIED',
              message: 'Permission "artifactregistry.repositories.downloadArtifacts" denied',
            },
          ],
        }),
      ).buffer,
    ),
    { kind: 'denied' },
  ],
  ['a mistake of ours', new TypeError('x is not a function'), { kind: 'failed', code: 'UNKNOWN' }],
];

describe('a failed call is told from others:', () => {
  test.each(ROWS)('%s', (_, error, expected) => {
    expect(failureOf(error, Date.parse('2026-01-15T06:00:00Z'))).toMatchObject(expected);
  });

  test('its message is one line of bounded length', () => {
    const { message } = failureOf(new Error(`two\nlines ${'x'.repeat(5000)}`));
    expect(message).toMatch(/^two lines x+$/);
    expect(message.length).toBeLessThan(1000);
  });
});
