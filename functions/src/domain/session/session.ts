// What a session is. `Session` is what its owner may see, `SessionSecrets` what only the backend may see.

/** A session id, and a nonce of a token: 128 bits in base64url. */
export const idPattern = /^[A-Za-z0-9_-]{22}$/;

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
] as const;
export type RevokedReason = (typeof revokedReasons)[number];

export interface Session {
  /** 128 random bits, base64url, 22 characters. */
  sessionId: string;
  userId: string;
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
  /** Binds the document to its device without telling the device: see `deviceHash`. */
  deviceHash: string;
  expiresAt: Date;
}

/** The caller as the Firebase ID token names it. */
export interface Caller {
  userId: string;
  sessionId: string;
  deviceId: string;
}

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

/** open: not ended. closed: ended for good, so its sign-ins are spent. replaced: taken over by a session on the same device. */
export type SessionState = 'open' | 'closed' | 'replaced';

export interface SeenCountry {
  /** ISO 3166-1 alpha-2. */
  code: string;
  seenAt: Date;
}

export interface Coordinates {
  latitude: number;
  longitude: number;
}

export interface SessionSecrets {
  sessionId: string;
  userId: string;
  deviceId: string;
  /** `auth_time` of the sign-in that opened the session. */
  signedInAt: Date;
  /** Keys of every sign-in that went into this session or one that it replaced: all spent when it is closed. */
  signIns: string[];
  /** `firebase.sign_in_provider` of the sign-in, e.g. "password". */
  signInProvider: string;
  /** Whether the sign-in showed a second factor. */
  secondFactor: boolean;
  /** When this very registration was made; a continued session is older. */
  registeredAt: Date;
  /** Whether the device was not known to the user then. */
  newDevice: boolean;
  state: SessionState;
  /** True on at most one record of a device: the newest by which the user's trust in it is known. */
  deviceKnown: boolean;
  pushToken: PushToken | null;
  /** BCP 47. */
  locale: string | null;
  ip: string | null;
  /** Where the user has signed in from in the last 180 days, this session included, as far as remembered. */
  countries: SeenCountry[];
  /** Where this session was opened; null where only a country is known. */
  coordinates: Coordinates | null;
  refresh: RefreshState | null;
  /** The login alert about this session: null before the trigger has leased it. */
  alert: AlertState | null;
  /** What must be told of the theft that ended this session; null where it was none. */
  notice: ReuseNotice | null;
  /** Sessions that this one pushed over the limit and that have not been told yet. */
  evicted: PushReceiver[];
  /** Later than the session's own, so that closed sign-ins and known devices outlive it. */
  expiresAt: Date;
}

/** `leasedAt` leases the work to one run of the trigger; `sentAt` says that it is done. */
export interface AlertState {
  leasedAt: Date;
  sentAt: Date | null;
}

/** `receiver` is the ended session's own device; leased and done as `AlertState` is. */
export interface ReuseNotice {
  receiver: PushReceiver | null;
  leasedAt: Date | null;
  sentAt: Date | null;
}

/** Where a push goes: what is taken from a record before revocation clears its push token. */
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

/** The session as its owner's devices see it; times in ISO 8601, UTC. */
export interface DeviceSession {
  sessionId: string;
  deviceName: string;
  deviceType: DeviceType;
  platform: string | null;
  appVersion: string | null;
  location: string | null;
  lastActiveAt: string;
  createdAt: string;
  confirmed: boolean;
  isCurrentDevice: boolean;
}

/** With how it ended, where it has; for those who ask for ended sessions too. */
export interface DeviceSessionWithEnd extends DeviceSession {
  revokedAt: string | null;
  revokedReason: RevokedReason | null;
  logoutConfirmedAt: string | null;
}
