import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cloud } from '../cloud.ts';
import { faultFrom, retryTest } from '../core/fault-text.ts';
import { type Json, objectOf } from '../core/json.ts';
import { uuidOf } from '../core/tokens.ts';

/** What a script asks: the path, its query, and the body as JSON. */
interface Asked {
  readonly cloud: Cloud;
  readonly query: URLSearchParams;
  readonly body: Json;
  /** What follows the path of the action. */
  readonly rest: string;
}

/** Actions by verb and first part of the path; what they give is sent as JSON. */
const ACTIONS: Readonly<Record<string, (asked: Asked) => unknown>> = {
  'GET log': ({ cloud }) => ({
    requests: cloud.log.requests,
    defects: cloud.log.defects,
    refused: cloud.log.refused,
  }),
  'DELETE log': ({ cloud }) => cloud.log.clear(),
  'GET faults': ({ cloud }) =>
    cloud.faults.list().map(({ fault, seen }) => ({ ...fault, path: fault.path?.toString(), seen })),
  'POST faults': ({ cloud, body }) => cloud.faults.add(...[body].flat().map((one) => faultFrom(one))),
  'DELETE faults': ({ cloud }) => cloud.faults.clear(),
  'GET clock': ({ cloud }) => ({ now: cloud.clock.iso() }),
  'POST clock': ({ cloud, body }) => {
    cloud.clock.advance(Number(objectOf(body)['advance']));
    cloud.operations.settle();
    return { now: cloud.clock.iso() };
  },
  'GET store': ({ cloud, query }) => {
    const name = query.get('name');
    if (name !== null) return { history: cloud.store.history(name) };
    return cloud.store.list(query.get('type') ?? '*', { project: query.get('project') ?? undefined });
  },
  'POST release': ({ cloud }) => cloud.operations.release(),
  'POST retry_test': ({ cloud, body }) => {
    const id = uuidOf('retry', cloud.clock.now(), cloud.faults.list().length);
    const instructions = objectOf(objectOf(body)['instructions']) as Record<string, string[]>;
    cloud.faults.add(...retryTest(id, instructions));
    return { id, instructions, completed: false };
  },
  'GET retry_test': ({ cloud, rest }) => {
    const own = cloud.faults.list().filter(({ fault }) => fault.header?.[1] === rest);
    return {
      id: rest,
      completed: own.length > 0 && own.every(({ fault, seen }) => seen >= (fault.nth ?? 1)),
    };
  },
};

async function act(cloud: Cloud, request: IncomingMessage): Promise<readonly [number, unknown]> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const [, first = '', ...rest] = url.pathname.split('/');
  const action = ACTIONS[`${request.method ?? 'GET'} ${first}`];
  if (!action) return [404, { error: `There are ${Object.keys(ACTIONS).join(', ')}.` }];
  const raw = Buffer.concat(await request.toArray()).toString();
  try {
    const body = raw === '' ? null : (JSON.parse(raw) as Json);
    return [200, action({ cloud, query: url.searchParams, body, rest: rest.join('/') }) ?? {}];
  } catch (error) {
    return [400, { error: error instanceof Error ? error.message : String(error) }];
  }
}

/** Opens the port for scripts: log, faults, clock, store and held operations of a cloud, in plain HTTP on 127.0.0.1. */
export async function openAdmin(
  cloud: Cloud,
  port: number,
): Promise<{ readonly port: number; readonly close: () => void }> {
  const server = createServer((request, response) => {
    act(cloud, request).then(
      ([status, body]) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(`${JSON.stringify(body)}\n`);
      },
      (error: unknown) => response.destroy(error as Error),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
