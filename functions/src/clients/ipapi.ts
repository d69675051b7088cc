// The place of an address by ipapi.co, over HTTPS. Bounded in time (per attempt), in attempts and in
// what it reads; stops asking for a while when refused. Neither the address nor the key is logged.
import { request, type Dispatcher } from 'undici';
import { toPlace } from '../domain/place/place.ts';
import { nameOfError } from '../errors.ts';
import type { Log } from '../services.ts';
import type { PlaceAnswer, PlaceProvider } from './locator.ts';

export interface IpapiOptions {
  now: () => Date;
  log: Log['warn'];
  /** A paid plan's key; without one (or with '') ipapi.co allows about 1,000 look-ups a day. */
  apiKey?: string;
  /** undici's global dispatcher, if left out. */
  dispatcher?: Dispatcher;
  /** The limit of a whole attempt, from connecting to the last byte. */
  timeoutMs?: number;
}

/** What came back from one attempt. */
interface Reply {
  /** Without one the network failed. */
  status?: number;
  failure?: string;
  /** Nothing usable without one. */
  answer?: Record<string, unknown>;
  retryAfter?: unknown;
}

const maxBodyBytes = 16_384;
/** Failures in a row that are tolerated; the next one brings a pause, and so does each after that. */
const failuresAllowed = 4;
const failedPauseMs = 30_000;
const refusedPauseMs = 3_600_000;

/**
 * Asks a second time after a 5xx or a network error, never otherwise. Asks nothing at all for a while
 * after 429 (Retry-After, bounded), after 401 or 403 (an hour) and after five failures in a row.
 */
export function ipapiLocator({
  now,
  log,
  apiKey,
  dispatcher,
  timeoutMs = 1500,
}: IpapiOptions): PlaceProvider {
  let pausedUntil = 0;
  let failuresInARow = 0;
  let refusalLogged = false;

  /** Never shortens a pause that is already running. */
  function pauseFor(milliseconds: number): void {
    pausedUntil = Math.max(pausedUntil, now().getTime() + milliseconds);
  }

  async function attempt(ip: string): Promise<Reply> {
    try {
      const { statusCode, headers, body } = await request(`https://ipapi.co/${ip}/json/`, {
        dispatcher,
        signal: AbortSignal.timeout(timeoutMs),
        query: apiKey ? { key: apiKey } : undefined,
        headers: { accept: 'application/json', 'user-agent': 'device-sessions-for-firebase' },
      });
      const reply = { status: statusCode, retryAfter: headers['retry-after'] };
      if (statusCode !== 200) {
        // An unread body would keep its connection; what it says does not matter here.
        await body.dump().catch(() => undefined);
        return reply;
      }
      const answer = parseObject(await readText(body));
      return answer ? { ...reply, answer } : { ...reply, failure: 'malformed body' };
    } catch (error) {
      return { failure: nameOfError(error) };
    }
  }

  function rateLimited(retryAfter: unknown): void {
    const pauseMs = parseRetryAfter(retryAfter, now());
    pauseFor(pauseMs);
    log('ipapi.co limits our rate and is not asked for a while', { pauseSeconds: pauseMs / 1000 });
  }

  function refused(status: number): void {
    pauseFor(refusedPauseMs);
    if (refusalLogged) return;
    refusalLogged = true;
    const cause = apiKey ? 'REFUSES IPAPI_KEY: check the key' : 'REFUSES US WITHOUT A KEY';
    log(`ipapi.co ${cause}. Places come from the next provider until this is solved.`, { status });
  }

  function failed(fields: Record<string, unknown>): void {
    failuresInARow += 1;
    if (failuresInARow > failuresAllowed) pauseFor(failedPauseMs);
    log('ipapi.co gave no usable answer', fields);
  }

  function understood(answer: Record<string, unknown>): PlaceAnswer {
    failuresInARow = 0;
    refusalLogged = false;
    // Errors come with status 200 too: a reserved address, or one that ipapi.co cannot read.
    if (answer.error === true) return 'unknown';
    const { city, country_name: country, country_code: countryCode, latitude, longitude } = answer;
    return toPlace({ city, country, countryCode, latitude, longitude }) ?? 'unknown';
  }

  return {
    name: 'ipapi',
    async find(ip) {
      if (now().getTime() < pausedUntil) return 'unavailable';
      const first = await attempt(ip);
      const isPassing = first.status === undefined || first.status >= 500;
      const { answer, retryAfter, ...fields } = isPassing ? await attempt(ip) : first;
      const { status } = fields;
      if (status === 429 || isRateLimit(answer)) rateLimited(retryAfter);
      else if (status === 401 || status === 403) refused(status);
      else if (answer) return understood(answer);
      else failed(fields);
      return 'unavailable';
    },
  };
}

/** A rate limit may be told with status 200. */
function isRateLimit({ error, reason }: Record<string, unknown> = {}): boolean {
  return error === true && typeof reason === 'string' && /rate ?limited|quota/i.test(reason);
}

const [shortestPauseMs, usualPauseMs, longestPauseMs] = [60_000, 5 * 60_000, 3_600_000];

/**
 * Milliseconds to wait by a Retry-After header (RFC 9110 §10.2.3: seconds or a date), between one
 * minute and one hour whatever it says; five minutes without a readable one.
 */
function parseRetryAfter(header: unknown, now: Date): number {
  if (typeof header !== 'string') return usualPauseMs;
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isNaN(wait)
    ? usualPauseMs
    : Math.min(Math.max(wait, shortestPauseMs), longestPauseMs);
}

/** The body as text; empty where it is larger than any honest answer. */
async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
