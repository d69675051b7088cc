// What a registration is decided by: the sign-in, the device, and what the user has already.
import type {
  DeviceType,
  PushToken,
  Session,
  SessionRecord,
  SessionSecrets,
} from '../session/session.ts';
import type { SignInTime } from './signInKeys.ts';

/** What the Firebase ID token of a registration says. */
export interface SignIn extends SignInTime {
  userId: string;
  provider: string;
  secondFactor: boolean;
  /** The session that the token already carries, where it does. */
  session: { sessionId: string; deviceId: string } | null;
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

export interface Registration {
  sessionId: string;
  signIn: SignIn;
  device: DeviceDescription;
  ip: string | null;
  /** The nonce of the session's first refresh token. */
  refreshNonce: string;
}

/** What a registration must know of the user; every part is bounded by the number of open sessions. */
export interface RegistrationState {
  /** Sessions not ended, whether or not their time is over. */
  open: SessionRecord[];
  /** Secrets left open whose session document is already deleted: expired ones. */
  orphans: SessionSecrets[];
  /** Closed records of which this sign-in is one (`wentInto`). */
  closedBySignIn: SessionSecrets[];
  /** Records by which this device is known to the user; one, save for races long past. */
  known: SessionSecrets[];
  /** The session that the ID token carries, in whatever state; null where none or gone. */
  carried: Session | null;
}
