// The guard for the team's own functions: behind it, a closed device is refused at its next call.
import type { CallableOptions, CallableRequest, HttpsOptions } from 'firebase-functions/v2/https';
import { onCall, onRequest, type Request } from 'firebase-functions/v2/https';
import { callableOptions, httpsOptions, sessionKeys } from './config.ts';
import { answeredInTime } from './deadline.ts';
import type { Caller } from './domain/session/session.ts';
import { SessionError } from './errors.ts';
import { sessionCaller } from './http/callers.ts';
import { type Response, send } from './http/endpoint.ts';
import { toBearerRefusal, toHttpsError } from './http/refusals.ts';
import { type BodyLimits, strictCallable, strictLimits } from './http/strictCallable.ts';
import { requireLiveSession, type AccessTokenCaller } from './operations/requireLiveSession.ts';
import { services } from './wiring.ts';

/** The caller's session, which lives. */
export interface LiveSession {
  uid: string;
  sid: string;
  deviceId: string;
  /** Whether it counts as its owner's. */
  confirmed: boolean;
}

export interface GuardOptions {
  /** Whether an unconfirmed session is refused: a login on a new device that nobody has answered for. */
  confirmed?: boolean;
}

type Guarded = Pick<Request, 'headers'> | Pick<CallableRequest, 'auth' | 'rawRequest'>;

/**
 * The session of a request: by the Firebase ID token of a callable, by our access token in the
 * Authorization header of any other. One document read; one more where an unconfirmed one is refused.
 * Throws a SessionError: sign_in_required, session_required, token_invalid, session_revoked,
 * session_expired, session_unconfirmed, unavailable. A function that takes access tokens must bind the
 * secret SESSION_KEYS.
 */
export async function requireSession(
  request: Guarded,
  options: GuardOptions = {},
): Promise<LiveSession> {
  const find = async () => {
    const caller = await callerOf(request);
    const { confirmed } = await requireLiveSession(services(), caller, options);
    return { uid: caller.userId, sid: caller.sessionId, deviceId: caller.deviceId, confirmed };
  };
  return await answeredInTime(find());
}

async function callerOf(request: Guarded): Promise<Caller | AccessTokenCaller> {
  const { tokens, now } = services();
  if ('rawRequest' in request) return await sessionCaller(request, tokens);
  const token = bearerToken(request.headers.authorization);
  const { userId, sessionId, deviceId } = await tokens.verifyAccessToken(token, now());
  const deviceHashes = await tokens.hashDevice(sessionId, deviceId);
  return { userId, sessionId, deviceId, deviceHashes };
}

/** In the Authorization header and nowhere else (RFC 6750 §2.1). Throws sign_in_required where there is none. */
function bearerToken(authorization: string | undefined): string {
  const [, token] = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization ?? '') ?? [];
  if (token === undefined) throw new SessionError('sign_in_required');
  return token;
}

/**
 * `onCall` for callers with a live session; others get 401 (or 400 session_required) with a reason. With
 * `confirmed: true` an unconfirmed one gets 403 session_unconfirmed.
 * Deployed as the product's own callables are, App Check included, except for what the options say.
 * A body is at most 64 KB and eight levels deep, unless `bodyLimits` says otherwise.
 */
export function onSessionCall<Input = unknown, Output = unknown>(
  {
    bodyLimits,
    confirmed = false,
    ...own
  }: CallableOptions<Input> & GuardOptions & { bodyLimits?: Partial<BodyLimits> },
  handler: (request: CallableRequest<Input>, session: LiveSession) => Output | Promise<Output>,
) {
  const options = { ...callableOptions, ...own };
  const callable = onCall<Input, Promise<Output>>(options, async (request) => {
    const session = await requireSession(request, { confirmed }).catch((error: unknown) => {
      throw error instanceof SessionError ? toHttpsError(error) : error;
    });
    return await handler(request, session);
  });
  const limits = { ...strictLimits, allowLongs: true, ...bodyLimits };
  return strictCallable(callable, limits, Boolean(options.enforceAppCheck));
}

/**
 * `onRequest` for callers with an access token of a live session; others get 401 with a challenge. With
 * `confirmed: true` an unconfirmed one gets 403 session_unconfirmed.
 */
export function onSessionRequest(
  { confirmed = false, ...options }: HttpsOptions & GuardOptions,
  handler: (request: Request, response: Response, session: LiveSession) => void | Promise<void>,
) {
  const secrets = [...(options.secrets ?? []), sessionKeys];
  return onRequest({ ...httpsOptions, ...options, secrets }, async (request, response) => {
    let session: LiveSession;
    try {
      session = await requireSession(request, { confirmed });
    } catch (error) {
      if (!(error instanceof SessionError)) throw error;
      send(response, toBearerRefusal(error));
      return;
    }
    await handler(request, response, session);
  });
}
