// The plain words that everything else is made of: whose it is, which kind of device, which token.

/** A session id, and a nonce of a token: 128 bits in base64url; not `__…__`, which Firestore refuses. */
export const idPattern = /^(?!__.*__$)[A-Za-z0-9_-]{22}$/;

export const deviceTypes = ['IOS', 'ANDROID', 'WEB'] as const;
export type DeviceType = (typeof deviceTypes)[number];

/** What a device is called whose own name says nothing, or cannot be shown. */
export const deviceTypeNames: Record<DeviceType, string> = {
  IOS: 'iOS device',
  ANDROID: 'Android device',
  WEB: 'Web browser',
};

/** What may be unusual about a login. */
export const loginSignalNames = ['new_device', 'new_country', 'impossible_travel'] as const;
export type LoginSignal = (typeof loginSignalNames)[number];

/** Whose it is: the same uid in two tenants of Identity Platform is two accounts. */
export interface Owner {
  /** The Firebase uid. */
  userId: string;
  /** null outside of Identity Platform's tenants. */
  tenantId: string | null;
}

/** The session that an ID token of ours carries. */
export interface CarriedSession {
  sessionId: string;
  deviceId: string;
  /** The `deviceHash` that a session of this device has, under each key in use. */
  deviceHashes: readonly string[];
}

/** The caller as the Firebase ID token names it. */
export interface Caller extends Owner, CarriedSession {}

/** What FCM sends to: a registration token, or a Firebase installation id. */
export interface PushToken {
  kind: 'token' | 'fid';
  value: string;
}

/** The rotation state of a session's refresh token; the nonces are what the tokens carry, never the tokens. */
export interface RefreshState {
  currentNonce: string;
  previousNonce: string | null;
  rotatedAt: Date;
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

/** A session as it is named to a person. */
export interface NamedSession {
  sessionId: string;
  deviceName: string;
  deviceType: DeviceType;
}

/** Where a push goes. */
export interface PushReceiver {
  sessionId: string;
  deviceType: DeviceType;
  pushToken: PushToken;
  locale: string | null;
}

export function isSameOwner(one: Owner, other: Owner): boolean {
  return one.userId === other.userId && one.tenantId === other.tenantId;
}
