// A front end as Cloud Run has one: passes each request on and writes, on the right of
// X-Forwarded-For, the address it came from. So a device on this machine can come from anywhere.
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FrontEnd {
  /** `host:port`. */
  host: string;
  close(): Promise<void>;
}

/** Stands before `target` (`host:port`); every request through it comes from `address`. */
export async function openFrontEnd(target: string, address: string): Promise<FrontEnd> {
  const [hostname, port] = target.split(':');
  const server = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const forwardedFor = [headers['x-forwarded-for'] ?? [], address].flat().join(', ');
    const onward = request(
      { hostname, port, method, path, headers: { ...headers, 'x-forwarded-for': forwardedFor } },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.writeHead(502).end());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
