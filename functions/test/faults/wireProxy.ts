// A proxy before a Firestore that fails one chosen RPC, before it is passed on or after it took effect.
import { once } from 'node:events';
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { connect, constants, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';

export interface WireFault {
  /** Which one fails, counted from 1: before, of all RPCs; after, of those that have an effect. */
  at: number;
  /** gRPC's. */
  status: number;
  when: 'before' | 'after';
}

export interface WireProxy {
  address: string;
  /** How many of those have been made since the fault was set. */
  made(): number;
  fail(fault: WireFault | null): void;
  close(): Promise<void>;
}

export async function startWireProxy(upstream: string): Promise<WireProxy> {
  const client = connect(`http://${upstream}`);
  const server = createServer();
  let made = 0;
  let fault: WireFault | null = null;

  server.on('stream', (stream, headers) => {
    const isCounted = fault?.when === 'before' || headers[':path']?.endsWith('/Commit');
    if (isCounted) made += 1;
    const struck = isCounted && fault?.at === made ? fault : null;
    if (struck?.when === 'before') {
      stream.resume();
      refuse(stream, struck.status);
      return;
    }
    const passedOn = client.request(headers);
    stream.pipe(passedOn);
    if (struck) passedOn.resume().on('end', () => refuse(stream, struck.status));
    else passBack(passedOn, stream);
  });

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    made: () => made,
    fail(next) {
      fault = next;
      made = 0;
    },
    async close() {
      client.destroy();
      server.close();
    },
  };
}

function passBack(from: ReturnType<ReturnType<typeof connect>['request']>, to: ServerHttp2Stream) {
  let trailers: IncomingHttpHeaders = {};
  from.on('response', (headers, flags) => {
    const isWhole = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    to.respond(headers, isWhole ? { endStream: true } : { waitForTrailers: true });
    if (!isWhole) from.pipe(to);
  });
  from.on('trailers', (received) => (trailers = received));
  to.on('wantTrailers', () => to.sendTrailers(trailers));
}

/** Once begun: a stream that fails before that is repeated by Google's client, seconds later. */
function refuse(stream: ServerHttp2Stream, status: number): void {
  if (stream.destroyed) return;
  const headers = { ':status': 200, 'content-type': 'application/grpc' };
  stream.respond(headers, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': status }));
  stream.end();
}
