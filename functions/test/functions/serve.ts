// Functions over HTTP, each at a path of its name, as the cloud's runtime serves them: JSON bodies
// and forms parsed, the raw body kept. And how a client calls them.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { RequestHandler } from 'express';
import express from 'express';

export interface Server {
  url: string;
  close(): Promise<void>;
}

/** Serves what can be called over HTTP among these; takes a free port of 127.0.0.1. */
export async function serve(functions: Record<string, unknown>): Promise<Server> {
  const app = express();
  const verify = (request: object, _response: unknown, body: Buffer) => {
    Object.assign(request, { rawBody: body });
  };
  const limit = '32mb';
  app.use(express.json({ limit, verify }));
  app.use(express.urlencoded({ extended: true, limit, verify }));
  app.use(express.raw({ type: () => true, limit, verify }));
  for (const [name, handler] of Object.entries(functions)) {
    if (handler !== undefined) app.all(`/${name}`, handler as RequestHandler);
  }
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

export interface Answer {
  status: number;
  body: {
    result?: unknown;
    error?: { status: string; message: string; details?: Record<string, unknown> };
  };
}

/** Calls a callable as the Firebase SDKs do. */
export async function call(
  { url }: Pick<Server, 'url'>,
  name: string,
  data: unknown = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${url}/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ data }),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}
