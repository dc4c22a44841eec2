import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Cloud } from '../cloud.ts';
import { type Authority, covers } from './authority.ts';
import { answerGrpc } from './grpc.ts';
import { answer } from './http.ts';

/** An open front: where it listens, and how it ends. */
export interface Front {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** The first byte of a TLS handshake record (RFC 8446, 5.1). */
const HANDSHAKE = 0x16;

/**
 * Listens on 127.0.0.1 as an HTTP proxy. A tunnel to an emulated host ends here, under TLS or in plain; a tunnel to any
 * other host is refused, so that nothing reaches the network.
 */
export async function openFront(cloud: Cloud, authority: Authority, port: number): Promise<Front> {
  const sockets = new Set<Duplex>();
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    answer(cloud, request, response).catch((error: unknown) => response.destroy(error as Error));
  };
  const inner = createServer({ keepAliveTimeout: 0 }, handle);
  const outer = createServer(handle);
  const tls = createSecureServer(
    { key: authority.key, cert: authority.cert, allowHTTP1: true },
    (request: Http2ServerRequest, response: Http2ServerResponse) => {
      const grpc = request.headers['content-type']?.startsWith('application/grpc');
      const answered = grpc
        ? answerGrpc(cloud, request.stream, request.headers)
        : answer(cloud, request, response);
      answered.catch((error: unknown) => response.destroy(error as Error));
    },
  );

  const keep = (socket: Duplex): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that goes away is its own affair.
    socket.on('error', () => {});
  };
  tls.on('secureConnection', keep);
  tls.on('tlsClientError', () => {});

  outer.on('connection', keep);
  outer.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const host = (request.url ?? '').replace(/:\d+$/, '');
    if (!covers(host)) {
      cloud.log.refused.push(host);
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    const begin = (first: Buffer): void => {
      socket.pause();
      socket.unshift(first);
      (first[0] === HANDSHAKE ? tls : inner).emit('connection', socket);
      process.nextTick(() => socket.resume());
    };
    if (head.length > 0) begin(head);
    else socket.once('data', begin);
  });

  await new Promise<void>((resolve, reject) => {
    outer.once('error', reject);
    outer.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (outer.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise<void>((resolve) => outer.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
