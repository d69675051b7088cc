// Opens the session of a device that has just signed in.
import { createHash } from 'node:crypto';
import { decideRegistration } from '../domain/registration/registration.ts';
import type { DeviceDescription, Possessions, SignIn } from '../domain/registration/signIn.ts';
import { requirePossibleSignIn } from '../domain/registration/signInEligibility.ts';
import { isInOrder } from '../domain/session/account.ts';
import { toDeviceSession } from '../domain/session/deviceSession.ts';
import { requireLive } from '../domain/session/lifetime.ts';
import type { Moment } from '../domain/session/moment.ts';
import type { CarriedSession, Owner, SessionRecord } from '../domain/session/session.ts';
import type { DeviceSession } from '../domain/session/deviceSession.ts';
import { SessionError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { TokenResponse } from './issueTokens.ts';
import { issueTokens } from './issueTokens.ts';
import { momentOf } from './moment.ts';

export type RegisterServices = Pick<
  Services,
  | 'sessions'
  | 'tokens'
  | 'accounts'
  | 'checkAccount'
  | 'refusals'
  | 'policy'
  | 'log'
  | 'now'
  | 'newId'
>;

/** Who registers, as the verified ID token and the request say. */
export interface RegistrationCaller extends SignIn {
  /** The session that the ID token carries already, where it does. */
  session: CarriedSession | null;
  ip: string | null;
  officialApp: string | null;
}

export interface RegistrationInput extends DeviceDescription {
  deviceToken?: string | null;
  refreshToken?: string | null;
  /** The app's own random name for this one sign-in. */
  attempt?: string | null;
}

export interface Registered {
  session: DeviceSession;
  customToken: string;
  tokens: TokenResponse;
  deviceToken: string;
}

/** What a custom token names. */
type TokenSession = Parameters<Services['accounts']['createCustomToken']>[0];

/** What Firebase allows the claims of a custom token in all. */
const maxClaimsBytes = 1000;

/**
 * Returns the session, the custom token that puts it into the device's ID tokens, the tokens for APIs
 * beside Firebase, and the device token. The custom token is signed, and the account looked at, while
 * the database is read; no session opens without its custom token. For whoever was refused within the
 * hour nothing is signed before the decision (docs/decisions/0028).
 * Place and pushes are the trigger's work. Errors: session_open for the ID token of a live session, which
 * opens nothing (docs/decisions/0037), session_revoked or session_expired for that of an ended one; those
 * of `requirePossibleSignIn` and `decideRegistration`; unavailable.
 */
export async function registerSession(
  services: RegisterServices,
  { session: carried, ip, officialApp, ...signIn }: RegistrationCaller,
  { deviceToken, refreshToken, attempt, ...device }: RegistrationInput,
): Promise<Registered> {
  const { sessions, tokens, newId } = services;
  const moment = momentOf(services);
  if (carried) throw await whyNotAgain(services, { ...signIn, ...carried }, moment);
  const shown: Possessions = {
    installation: deviceToken ? await tokens.parseDeviceToken(deviceToken) : null,
    refreshToken: refreshToken ? await tokens.parseRefreshToken(refreshToken) : null,
    attemptHash: attempt ? hashOf(attempt) : null,
  };
  requirePossibleSignIn({ signIn, shown }, moment);

  const { userId, tenantId } = signIn;
  const look = async () =>
    services.checkAccount ? await services.accounts.findAccount({ userId, tenantId }) : undefined;
  const account = look();
  // It is waited for inside of the transaction, which may fail before it comes to that.
  account.catch(() => {});
  const sessionId = newId();
  const sign = once((session: TokenSession, claims: Record<string, unknown>) =>
    services.accounts.createCustomToken(session, claims),
  );
  if (!services.refusals.has(signIn)) {
    const expected = { userId, tenantId, sessionId, deviceId: device.deviceId };
    const claims = carriedWithin(services, expected, signIn.carriedClaims);
    // For an account that is not in order nothing is signed at all.
    const signed = (async () => {
      if (isInOrder(await account, signIn.signedInAt)) await sign(expected, claims);
    })();
    signed.catch(() => {});
  }
  const [deviceHash = ''] = await tokens.hashDevice(sessionId, device.deviceId);
  const given = { refreshNonce: newId(), newInstallation: newId() };
  const { installation, attemptHash } = shown;
  const pushToken = device.pushToken?.value ?? null;
  const key = { sessionId, signIn, installation, attemptHash, pushToken };
  const change = sessions.changeForRegistration(key, async (findings) => {
    // What was seen before the user was erased tells nothing of the account that exists since.
    const isErased = findings.firebaseAccount?.erasedAt != null;
    const registration = {
      ...{ sessionId, signIn, device, shown, ip, officialApp, deviceHash, ...given },
      account: isErased ? await look() : await account,
    };
    const plan = decideRegistration(findings, registration, moment);
    const { result } = plan;
    const minted = await mintFor(services, sign, result, moment);
    return { ...plan, result: { result, minted } };
  });
  const { result, minted } = await change.catch((error: unknown) => {
    if (error instanceof SessionError) services.refusals.add(signIn);
    if (error instanceof SessionError && error.reason === 'account_revived') {
      services.log.warn('a deleted account was made anew', { userId, tenantId });
    }
    throw error;
  });
  const { session } = result.record;
  return { session: toDeviceSession(session, session.sessionId, moment), ...minted };
}

/** By which refusal the ID token of a session opens no other. */
async function whyNotAgain(
  { sessions }: Pick<Services, 'sessions'>,
  caller: Owner & CarriedSession,
  { now }: Moment,
): Promise<SessionError> {
  requireLive(await sessions.findSession(caller.sessionId), caller, now);
  return new SessionError('session_open');
}

async function mintFor(
  services: RegisterServices,
  sign: (session: TokenSession, claims: Record<string, unknown>) => Promise<string>,
  { record: { session, secrets }, refreshNonce }: { record: SessionRecord; refreshNonce: string },
  { now }: Moment,
): Promise<Omit<Registered, 'session'>> {
  const { userId, tenantId, sessionId } = session;
  const { deviceId, installation, carriedClaims } = secrets;
  const named = { userId, tenantId, sessionId, deviceId };
  const [customToken, tokens, deviceToken] = await Promise.all([
    sign(named, carriedWithin(services, named, carriedClaims)),
    issueTokens(services, { userId, sessionId, deviceId }, refreshNonce, now),
    services.tokens.issueDeviceToken(installation),
  ]);
  return { customToken, tokens, deviceToken };
}

/** All of them or, where Firebase would refuse the token for its size, none. */
function carriedWithin(
  { log }: Pick<Services, 'log'>,
  { sessionId, deviceId }: TokenSession,
  carriedClaims: Record<string, unknown>,
): Record<string, unknown> {
  const all = { ...carriedClaims, sid: sessionId, device_id: deviceId };
  if (Buffer.byteLength(JSON.stringify(all)) <= maxClaimsBytes) return carriedClaims;
  log.error('CARRIED_CLAIMS are too large for an ID token', {
    sessionId,
    names: Object.keys(carriedClaims),
  });
  return {};
}

function hashOf(attempt: string): string {
  return createHash('sha256').update(attempt).digest('base64url');
}

/** What is signed ahead, and by an earlier run of the transaction, needs no second signature. */
function once<Parameters extends unknown[], Value>(
  make: (...parameters: Parameters) => Promise<Value>,
): (...parameters: Parameters) => Promise<Value> {
  const made = new Map<string, Promise<Value>>();
  return (...parameters) => {
    const key = JSON.stringify(parameters);
    const value = made.get(key) ?? make(...parameters);
    made.set(key, value);
    return value;
  };
}
