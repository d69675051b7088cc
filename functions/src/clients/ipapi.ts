// The place of an address by ipapi.co, over HTTPS. Bounded in time (per attempt), in attempts and in
// what it reads; stops asking for a while when refused. Neither the address nor the key is logged.
import { request, type Dispatcher } from 'undici';
import { nameOfError } from '../errors.ts';
import { toPlace } from '../domain/place/place.ts';
import { makeCircuitBreaker } from './circuitBreaker.ts';
import { parseRetryAfter } from './ipapiRetryAfter.ts';
import type { Log, PlaceAnswer, PlaceProvider } from './locator.ts';

export interface IpapiOptions {
  now: () => Date;
  log: Log;
  /** A paid plan's key; without one (or with '') ipapi.co allows about 1,000 look-ups a day. */
  apiKey?: string;
  /** undici's global dispatcher, if left out. */
  dispatcher?: Dispatcher;
  /** The limit of a whole attempt, from connecting to the last byte. */
  timeoutMs?: number;
}

/** What came back from one attempt; `text` is null where nothing usable did. */
type Reply =
  | { status: number; text: string | null; retryAfter: string | null }
  | { status: null; failure: string };

const MAX_ATTEMPTS = 2;
const MAX_BODY_BYTES = 16_384;
const REFUSED_PAUSE_MS = 3_600_000;
const UNAVAILABLE: PlaceAnswer = { outcome: 'unavailable' };

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
  const breaker = makeCircuitBreaker({ now });
  let refusalLogged = false;

  async function attempt(ip: string): Promise<Reply> {
    try {
      const { statusCode, headers, body } = await request(`https://ipapi.co/${ip}/json/`, {
        dispatcher,
        signal: AbortSignal.timeout(timeoutMs),
        query: apiKey ? { key: apiKey } : undefined,
        headers: { accept: 'application/json', 'user-agent': 'device-sessions-for-firebase' },
      });
      const retryAfter = headers['retry-after'];
      // An unread body would keep its connection; what it says does not matter here.
      if (statusCode !== 200) await body.dump().catch(() => undefined);
      return {
        status: statusCode,
        text: statusCode === 200 ? await readText(body) : null,
        retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
      };
    } catch (error) {
      return { status: null, failure: nameOfError(error) };
    }
  }

  async function attemptWithRetry(ip: string): Promise<Reply> {
    let reply = await attempt(ip);
    for (let made = 1; made < MAX_ATTEMPTS && isPassing(reply); made += 1) {
      reply = await attempt(ip);
    }
    return reply;
  }

  function rateLimited(retryAfter: string | null): PlaceAnswer {
    const pauseMs = parseRetryAfter(retryAfter, now());
    breaker.openFor(pauseMs);
    log('ipapi.co limits our rate and is not asked for a while', { pauseSeconds: pauseMs / 1000 });
    return UNAVAILABLE;
  }

  function refused(status: number): PlaceAnswer {
    breaker.openFor(REFUSED_PAUSE_MS);
    if (!refusalLogged) {
      refusalLogged = true;
      const cause = apiKey ? 'REFUSES IPAPI_KEY: check the key' : 'REFUSES US WITHOUT A KEY';
      log(`ipapi.co ${cause}. Places come from the next provider until this is solved.`, {
        status,
      });
    }
    return UNAVAILABLE;
  }

  function failed(fields: Record<string, unknown>): PlaceAnswer {
    breaker.failed();
    log('ipapi.co gave no usable answer', fields);
    return UNAVAILABLE;
  }

  function understood(body: Record<string, unknown>): PlaceAnswer {
    breaker.succeeded();
    refusalLogged = false;
    // Errors come with status 200 too: a reserved address, or one that ipapi.co cannot read.
    if (body.error === true) return { outcome: 'unknown' };
    const place = toPlace({
      city: body.city,
      country: body.country_name,
      countryCode: body.country_code,
      latitude: body.latitude,
      longitude: body.longitude,
    });
    return place === null ? { outcome: 'unknown' } : { outcome: 'found', place };
  }

  return {
    name: 'ipapi',
    async find(ip) {
      if (breaker.isOpen()) return UNAVAILABLE;
      const reply = await attemptWithRetry(ip);
      if (reply.status === null) return failed({ failure: reply.failure });
      if (reply.status === 429) return rateLimited(reply.retryAfter);
      if (reply.status === 401 || reply.status === 403) return refused(reply.status);
      if (reply.status !== 200) return failed({ status: reply.status });
      const body = parseObject(reply.text);
      if (body === null) return failed({ status: 200, failure: 'malformed body' });
      return isRateLimit(body) ? rateLimited(reply.retryAfter) : understood(body);
    },
  };
}

function isPassing(reply: Reply): boolean {
  return reply.status === null || reply.status >= 500;
}

function isRateLimit({ error, reason }: Record<string, unknown>): boolean {
  return error === true && typeof reason === 'string' && /rate ?limited|quota/i.test(reason);
}

/** The body as text, or null where it is larger than any honest answer. */
async function readText(body: AsyncIterable<Buffer>): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseObject(text: string | null): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
