// Opens the session of a device that has just signed in.
import { createHash } from 'node:crypto';
import { decideRegistration } from '../domain/registration/registration.ts';
import type {
  DeviceDescription,
  Possessions,
  Registration,
  SignIn,
} from '../domain/registration/signIn.ts';
import { requirePossibleSignIn } from '../domain/registration/signInEligibility.ts';
import { toDeviceSession } from '../domain/session/deviceSession.ts';
import { requireLive } from '../domain/session/lifetime.ts';
import type { Moment } from '../domain/session/moment.ts';
import type { SessionRecord } from '../domain/session/session.ts';
import type { DeviceSession } from '../domain/session/deviceSession.ts';
import { SessionError } from '../errors.ts';
import type { Services } from '../services.ts';
import { endStolenSession } from './endStolenSession.ts';
import type { TokenResponse } from './issueTokens.ts';
import { issueTokens } from './issueTokens.ts';
import { momentOf } from './moment.ts';
import type { SendServices } from './sendOwed.ts';

export type RegisterServices = SendServices &
  Pick<Services, 'accounts' | 'checkAccount' | 'refusals'>;

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
 * Place and pushes are the trigger's work. Errors: those of `requirePossibleSignIn` and
 * `decideRegistration`; token_invalid for a refresh token that is forged or was used already;
 * unavailable.
 */
export async function registerSession(
  services: RegisterServices,
  { ip, officialApp, ...signIn }: SignIn & { ip: string | null; officialApp: string | null },
  { deviceToken, refreshToken, attempt, ...device }: RegistrationInput,
): Promise<Registered> {
  const { sessions, tokens, newId } = services;
  const moment = momentOf(services);
  const shown: Possessions = {
    installation: deviceToken ? await tokens.parseDeviceToken(deviceToken) : null,
    refreshToken: refreshToken ? await tokens.parseRefreshToken(refreshToken) : null,
    attemptHash: attempt ? hashOf(attempt) : null,
  };
  if (signIn.session && refreshToken && !shown.refreshToken) {
    throw new SessionError('token_invalid');
  }
  await requirePossible(services, { signIn, device, shown }, moment);

  const { userId, tenantId } = signIn;
  const account = services.checkAccount
    ? services.accounts.findAccount({ userId, tenantId })
    : Promise.resolve(undefined);
  // It is waited for inside of the transaction, which may fail before it comes to that.
  account.catch(() => {});
  const sessionId = newId();
  const sign = once((session: TokenSession, claims: Record<string, unknown>) =>
    services.accounts.createCustomToken(session, claims),
  );
  // What a token of ours goes on with, claims and all, only the database knows.
  if (!signIn.session && !services.refusals.has(signIn)) {
    const expected = { userId, tenantId, sessionId, deviceId: device.deviceId };
    sign(expected, carriedWithin(services, expected, signIn.carriedClaims)).catch(() => {});
  }
  const [deviceHash = ''] = await tokens.hashDevice(sessionId, device.deviceId);
  const given = { refreshNonce: newId(), newInstallation: newId() };
  const { installation, attemptHash } = shown;
  const pushToken = device.pushToken?.value ?? null;
  const key = { sessionId, signIn, installation, attemptHash, pushToken };
  const change = sessions.changeForRegistration(key, async (findings) => {
    const registration = {
      ...{ sessionId, signIn, device, shown, ip, officialApp, deviceHash, ...given },
      account: await account,
    };
    const plan = decideRegistration(findings, registration, moment);
    const { result } = plan;
    const minted = result.kind === 'opened' ? await mintFor(services, sign, result, moment) : null;
    return { ...plan, result: { result, minted } };
  });
  const { result, minted } = await change.catch((error: unknown) => {
    if (error instanceof SessionError) services.refusals.add(signIn);
    throw error;
  });
  if (!minted) {
    await endStolenSession(services, result.record);
    throw new SessionError('token_invalid');
  }
  const { session } = result.record;
  return { session: toDeviceSession(session, session.sessionId, moment), ...minted };
}

/** Where the session that the token carries has ended, the refusal says so. */
async function requirePossible(
  { sessions }: Pick<Services, 'sessions'>,
  registration: Pick<Registration, 'signIn' | 'device' | 'shown'>,
  moment: Moment,
): Promise<void> {
  try {
    requirePossibleSignIn(registration, moment);
  } catch (error) {
    const { session, userId, tenantId } = registration.signIn;
    if (session) {
      const carried = await sessions.findSession(session.sessionId);
      requireLive(carried, { userId, tenantId, ...session }, moment.now);
    }
    throw error;
  }
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
