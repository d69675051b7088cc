// Load over HTTP: so many callers at a time, each with its next call as soon as the last is answered.
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Spread } from './spread.ts';
import { spreadOf } from './spread.ts';

/** Connections are kept, as the servers between a device and a function keep them. */
const agent = new Agent({ keepAlive: true });

export interface Reply {
  status: number;
  text: string;
}

/** A POST with less of a client around it than `fetch` has, so that the server is what is measured. */
export function post(url: string, headers: Record<string, string>, body: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (response) => {
        text(response).then(
          (read) => resolve({ status: response.statusCode ?? 0, text: read }),
          reject,
        );
      },
    );
    outgoing.on('error', reject).end(body);
  });
}

export interface Load {
  /** Milliseconds of every call. */
  times: number[];
  /** Seconds in all. */
  seconds: number;
}

export const noLoad = (): Load => ({ times: [], seconds: 0 });

/** Adds what so many callers achieve in that time. `call` is told which caller it is for. */
export async function addLoad(
  load: Load,
  { callers, ms }: { callers: number; ms: number },
  call: (caller: number) => Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  const until = startedAt + ms;
  const callAgainAndAgain = async (caller: number) => {
    for (let at = performance.now(); at < until;) {
      await call(caller);
      const doneAt = performance.now();
      load.times.push(doneAt - at);
      at = doneAt;
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => callAgainAndAgain(caller)));
  load.seconds += (performance.now() - startedAt) / 1000;
}

export function resultOf({ times, seconds }: Load): Spread & { perSecond: number } {
  return { ...spreadOf(times), perSecond: times.length / seconds };
}
