// What stands around a callable of firebase-functions, which by itself logs the bodies that it cannot
// read, fails on some that it can, and refuses without a reason, with 200 where a stream is asked for.
import type { CallableFunction, Request } from 'firebase-functions/v2/https';
import { SessionError } from '../errors.ts';
import { type CallableRefusal, toCallableRefusal } from './refusals.ts';
import { hasReservedKey, invalidInput, isDeeperThan, isJsonObject } from './untrustedJson.ts';

type Response = Parameters<CallableFunction<never, never>>[1];

/** What of a body is passed on to firebase-functions. */
export interface BodyLimits {
  /** Of the whole body. */
  maxBytes: number;
  /** Levels of objects and lists in `data`. */
  maxDepth: number;
  /** Whether whole numbers may come as the SDKs of Android and iOS encode them, with `@type`. */
  allowLongs: boolean;
}

export const strictLimits: BodyLimits = { maxBytes: 65_536, maxDepth: 8, allowLongs: false };

/**
 * The same function, which refuses a request that is not a call, or not within the limits, before
 * firebase-functions sees it: 400 invalid_input, with nothing of it logged. Every refusal has its
 * status, a reason, and `Retry-After` where there is a time. Only a refusal by App Check has no
 * reason. The answer is always JSON: no callable here streams.
 */
export function strictCallable<Input, Output>(
  callable: CallableFunction<Input, Output>,
  limits: BodyLimits,
  enforceAppCheck: boolean,
): CallableFunction<Input, Output> {
  const strict = (request: Request, response: Response) => {
    if (request.method === 'OPTIONS') return callable(request, response);
    completeRefusals(response, () => !enforceAppCheck || hasLikelyAppCheck(request));
    const refusal = findFault(request, limits);
    if (refusal) {
      // Firebase's own answers can be read by pages of any origin, this one tells even less.
      response.set('Access-Control-Allow-Origin', '*');
      return response.status(refusal.status).send(toCallableRefusal(refusal));
    }
    if (request.headers.accept === 'text/event-stream') request.headers.accept = 'application/json';
    return callable(request, response);
  };
  // What is deployed of a function is written on it.
  return Object.defineProperties(
    strict,
    Object.getOwnPropertyDescriptors(callable),
  ) as typeof callable;
}

/** Why firebase-functions must not see this request; null where it may. */
function findFault(request: Request, limits: BodyLimits): SessionError | null {
  if (request.method !== 'POST') return invalidInput('Only POST is allowed.', 'method');
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') return invalidInput('The body must be application/json.');
  const { rawBody, body } = request as { rawBody?: Buffer; body: unknown };
  if ((rawBody?.length ?? 0) > limits.maxBytes) {
    return invalidInput(`The body is larger than ${limits.maxBytes} bytes.`);
  }
  if (!isJsonObject(body)) return invalidInput('The body is not a JSON object.');
  const { data, ...others } = body;
  if (data === undefined) return invalidInput('"data" is required.', 'data');
  if (Object.keys(others).length > 0) return invalidInput('The body may hold nothing but "data".');
  if (isDeeperThan(data, limits.maxDepth)) {
    return invalidInput(`"data" has more than ${limits.maxDepth} levels.`, 'data');
  }
  if (hasReservedKey(data, limits.allowLongs)) {
    return invalidInput('"data" has a key that is reserved.', 'data');
  }
  return null;
}

/** Gives what is sent as a refusal what firebase-functions leaves out. */
function completeRefusals(response: Response, isAboutIdToken: () => boolean): void {
  const { send } = response;
  response.send = (body: unknown) => {
    response.send = send;
    if (!isRefusal(body)) return response.send(body);
    const isUnexplained =
      body.error.status === 'UNAUTHENTICATED' &&
      body.error.message === 'Unauthenticated' &&
      body.error.details === undefined;
    if (isUnexplained && isAboutIdToken()) {
      return response.send(toCallableRefusal(new SessionError('sign_in_required')));
    }
    const { retryAfterSeconds } = (body.error.details ?? {}) as { retryAfterSeconds?: unknown };
    if (typeof retryAfterSeconds === 'number') response.set('Retry-After', `${retryAfterSeconds}`);
    return response.send(body);
  };
}

function isRefusal(body: unknown): body is CallableRefusal {
  const { error } = (body ?? {}) as { error?: unknown };
  return typeof error === 'object' && error !== null && 'status' in error;
}

/**
 * Whether App Check was shown what can be a token of its. Firebase refuses a bad ID token and a bad
 * App Check token in the same words; its SDKs send a placeholder that is no JWT where an app cannot
 * prove itself. Only an ID token that was shown can be bad.
 */
function hasLikelyAppCheck({ headers }: Request): boolean {
  const appCheck = String(headers['x-firebase-appcheck'] ?? '');
  return headers.authorization !== undefined && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(appCheck);
}
