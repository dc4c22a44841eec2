import type { Json } from './json.ts';

/** One permission that was asked for while a request was handled. */
export interface Check {
  readonly principal: string;
  readonly permission: string;
  /** Full resource name, or `projects/p`. */
  readonly resource: string;
  readonly granted: boolean;
}

/** One request that reached the cloud. */
export interface Entry {
  /** RFC 3339, by the cloud's clock. */
  readonly time: string;
  readonly protocol: 'http' | 'grpc';
  readonly host: string;
  readonly verb: string;
  /** Path without query; of gRPC the path of the rpc. */
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
  /** Method id; undefined where nothing is routed there. */
  readonly method: string | undefined;
  /** Whether a service here answers the method. */
  readonly handled: boolean;
  /** `serviceAccount:...` or `user:...`; undefined before authentication. */
  principal: string | undefined;
  /** HTTP status sent; of gRPC the one its code stands for; 0 where the connection was cut. */
  status: number;
  /** What the fault plan did to it. */
  fault: string | undefined;
  readonly permissions: Check[];
}

/** A fault of the stand-in itself: a reply its own schema refuses, a handler that threw. */
export interface Defect {
  readonly host: string;
  readonly method: string;
  readonly message: string;
}

/** What happened, in order. */
export class RequestLog {
  readonly requests: Entry[] = [];
  /** Tests hold this empty. */
  readonly defects: Defect[] = [];
  /** Hosts that a tunnel was asked for and refused: nothing reaches the network. */
  readonly refused: string[] = [];

  /** Requests that nothing handles: no route, or a method without handler. */
  get missing(): readonly Entry[] {
    return this.requests.filter(({ handled }) => !handled);
  }

  /** Every permission check so far. */
  get checks(): readonly Check[] {
    return this.requests.flatMap(({ permissions }) => permissions);
  }

  /** Requests of a method, by its id or the end of it: `ListServices`, `buckets.patch`. */
  of(method: string): readonly Entry[] {
    return this.requests.filter((one) => one.method === method || one.method?.endsWith(`.${method}`));
  }

  /** Forgets what happened. */
  clear(): void {
    for (const list of [this.requests, this.defects, this.refused]) list.length = 0;
  }
}
