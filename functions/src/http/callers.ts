// Who calls, as the verified Firebase ID token says. Never as the input says.
import type { CallableRequest } from 'firebase-functions/v2/https';
import { methodsOf, type SignIn } from '../domain/registration/signIn.ts';
import { type Caller, type CarriedSession, idPattern } from '../domain/session/session.ts';
import { SessionError } from '../errors.ts';
import type { Tokens } from '../services.ts';

type Auth = CallableRequest['auth'];
type DeviceHasher = Pick<Tokens, 'hashDevice'>;

/** The caller and the session that the token carries. Throws sign_in_required, session_required. */
export async function sessionCaller(
  { auth }: { auth?: Auth },
  tokens: DeviceHasher,
): Promise<Caller> {
  const { uid, token } = requireAuth(auth);
  const session = await carriedSession(token, tokens);
  if (!session) throw new SessionError('session_required');
  return { userId: uid, tenantId: token.firebase?.tenant ?? null, ...session };
}

/**
 * The sign-in behind the token, with the session that it carries already, and those of its claims that
 * the team wants carried on. Throws sign_in_required.
 */
export async function signInCaller(
  { auth }: { auth?: Auth },
  tokens: DeviceHasher,
  carriedClaims: readonly string[],
): Promise<SignIn & { session: CarriedSession | null }> {
  const { uid, token } = requireAuth(auth);
  const { auth_time: authTime, iat, firebase } = token;
  if (typeof authTime !== 'number') throw new SessionError('sign_in_required');
  return {
    userId: uid,
    tenantId: firebase?.tenant ?? null,
    signedInAt: new Date(authTime * 1000),
    provider: firebase?.sign_in_provider ?? 'unknown',
    methods: methodsOf(token),
    carriedClaims: Object.fromEntries(
      carriedClaims.filter((name) => Object.hasOwn(token, name)).map((name) => [name, token[name]]),
    ),
    refreshed: iat > authTime,
    session: await carriedSession(token, tokens),
  };
}

/** The emulator lets rubbish through as an `auth` without a uid. */
function requireAuth(auth: Auth): NonNullable<Auth> {
  if (!auth?.uid) throw new SessionError('sign_in_required');
  return auth;
}

/** null where the claims are not ours: a team, or its provider, may have a `sid` of its own. */
async function carriedSession(
  { sid, device_id: deviceId }: NonNullable<Auth>['token'],
  tokens: DeviceHasher,
): Promise<CarriedSession | null> {
  if (typeof sid !== 'string' || typeof deviceId !== 'string' || !idPattern.test(sid)) return null;
  return { sessionId: sid, deviceId, deviceHashes: await tokens.hashDevice(sid, deviceId) };
}
