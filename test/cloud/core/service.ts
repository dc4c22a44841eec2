import type { Cloud } from '../cloud.ts';
import type { Json } from './json.ts';
import type { Method } from './method.ts';
import type { Principal } from './principal.ts';

/** One request that has been routed and authenticated, as a handler gets it; the same for REST and for gRPC. */
export interface Call {
  readonly cloud: Cloud;
  readonly method: Method;
  /** Variables of the path template: `{ parent: 'projects/p' }`. */
  readonly vars: Readonly<Record<string, string>>;
  /** Query parameters; of a gRPC request, the fields that are neither in the path nor in the body. */
  readonly query: URLSearchParams;
  /** The body as JSON; null where there is none. */
  readonly body: Json;
  /** The body as it came, for what is no JSON; empty for gRPC. */
  readonly raw: Buffer;
  readonly path: string;
  /** The host that was asked, as the client named it: `us-central1-run.googleapis.com`. */
  readonly host: string;
  /** Header names are in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly principal: Principal;
  /** Throws the host's 403 unless the caller has the permission on the resource (full name, or `projects/p`). */
  require(permission: string, resource: string): void;
  /** Whether the caller has the permission; for replies that leave out what may not be seen. */
  may(permission: string, resource: string): boolean;
  /** Locations that do not answer, by the fault plan. */
  readonly unreachable: readonly string[];
  /** What the fault plan says of the operation that this request starts; hand it to `cloud.operations.start`. */
  readonly fate: OperationFate | undefined;
}

/** How an operation is to end, where a fault plan says so. */
export interface OperationFate {
  /** It stays RUNNING until `cloud.operations.release()`. */
  readonly stuck?: boolean;
  /** It ends as DONE with this error, without effect. */
  readonly fails?: { readonly code: string; readonly message: string; readonly http?: number };
  /** It is DONE when it was asked for that many times, or after that many milliseconds of the cloud's clock. */
  readonly polls?: number;
  readonly ms?: number;
}

/** A reply other than 200 with JSON. */
export class Reply {
  readonly status: number;
  /** A string or a buffer is sent as it is. */
  readonly body: Json | Buffer;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: Json | Buffer, headers: Readonly<Record<string, string>> = {}) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** Answers a call, or throws an ApiError. */
export type Handler = (call: Call) => Json | Reply | Promise<Json | Reply>;

/** A route that no schema has: uploads, the token endpoint, the metadata server. */
export interface Route {
  readonly verb: string;
  /** Matched against the whole path; named groups become variables. */
  readonly path: RegExp;
  /** The method id under which it is handled and logged. */
  readonly id: string;
  /** True: asked without credentials. */
  readonly open?: boolean;
}

/** One API. A file of `services/` exports one by default, or a list of them. */
export interface Service {
  /** Hosts without region: `run.googleapis.com` serves `us-central1-run.googleapis.com` as well. */
  readonly host: string | readonly string[];
  /** By method id; a method of the schema without a handler is answered as not emulated. */
  readonly handlers: Readonly<Record<string, Handler>>;
  /** Routes beside the schema's, looked at first. */
  readonly routes?: readonly Route[];
}
