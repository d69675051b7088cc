// Whom a login is alerted to, decided when the alert is sent: what is in the outbox may have been overtaken.
import { type Account, type Device, mayStillDeny, type OpenSession } from '../account/account.ts';
import { type Login, type LoginAlertEntry, loginEntryOf } from '../account/outboxEntry.ts';
import type { SessionView } from '../account/view.ts';
import type { Clock } from '../session/policy.ts';
import { confirmsAtOf } from '../session/lifetime.ts';
import type { NamedSession, PushReceiver } from '../session/session.ts';
import type { LoginAlert } from '../push/loginAlert.ts';
import type { PushFrame } from '../push/pushMessage.ts';
import { groupingOf } from './alertGrouping.ts';

export interface AlertDelivery {
  receiver: PushReceiver;
  /** What it says, except where the login was and what was unusual about it. */
  alert: Omit<LoginAlert, keyof PushFrame | 'place' | 'signals' | 'answerToken'>;
  /** The key of the device that it names: the newest, where it stands for several. */
  namedDevice: string;
  /** The devices that a "no" closes, and until when; null where there is nothing to answer. */
  answerable: { about: readonly string[]; until: Date } | null;
}

/**
 * The alert of an entry; null where there is none any more: all that it is about has been confirmed since, or
 * the receiver is no confirmed session of the user with a push token, nor a device whose session a change of
 * the account has ended. `isShared`: the push token is that of another user too, so the alert offers no answer.
 * `views`: of sessions that have ended, by the keys of their devices.
 */
export function alertFor(
  account: Account,
  entry: LoginAlertEntry,
  { isShared, views }: { isShared: boolean; views: ReadonlyMap<string, SessionView> },
  { now, policy }: Clock,
): AlertDelivery | null {
  const receiving = account.devices[entry.receiver];
  const receiver = receiving && receiverOf(receiving, now);
  if (!receiving || !receiver) return null;
  const about = entry.about.filter((key) => key !== entry.receiver);
  const waiting = about.filter((key) => isStillTold(account, key));
  const key = waiting.at(-1);
  if (key === undefined) return null;
  const named = namedOf(account, key) ?? asNamed(views.get(key));
  if (!named) return null;
  const { logins, burstId, silent } = groupingOf(account, waiting, now);
  const session = account.devices[key]?.session ?? null;
  const endedByChange = receiving.session === null;
  const isNew = named.newDevice;
  const hasRight = !endedByChange || (isNew && receiving.mayDenySince !== null);
  const mayAnswer = session !== null && !isShared && hasRight;
  const answerable = mayAnswer && {
    about: logins.length > 0 ? logins.map((login) => login.key) : [key],
    until: isNew
      ? earliest([session, ...logins.map((login) => login.session)])
      : confirmsAtOf(named.registeredAt, policy),
  };
  const count = Math.max(logins.length, waiting.length) + entry.more;
  const { sessionId, deviceName, deviceType, accountChanged } = named;
  return {
    receiver,
    alert: {
      ...{ sessionId, deviceName, deviceType, accountChanged, count, silent },
      mayConfirm: mayAnswer && !endedByChange && count === 1,
      hasEnded: session === null,
      burstId: burstId ?? sessionId,
    },
    namedDevice: key,
    answerable: answerable || null,
  };
}

/** When the first of them counts as its owner's. */
function earliest(sessions: readonly OpenSession[]): Date {
  return new Date(Math.min(...sessions.map(({ confirmsAt }) => confirmsAt.getTime())));
}

/** Where to tell this device something; null where it may hear nothing, or has no push token. */
export function receiverOf(device: Device, now: Date): PushReceiver | null {
  const { session, pushToken, deviceType, locale, lastSessionId } = device;
  const hears = session ? session.confirmed : mayStillDeny(device, now);
  const sessionId = session?.sessionId ?? lastSessionId;
  if (!hears || !pushToken || sessionId === null) return null;
  return { sessionId, deviceType, pushToken, locale };
}

/** Not what was confirmed since it came as a login on a new device. */
function isStillTold({ devices }: Account, key: string): boolean {
  const session = devices[key]?.session;
  return !session?.newDevice || !session.confirmed;
}

type NamedLogin = NamedSession & Pick<Login, 'newDevice' | 'accountChanged' | 'registeredAt'>;

/** The login of a device: that of its session, or as the outbox keeps it where that has ended. */
export function namedOf(account: Account, key: string): NamedLogin | null {
  return account.devices[key]?.session ?? loginEntryOf(account.outbox, key)?.login ?? null;
}

function asNamed(view: SessionView | undefined): NamedLogin | null {
  if (!view) return null;
  return { ...view, newDevice: true, accountChanged: false, registeredAt: view.createdAt };
}
