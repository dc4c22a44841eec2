import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { Cloud } from '../cloud.ts';
import { type Authority, covers } from './authority.ts';
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
  const context = createSecureContext({ key: authority.key, cert: authority.cert });
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    answer(cloud, request, response).catch((error: unknown) => response.destroy(error as Error));
  };
  const inner = createServer({ keepAliveTimeout: 0 }, handle);
  const outer = createServer(handle);

  const keep = (socket: Duplex): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that goes away is its own affair.
    socket.on('error', () => {});
  };
  const secure = (raw: Duplex): void => {
    const socket = new TLSSocket(raw as Socket, {
      isServer: true,
      secureContext: context,
      ALPNProtocols: ['h2', 'http/1.1'],
    });
    keep(socket);
    socket.once('secure', () => {
      inner.emit('connection', socket);
    });
  };

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
      if (first[0] === HANDSHAKE) secure(socket);
      else inner.emit('connection', socket);
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
