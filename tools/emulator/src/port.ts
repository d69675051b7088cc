// One port for gRPC and REST, as the official emulator has it: an HTTP/2 connection begins with "PRI", so the
// first byte tells which server a connection belongs to.
import type { EventEmitter } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

const firstByteOfHttp2 = 'P'.charCodeAt(0);
const secondByteOfHttp2 = 'R'.charCodeAt(0);

export interface Protocols {
  http2(socket: Socket): void;
  http1: EventEmitter;
  /** Told when an HTTP/2 connection is gone; the peer is named as gRPC names it. */
  onHttp2Close(peer: string): void;
}

export interface SharedPort {
  /** Resolves with the port that it got; rejects with the system's error. */
  listen(port: number, host: string): Promise<number>;
  /** Stops listening and cuts every connection. */
  close(): Promise<void>;
}

export function createSharedPort(protocols: Protocols): SharedPort {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const peer = `${socket.remoteAddress}:${socket.remotePort}`;
    const decide = (): void => {
      const start = socket.read() as Buffer | null;
      if (start === null) {
        socket.once('readable', decide);
        return;
      }
      socket.unshift(start);
      // PUT, POST and PATCH begin with P too; one byte alone is not enough to tell, and never comes alone.
      if (start[0] === firstByteOfHttp2 && start[1] === secondByteOfHttp2) {
        socket.once('close', () => protocols.onHttp2Close(peer));
        protocols.http2(socket);
      } else {
        protocols.http1.emit('connection', socket);
      }
    };
    socket.once('readable', decide);
  });

  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
