// A server that stands for every HTTPS host of the world, and keeps all that it is asked.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface Call {
  method: string;
  host: string;
  path: string;
  query: URLSearchParams;
  /** Parsed, where it is JSON. */
  body: unknown;
  raw: Buffer;
}

export interface Reply {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** What the double answers; null for what it does not know, which becomes 404. */
export type Answer = (call: Call) => Reply | null;

/** What was asked while one answer was in force. */
export interface Heard {
  calls: Call[];
  /** Calls that nothing answered. */
  unknown: Call[];
}

export interface Double {
  /** Answers like this from now on. */
  listen(answer: Answer): Heard;
  /** What makes a Node process talk to this double, and to nothing else. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

export async function startDouble(first: Answer = () => null): Promise<Double> {
  const psk = randomBytes(32);
  let answer = first;
  let heard: Heard = { calls: [], unknown: [] };
  const server = createServer(
    { ciphers: 'PSK', maxVersion: 'TLSv1.2', pskCallback: () => psk },
    (request, response) => {
      void readCall(request).then((call) => {
        heard.calls.push(call);
        const reply = answer(call);
        if (!reply) heard.unknown.push(call);
        const { status = 200, body = {}, headers = {} } = reply ?? notFound;
        const type = typeof body === 'string' ? 'text/plain' : 'application/json';
        response.writeHead(status, { 'content-type': type, ...headers });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      });
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const preload = fileURLToPath(new URL('preload.mjs', import.meta.url));
  return {
    listen(next) {
      answer = next;
      heard = { calls: [], unknown: [] };
      return heard;
    },
    environment: {
      NODE_OPTIONS: `--import ${preload}`,
      DOUBLE_PORT: String((server.address() as AddressInfo).port),
      DOUBLE_KEY: psk.toString('hex'),
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const notFound: Reply = {
  status: 404,
  body: { error: { code: 404, status: 'NOT_FOUND', message: 'The double does not know this.' } },
};

async function readCall(request: IncomingMessage): Promise<Call> {
  const raw = await buffer(request);
  const host = request.headers.host ?? '';
  const url = new URL(request.url ?? '/', `https://${host}`);
  return {
    method: request.method ?? 'GET',
    host,
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    body: parseBody(request.headers['content-type'], raw),
    raw,
  };
}

function parseBody(type: string | undefined, raw: Buffer): unknown {
  return type?.includes('json') && raw.length > 0 ? JSON.parse(raw.toString()) : undefined;
}
