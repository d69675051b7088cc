// Opens the session of a device that has just signed in.
import type { OpenSession } from '../domain/account/account.ts';
import { accountIdOf, hashed } from '../domain/account/accountId.ts';
import type { AccountAnswer } from '../domain/account/firebaseAccount.ts';
import { decideRegistration } from '../domain/registration/registration.ts';
import type { DeviceDescription, Presented, SignIn } from '../domain/registration/signIn.ts';
import { requirePossibleSignIn } from '../domain/registration/signInEligibility.ts';
import { toDeviceSession, type DeviceSession } from '../domain/session/deviceSession.ts';
import { requireLive } from '../domain/session/lifetime.ts';
import type { CarriedSession } from '../domain/session/session.ts';
import { SessionError } from '../errors.ts';
import type { Services } from '../services.ts';
import { changeAccount, momentOf, type ChangeServices } from './changeAccount.ts';
import { issueTokens, type TokenResponse } from './issueTokens.ts';
import { lookingAt } from './lookAtAccount.ts';

export type RegisterServices = ChangeServices &
  Pick<Services, 'tokens' | 'isFirstTime' | 'accounts' | 'checkAccount' | 'log'>;

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

/** What Firebase allows the claims of a custom token in all. */
const maxClaimsBytes = 1000;

/**
 * Returns the session, the custom token that puts it into the device's ID tokens, the tokens for APIs
 * beside Firebase, and the device token. Firebase Authentication is asked while the account is read; what is
 * refused signs nothing, and no session opens without its custom token (docs/decisions/0039).
 * Place and pushes are the trigger's work. Errors: session_open for the ID token of a live session, which
 * opens nothing (docs/decisions/0037), session_revoked or session_expired for that of an ended one; those
 * of `requirePossibleSignIn` and `decideRegistration`; unavailable.
 */
export async function registerSession(
  services: RegisterServices,
  { session: carried, ip, officialApp, ...signIn }: RegistrationCaller,
  { deviceToken, refreshToken, attempt, ...device }: RegistrationInput,
): Promise<Registered> {
  const { tokens, accounts, newId } = services;
  const moment = momentOf(services);
  if (carried) {
    const view = await services.sessions.findView(carried.sessionId);
    requireLive(view, { ...signIn, ...carried }, moment.now);
    throw new SessionError('session_open');
  }
  const { userId, tenantId } = signIn;
  const accountId = accountIdOf(signIn);
  requirePossibleSignIn(signIn, { isRepeatable: Boolean(attempt) }, moment);
  const presented = await presentedOf(services, accountId, { deviceToken, refreshToken, attempt });
  const sessionId = newId();
  const account = lookingAt(services, { userId, tenantId });
  const [deviceHash = ''] = await tokens.hashDevice(sessionId, device.deviceId);
  const registration = {
    ...{ callId: newId(), sessionId, signIn, device, presented, ip, officialApp, deviceHash },
    ...{ refreshNonce: newId(), newInstallation: newId() },
    firebaseAccount: undefined as AccountAnswer,
  };
  const signed = new Map<string, Promise<string>>();
  let customToken = '';
  const { result } = await changeAccount(services, accountId, decideRegistration, registration, {
    moment,
    onTry: async (stored) => void (registration.firebaseAccount = await account(stored)),
    prepare: async ({ session }) => {
      const named = { userId, tenantId, sessionId: session.sessionId, deviceId: session.deviceId };
      const claims = carriedWithin(services, session);
      // What was signed for the first try needs no second signature.
      const key = JSON.stringify([named, claims]);
      const token = signed.get(key) ?? accounts.createCustomToken(named, claims);
      signed.set(key, token);
      customToken = await token;
    },
  }).catch((error: unknown) => {
    const isRevived = error instanceof SessionError && error.reason === 'account_revived';
    // Such an app may ask again and again.
    if (isRevived && services.isFirstTime(`revived ${accountId}`)) {
      services.log.warn('a deleted account was made anew', { userId, tenantId });
    }
    throw error;
  });
  const { session, installation } = result;
  const [issued, issuedDeviceToken] = await Promise.all([
    issueTokens(services, { accountId, userId, session }, moment.now),
    tokens.issueDeviceToken(installation),
  ]);
  return {
    session: toDeviceSession(session, session),
    customToken,
    tokens: issued,
    deviceToken: issuedDeviceToken,
  };
}

/** Bad tokens count as none; so does the refresh token of another account. */
async function presentedOf(
  { tokens }: Pick<Services, 'tokens'>,
  accountId: string,
  { deviceToken, refreshToken, attempt }: Omit<RegistrationInput, keyof DeviceDescription>,
): Promise<Presented> {
  const parts = refreshToken ? await tokens.parseRefreshToken(refreshToken) : null;
  return {
    installation: deviceToken ? await tokens.parseDeviceToken(deviceToken) : null,
    refreshToken: parts?.accountId === accountId ? parts : null,
    attemptHash: attempt ? hashed(attempt) : null,
  };
}

/** All of them or, where Firebase would refuse the token for its size, none. */
function carriedWithin(
  { log }: Pick<Services, 'log'>,
  { sessionId, deviceId, carriedClaims }: OpenSession,
): Record<string, unknown> {
  const all = { ...carriedClaims, sid: sessionId, device_id: deviceId };
  if (Buffer.byteLength(JSON.stringify(all)) <= maxClaimsBytes) return carriedClaims;
  log.error('CARRIED_CLAIMS are too large for an ID token', {
    sessionId,
    names: Object.keys(carriedClaims),
  });
  return {};
}
