// All that the backend keeps of a user: one document, read whole and written whole.
import type { ShownSession } from '../session/deviceSession.ts';
import type {
  Coordinates,
  DeviceType,
  Owner,
  PushToken,
  RefreshState,
  SignInMethods,
} from '../session/session.ts';
import type { OutboxEntry } from './outboxEntry.ts';

/** known: the owner's. closed: somebody closed it, so its device token is not taken again. */
export type DeviceStanding = 'new' | 'known' | 'closed';

/** A sign-in, by its second since 1970. */
export interface SignInMark {
  second: number;
  /** Whether a session that it went into has ended since, other than by being replaced. */
  isSpent: boolean;
}

/** The session in use of a device. */
export interface OpenSession extends ShownSession {
  /** The types of its device and of the sessions that it replaced: it lives no longer than each of them may. */
  livesAs: DeviceType[];
  /** When it counts as its owner's if nobody answers: fixed at the login. */
  confirmsAt: Date;
  /** Binds the view to its device without telling the device: keyed, see tokens/deviceHash.ts. */
  deviceHash: string;
  deviceId: string;
  /** `auth_time` of the sign-in that opened it. */
  signedInAt: Date;
  signedInWith: SignInMethods;
  /** Claims of the sign-in that every ID token of this session repeats (CARRIED_CLAIMS). */
  carriedClaims: Record<string, unknown>;
  /** SHA-256 of the app's own name for this registration; null where it gave none. */
  attemptHash: string | null;
  /** When this very registration was made; a session that goes on is older. */
  registeredAt: Date;
  /** Whether this was a login on a new device. */
  newDevice: boolean;
  /** Whether a change of the account ended sessions that are told of this login. */
  accountChanged: boolean;
  /** When the login was made of which an alert was accepted; null where none was. */
  toldLoginAt: Date | null;
  /** When a login of this device that nobody answered for was first made; null where this is that one. */
  firstLoginAt: Date | null;
  /** Whether a later one of them, a day or more after the first, was told. */
  wasToldLater: boolean;
  refresh: RefreshState;
  /** When it last changed the account of its own accord; null while it has not. */
  changedAt: Date | null;
  ip: string | null;
}

/** A session that ran out before anybody answered for its login: it is shown, and can be answered, until then. */
export interface Unanswered {
  session: OpenSession;
  /** When the first of these logins was made. */
  firstLoginAt: Date;
  wasToldLater: boolean;
}

/** One installed copy of the app, as this user has used it. */
export interface Device {
  /** The nonce of its device token. */
  installation: string;
  standing: DeviceStanding;
  session: OpenSession | null;
  unanswered: Unanswered | null;
  /** The sign-ins that went into its session or one that it replaced. */
  signIns: SignInMark[];
  /** The seconds of its registrations. */
  registrations: SignInMark[];
  pushToken: (PushToken & { setAt: Date }) | null;
  /** Since when it is out of reach: FCM called its push token dead. */
  pushTokenDiedAt: Date | null;
  /** BCP 47. */
  locale: string | null;
  deviceType: DeviceType;
  /** When its last session ended, or began. */
  lastSeenAt: Date;
  /** Until when it hears of logins although a change of the account has ended its session. */
  mayDenyUntil: Date | null;
  /** The `tokensValidAfterTime` of that change; null once its "no" has been said. */
  mayDenySince: Date | null;
  /** The session that ended last: what a push to a device names that has none. */
  lastSessionId: string | null;
}

/** A session that a new device opened, for the hourly limit. */
export interface NewDeviceLogin {
  device: string;
  at: Date;
  /** Not what the owner denied or closed. */
  isCounted: boolean;
}

export interface SeenCountry {
  /** ISO 3166-1 alpha-2. */
  code: string;
  seenAt: Date;
  /** Whether a confirmed session was opened there. */
  isConfirmed: boolean;
}

export interface SeenPlace extends Coordinates {
  at: Date;
}

/** Something that the account has done once, with what it came to: a run that finds it answers that. */
export interface DoneCall {
  callId: string;
  result: Record<string, string | number | boolean | null>;
}

/** What is remembered of the account in Firebase Authentication. */
export interface RememberedAccount {
  /** When it was made, as it said when ours began; null where nobody has looked. */
  createdAt: Date | null;
  /** Whether that lay ahead then, as an import may have it. */
  wasAhead: boolean;
  /** Until when a custom token of ours may make it anew. */
  customTokenUntil: Date;
}

export interface Account extends Owner {
  /** By a key of ours, which is no nonce. */
  devices: Record<string, Device>;
  newDevices: NewDeviceLogin[];
  /** When alerts were accepted, the latest of a day. */
  alertedTimes: Date[];
  countries: SeenCountry[];
  lastPlaces: { confirmed: SeenPlace | null; latest: SeenPlace | null };
  outbox: OutboxEntry[];
  calls: DoneCall[];
  firebaseAccount: RememberedAccount;
  /** The latest `tokensValidAfterTime` after which a device that it ended has said its "no". */
  deniedChange: Date | null;
  /** When ours began: what is older is of an account that is gone. */
  beganAt: Date;
  /** When Firebase Authentication was last asked about the user. */
  checkedAt: Date;
  /** Whether anything is in the outbox: what `sweep` looks for. */
  isOwed: boolean;
  /** The day (UTC, "2026-11-25") on which an address or a place is to be erased; null where there is none. */
  eraseOn: string | null;
  /** SHA-256 of each push token. */
  pushTokens: string[];
  deleteAt: Date;
}

/** What is left of an account that was erased: no name, and what keeps it from coming back by itself. */
export interface Remainder {
  firebaseAccount: RememberedAccount;
  /** Logouts only, each with its push token. */
  outbox: OutboxEntry[];
  isOwed: boolean;
  deleteAt: Date;
}

/** What stands in the place of an account: null for nothing, or nothing that is not past its time. */
export type Stored = Account | Remainder | null;

export function isAccount(stored: Stored): stored is Account {
  return stored !== null && 'userId' in stored;
}

export type DeviceInUse = Device & { session: OpenSession };

/** Each device that has a session in use, with its key. */
export function openDevices({ devices }: Account): [key: string, DeviceInUse][] {
  return Object.entries(devices).filter(
    (entry): entry is [string, DeviceInUse] => entry[1].session !== null,
  );
}

/** Those whose session is confirmed. */
export function confirmedDevices(account: Account): [key: string, DeviceInUse][] {
  return openDevices(account).filter(([, { session }]) => session.confirmed);
}

/** The keys of those that can be told something, except for this one. */
export function confirmedReceivers(account: Account, except: string | null): string[] {
  return confirmedDevices(account)
    .filter(([key, { pushToken }]) => pushToken !== null && key !== except)
    .map(([key]) => key);
}

/** What is shown as live of a device: its session in use, or one that ran out and can still be answered. */
export function shownSession({ session, unanswered }: Device): OpenSession | null {
  return session ?? unanswered?.session ?? null;
}

/** Whether a change of the account has ended its session, and it may still say "no" to what comes after. */
export function mayStillDeny({ mayDenyUntil }: Device, now: Date): boolean {
  return mayDenyUntil !== null && now < mayDenyUntil;
}
