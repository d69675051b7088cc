// What a registration is decided by: the sign-in, the device, and what the backend remembers.
import type { AccountAnswer } from '../session/account.ts';
import type { FirebaseAccount } from '../session/firebaseAccount.ts';
import type {
  DeviceType,
  Owner,
  PushToken,
  Session,
  SessionRecord,
  SessionSecrets,
  SignInMethods,
} from '../session/session.ts';
import type { RefreshTokenParts } from '../refresh/tokens.ts';
import type { SignInTime } from './signInKeys.ts';

/** What the Firebase ID token of a registration says. */
export interface SignIn extends SignInTime, Owner {
  provider: string;
  methods: SignInMethods;
  /** The developer claims that the team wants carried on. */
  carriedClaims: Record<string, unknown>;
}

/** The device as it describes itself; checked and cleaned at the edge. */
export interface DeviceDescription {
  deviceId: string;
  deviceName: string;
  deviceType: DeviceType;
  platform: string | null;
  appVersion: string | null;
  pushToken: PushToken | null;
  locale: string | null;
}

/** What the app shows besides its sign-in; a bad one counts as none. */
export interface Possessions {
  /** The nonce of an authentic device token. */
  installation: string | null;
  /** Session and nonce of an authentic refresh token. */
  refreshToken: RefreshTokenParts | null;
  attemptHash: string | null;
}

export interface Registration {
  sessionId: string;
  signIn: SignIn;
  device: DeviceDescription;
  shown: Possessions;
  ip: string | null;
  officialApp: string | null;
  deviceHash: string;
  /** The nonce of the session's first refresh token. */
  refreshNonce: string;
  /** The nonce of an installation that is not known to be one. */
  newInstallation: string;
  account: AccountAnswer;
}

/** By what a registration finds what it must know. */
export interface RegistrationKey {
  /** The id that the new session would have. */
  sessionId: string;
  signIn: SignIn;
  installation: string | null;
  attemptHash: string | null;
  /** The push token that the device brings. */
  pushToken: string | null;
}

/** What the store finds for a registration, as it stands in the database. */
export interface RegistrationFindings {
  /** What is remembered of the Firebase account; null for none. */
  firebaseAccount: FirebaseAccount | null;
  /** See `registrationQuery`. */
  secrets: readonly SessionSecrets[];
  /** The sessions of the open ones among them, as far as they exist. */
  sessions: readonly Session[];
  /** Of all that is remembered of the user, what is forgotten last; null for a user without any. */
  lastRemembered: SessionSecrets | null;
  /** The latest logins on new devices within the hour, no more than `newDevicesPerHour`. */
  newDevices: readonly SessionSecrets[];
  /** Records of known devices without an open session, the latest first; some more than may stay. */
  closedKnown: readonly SessionSecrets[];
  /** Sessions of any user on this installation that hold the push token which it brings. */
  pushTokenHolders: readonly SessionSecrets[];
}

/** The same, sorted by what it means. Every part is bounded by the number of open sessions. */
export interface RegistrationState {
  /** Sessions not ended, whether or not they have expired. */
  open: SessionRecord[];
  /** Those of an account that is gone, whose uid another has taken since. */
  gone: SessionRecord[];
  /** Secrets left open whose session document is already deleted: expired ones. */
  orphans: SessionSecrets[];
  /** Whether this sign-in went into a session that has ended, other than by being replaced. */
  isSpent: boolean;
  /** Whether this sign-in went into any session at all. */
  isUsed: boolean;
  /** Records that say that this installation is known. */
  known: SessionSecrets[];
  isForgotten: boolean;
  /** Whether anything at all is remembered of the user. */
  isRemembered: boolean;
  /** The open session that this attempt has opened, and nobody has refreshed; null where none. */
  attempted: SessionRecord | null;
  /** Confirmed sessions that a change of the account ended, whenever. */
  account: SessionSecrets[];
  /** Those of them that it ended lately, with no open session on their device since. */
  endedByAccount: SessionSecrets[];
}
