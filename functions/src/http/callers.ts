// Who calls, as the verified Firebase ID token says. Never as the input says.
import type { CallableRequest } from 'firebase-functions/v2/https';
import type { Caller } from '../domain/session/session.ts';
import type { SignIn } from '../domain/registration/signIn.ts';
import { idPattern } from '../domain/session/session.ts';
import { SessionError } from '../errors.ts';

type Auth = CallableRequest['auth'];

/** The caller and the session that the token carries. Throws sign_in_required, session_required. */
export function sessionCaller({ auth }: { auth?: Auth }): Caller {
  const { uid, token } = requireAuth(auth);
  const { sid, device_id: deviceId } = token;
  if (sid === undefined) throw new SessionError('session_required');
  return { userId: uid, ...carriedSession(sid, deviceId) };
}

/** The sign-in behind the token, with its session where it carries one. Throws sign_in_required. */
export function signInCaller({ auth }: { auth?: Auth }): SignIn {
  const { uid, token } = requireAuth(auth);
  const { sid, device_id: deviceId, auth_time: authTime, iat, firebase } = token;
  if (typeof authTime !== 'number') throw new SessionError('sign_in_required');
  return {
    userId: uid,
    signedInAt: new Date(authTime * 1000),
    provider: firebase?.sign_in_provider ?? 'unknown',
    secondFactor: firebase?.sign_in_second_factor !== undefined,
    refreshed: iat > authTime,
    session: sid === undefined ? null : carriedSession(sid, deviceId),
  };
}

/** The emulator lets rubbish through as an `auth` without a uid. */
function requireAuth(auth: Auth): NonNullable<Auth> {
  if (!auth?.uid) throw new SessionError('sign_in_required');
  return auth;
}

/** Ids that we cannot have minted name no session. */
function carriedSession(sid: unknown, deviceId: unknown): { sessionId: string; deviceId: string } {
  if (typeof sid !== 'string' || typeof deviceId !== 'string' || !idPattern.test(sid)) {
    throw new SessionError('session_expired');
  }
  return { sessionId: sid, deviceId };
}
