import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import type { Clock } from '../../../src/google/clock.ts';

/** A clock that nothing but waiting moves, and what was waited. */
export class Waited implements Clock {
  time = Date.parse('2026-01-15T06:00:00Z');
  readonly waits: number[] = [];

  now(): number {
    return this.time;
  }

  async sleep(ms: number): Promise<void> {
    this.waits.push(ms);
    this.time += ms;
  }
}

interface Detail {
  readonly type: string;
  readonly value: object;
}

const require = createRequire(import.meta.url);
const gax = require('google-gax') as typeof import('google-gax');
const STATUS = join(dirname(require.resolve('google-gax')), '../protos/status.json');

/** An error as gax gives it: the details went through the bytes of a trailer. */
export function overGrpc(code: number, message: string, details: readonly Detail[] = []): Error {
  const root = gax.protobuf.Root.fromJSON(JSON.parse(readFileSync(STATUS, 'utf8')));
  const metadata = new grpc.Metadata();
  const Status = root.lookupType('google.rpc.Status');
  const packed = details.map(({ type, value }) => {
    const Type = root.lookupType(`google.rpc.${type}`);
    return {
      type_url: `type.googleapis.com/google.rpc.${type}`,
      value: Type.encode(Type.fromObject(value)).finish(),
    };
  });
  const bytes = Status.encode(Status.fromObject({ code, message, details: packed })).finish();
  metadata.set('grpc-status-details-bin', Buffer.from(bytes));
  const error = Object.assign(new gax.GoogleError(`${code} NAME: ${message}`), {
    code,
    details: message,
    metadata,
  });
  return gax.GoogleError.parseGRPCStatusDetails(error);
}

/** An error as gaxios gives it. */
export function overHttp(status: number, data: unknown, headers: Record<string, string> = {}): Error {
  return Object.assign(new Error(`Request failed with status code ${status}`), {
    status,
    code: String(status),
    response: { status, data, headers: new Headers(headers) },
  });
}
