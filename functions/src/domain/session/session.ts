// What a session is. `Session` is what its owner may see, `SessionSecrets` what only the backend may see.

/** A session id, and a nonce of a token: 128 bits in base64url; not `__…__`, which Firestore refuses. */
export const idPattern = /^(?!__.*__$)[A-Za-z0-9_-]{22}$/;

export const deviceTypes = ['IOS', 'ANDROID', 'WEB'] as const;
export type DeviceType = (typeof deviceTypes)[number];

/** Why a session was ended; by a person, or by a rule of the product. */
export const revokedReasons = [
  'user',
  'others',
  'sign_out',
  'denied',
  'replaced',
  'limit',
  'token_reuse',
  'expired',
  'account',
  'operator',
] as const;
export type RevokedReason = (typeof revokedReasons)[number];

/** An account: the same uid in two tenants of Identity Platform is two accounts. */
export interface Owner {
  /** The Firebase uid. */
  userId: string;
  /** null outside of Identity Platform's tenants. */
  tenantId: string | null;
}

export interface Session extends Owner {
  /** 128 random bits, base64url, 22 characters. */
  sessionId: string;
  deviceName: string;
  deviceType: DeviceType;
  platform: string | null;
  appVersion: string | null;
  /** "Moscow, Russia"; null until known, or where it can't be known. */
  location: string | null;
  createdAt: Date;
  lastActiveAt: Date;
  /** As stored; `isConfirmed` also counts the session's age. */
  confirmed: boolean;
  revoked: boolean;
  revokedAt: Date | null;
  revokedReason: RevokedReason | null;
  /** When the logged-out device said that it has wiped itself. */
  logoutConfirmedAt: Date | null;
  /** `firebase.sign_in_provider` of the sign-in, e.g. "password". */
  signInProvider: string;
  /** Whether the sign-in showed a second factor. */
  secondFactor: boolean;
  /** The app id that App Check attested at the registration; null where it did not. */
  officialApp: string | null;
  /** Binds the document to its device without telling the device: keyed, see tokens/deviceHash.ts. */
  deviceHash: string;
  expiresAt: Date;
}

/** The session that a Firebase ID token carries, as it says. */
export interface CarriedSession {
  sessionId: string;
  deviceId: string;
  /** The `deviceHash` that a session of this device has, under each key in use. */
  deviceHashes: readonly string[];
}

/** The caller as the Firebase ID token names it. */
export interface Caller extends Owner, CarriedSession {}

/** An FCM registration token, tagged so that other kinds of address can stand beside it. */
export interface PushToken {
  kind: 'token';
  value: string;
}

/** The rotation state of a session's refresh token; the nonces are what the tokens carry, never the tokens. */
export interface RefreshState {
  currentNonce: string;
  previousNonce: string | null;
  rotatedAt: Date;
}

/**
 * open: not ended. ended: for good, so its sign-ins are spent. replaced: taken over by a session on
 * the same device. account: ended by a change of the account while it was confirmed, so it may still
 * deny one login.
 */
export type SessionState = 'open' | 'ended' | 'replaced' | 'account';

/**
 * known: the owner's, on at most one record of a device, the newest. forgotten: somebody closed it,
 * so it is a new device. unknown: this record says nothing of its device.
 */
export type DeviceStanding = 'known' | 'forgotten' | 'unknown';

export interface SeenCountry {
  /** ISO 3166-1 alpha-2. */
  code: string;
  seenAt: Date;
}

export interface Coordinates {
  latitude: number;
  longitude: number;
}

/** The methods of a sign-in, each with its id, e.g. "google.com:1234"; null for those that prove nothing. */
export interface SignInMethods {
  provider: string | null;
  secondFactor: string | null;
}

/**
 * force_logout: to the session itself. login_alert, login_answered, security_alert: to another of
 * the user's sessions. login: to nobody; the place of a login, its mail and the team's hook.
 */
export type OwedKind =
  | 'force_logout'
  | 'login_alert'
  | 'login_answered'
  | 'security_alert'
  | 'login';

export interface OwedPush {
  /** Names the push, so that an app can tell a repetition. */
  pushId: string;
  kind: OwedKind;
  /** The session to tell; its push token is read when the push is sent. null for `login`. */
  receiver: string | null;
  /** Tries so far. */
  attempts: number;
  /** Until when it is of use. */
  until: Date;
}

export interface SessionSecrets extends Owner {
  sessionId: string;
  deviceId: string;
  /** The nonce of the device token: which installation this is, whoever signs in on it. */
  installation: string;
  /** `auth_time` of the sign-in that opened the session. */
  signedInAt: Date;
  /** Keys of every sign-in that went into this session or one that it replaced: all spent when it ends. */
  signIns: string[];
  signedInWith: SignInMethods;
  /** Claims of the sign-in that every ID token of this session repeats (CARRIED_CLAIMS). */
  carriedClaims: Record<string, unknown>;
  /** SHA-256 of the app's own name for this registration; null where it gave none. */
  attemptHash: string | null;
  /** When this very registration was made; a continued session is older. */
  registeredAt: Date;
  /** Whether this was a login on a new device. */
  newDevice: boolean;
  /** Whether a change of the account ended sessions that are told of this login. */
  accountChanged: boolean;
  /** Whether the team's hook runs regardless of who could be alerted. */
  hookDue: boolean;
  /** When an alert about this login went out; null while none did. */
  alertedAt: Date | null;
  state: SessionState;
  endedAt: Date | null;
  device: DeviceStanding;
  pushToken: PushToken | null;
  /** Since when the device is out of reach: FCM called its push token dead. */
  pushTokenDiedAt: Date | null;
  /** BCP 47. */
  locale: string | null;
  ip: string | null;
  /** Where the user has signed in from in the last 180 days, this session included, as far as remembered. */
  countries: SeenCountry[];
  /** Where this session was opened; null where only a country is known. */
  coordinates: Coordinates | null;
  /** The day (UTC, "2026-11-25") on which `ip` and `coordinates` are erased; null once they are. */
  eraseOn: string | null;
  refresh: RefreshState | null;
  /** When the account was last seen to be in order. */
  accountCheckedAt: Date;
  /** What must still be told about this session. */
  owed: OwedPush[];
  /** Whether anything is owed: what `sweep` looks for. */
  isOwed: boolean;
  /** Until when nobody else sends what is owed: one run has it in hand, or it failed a moment ago. */
  owedNotBefore: Date | null;
  /** Later than the session's own, so that spent sign-ins and known devices outlive it. */
  expiresAt: Date;
}

/** Where a push goes. */
export interface PushReceiver {
  sessionId: string;
  deviceType: DeviceType;
  pushToken: PushToken;
  locale: string | null;
}

/** Both documents of one session. */
export interface SessionRecord {
  session: Session;
  secrets: SessionSecrets;
}

export function isSameOwner(one: Owner, other: Owner): boolean {
  return one.userId === other.userId && one.tenantId === other.tenantId;
}
