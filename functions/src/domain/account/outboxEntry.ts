// What the outbox of an account holds: what must still be told, written in the commit that makes it true.
import type { DeviceType, NamedSession, PushToken } from '../session/session.ts';

/** What every entry has. */
interface Entry {
  /** Names the push, so that an app can tell a repetition. */
  pushId: string;
  /** Tries so far. */
  attempts: number;
  /** Until when it is of use. */
  until: Date;
  /** Until when nobody else sends it: one run has it in hand, or it failed a moment ago. */
  notBefore: Date | null;
}

/** The login of a device: its place, its mail and the team's hook; to nobody in particular. */
export interface LoginEntry extends Entry {
  kind: 'login';
  /** The key of the device. */
  device: string;
  login: Login;
}

/** A login, with what it needs when its session has ended. */
export interface Login extends NamedSession {
  locale: string | null;
  ip: string | null;
  createdAt: Date;
  registeredAt: Date;
  newDevice: boolean;
  accountChanged: boolean;
  /** Whether the user's other devices were to be alerted of it, be there any or not. */
  alertsOthers: boolean;
  /** Whether the team's hook runs regardless of who could be alerted. */
  isHookDue: boolean;
  /** Whether an alert about it was accepted. */
  isAlerted: boolean;
}

/** To one of the user's devices, about others: these, by their keys, at most 20; and how many more. */
interface About extends Entry {
  receiver: string;
  about: string[];
  more: number;
}

/** What it tells of them: a login, an answer, or a refresh token that was used twice. */
export type AboutKind =
  | { kind: 'login_alert' }
  | { kind: 'login_answered'; wasMe: boolean }
  | { kind: 'security_alert' };
export type AboutEntry = About & AboutKind;
export type LoginAlertEntry = Extract<AboutEntry, { kind: 'login_alert' }>;

/** To the device of a session that has ended, with the push token that it had then. */
export interface ForceLogoutEntry extends Entry {
  kind: 'force_logout';
  sessionId: string;
  /** The key of the device. */
  device: string;
  deviceType: DeviceType;
  pushToken: PushToken;
}

/** The push token of this device is to be taken from the other accounts of its installation. */
export interface TakeTokenEntry extends Entry {
  kind: 'take_token';
  device: string;
  installation: string;
  pushToken: PushToken;
  setAt: Date;
}

export type OutboxEntry = LoginEntry | AboutEntry | ForceLogoutEntry | TakeTokenEntry;

/** What is owed of the login of this device. */
export function loginEntryOf(outbox: readonly OutboxEntry[], key: string): LoginEntry | undefined {
  return outbox.filter((entry) => entry.kind === 'login').find(({ device }) => device === key);
}

/** The keys of the devices that an entry needs. */
export function devicesOf(entry: OutboxEntry): string[] {
  switch (entry.kind) {
    case 'login_alert':
    case 'login_answered':
    case 'security_alert':
      return [entry.receiver, ...entry.about];
    case 'login':
    case 'take_token':
      return [entry.device];
    case 'force_logout':
      return [];
  }
}
