// What a registration is decided by: the sign-in, the device, and what the app shows besides.
import type { DeviceUpdate } from '../account/activity.ts';
import type { AccountAnswer } from '../account/firebaseAccount.ts';
import type { RefreshTokenParts } from '../refresh/tokens.ts';
import type { DeviceType, Owner, SignInMethods } from '../session/session.ts';

/** What the Firebase ID token of a registration says. */
export interface SignIn extends Owner {
  /** `auth_time`. */
  signedInAt: Date;
  /** Whether Firebase has refreshed the ID token since. */
  refreshed: boolean;
  provider: string;
  methods: SignInMethods;
  /** The developer claims that the team wants carried on. */
  carriedClaims: Record<string, unknown>;
}

/** The device as it describes itself; checked and cleaned at the edge. */
export interface DeviceDescription extends Required<DeviceUpdate> {
  deviceId: string;
  deviceType: DeviceType;
}

/** What the app presents besides its sign-in; a bad one counts as none. */
export interface Presented {
  /** The nonce of an authentic device token. */
  installation: string | null;
  /** An authentic refresh token of this account. */
  refreshToken: Pick<RefreshTokenParts, 'sessionId' | 'nonce'> | null;
  attemptHash: string | null;
}

export interface Registration {
  callId: string;
  sessionId: string;
  signIn: SignIn;
  device: DeviceDescription;
  presented: Presented;
  ip: string | null;
  officialApp: string | null;
  deviceHash: string;
  /** The nonce of the session's first refresh token. */
  refreshNonce: string;
  /** The nonce of an installation that is not known to be one. */
  newInstallation: string;
  firebaseAccount: AccountAnswer;
}

/** The part of a verified Firebase ID token that tells it. */
export interface SignInClaims {
  firebase?: {
    identities?: Record<string, unknown>;
    sign_in_provider?: string;
    sign_in_second_factor?: string;
    second_factor_identifier?: string;
  };
}

/** These prove nothing: a password can be guessed or set, the others name nobody in particular. */
const proveNothing = new Set(['password', 'custom', 'anonymous']);

/** E.g. `{provider: "google.com:1234", secondFactor: "phone:abc"}`; null for what proves nothing. */
export function methodsOf({ firebase = {} }: SignInClaims): SignInMethods {
  const { sign_in_provider: provider, identities = {} } = firebase;
  const { sign_in_second_factor: factor, second_factor_identifier: factorId } = firebase;
  const ids: unknown = provider ? identities[provider] : undefined;
  const id: unknown = Array.isArray(ids) ? ids[0] : undefined;
  return {
    provider:
      provider && !proveNothing.has(provider) && typeof id === 'string'
        ? `${provider}:${id}`
        : null,
    secondFactor: factor && factorId ? `${factor}:${factorId}` : null,
  };
}
