// The messages of what is in the outbox, made when they are sent: what has been overtaken has none.
import type { Account, Stored } from '../domain/account/account.ts';
import { isAccount } from '../domain/account/account.ts';
import type {
  ForceLogoutEntry,
  LoginAnsweredEntry,
  SecurityAlertEntry,
} from '../domain/account/outboxEntry.ts';
import { receiverOf } from '../domain/alert/alertDelivery.ts';
import { forceLogoutMessage } from '../domain/push/forceLogout.ts';
import { loginAnsweredMessage } from '../domain/push/loginAnswered.ts';
import type { PushMessage } from '../domain/push/pushMessage.ts';
import { securityAlertMessage } from '../domain/push/securityAlert.ts';
import { rememberedUntil } from '../domain/session/lifetime.ts';
import type { Moment } from '../domain/session/moment.ts';
import type { PushReceiver } from '../domain/session/session.ts';
import { nameOfError } from '../errors.ts';
import type { Services } from '../services.ts';

/** None where it is past its time, or its receiver may no longer hear it. */
export async function outboxMessages(
  services: Pick<Services, 'tokens' | 'log' | 'sessions'>,
  stored: Stored,
  entry: ForceLogoutEntry | LoginAnsweredEntry | SecurityAlertEntry,
  moment: Moment,
): Promise<PushMessage[]> {
  if (moment.now >= entry.until) return [];
  if (entry.kind === 'force_logout') return [await logoutMessage(services, entry, moment)];
  const receiver = isAccount(stored) ? hearing(stored, entry.receiver, moment) : null;
  if (!isAccount(stored) || !receiver) return [];
  const { kind, about, more } = entry;
  if (more > 0) services.log.warn('told of the latest only', { kind, more });
  const sessionIds = about.flatMap((key) => latestSessionId(stored, key) ?? []);
  const frames = sessionIds.map((sessionId, at) => ({
    // Each push has a name of its own.
    frame: { pushId: at === 0 ? entry.pushId : `${entry.pushId}-${at}`, until: entry.until },
    sessionId,
  }));
  if (entry.kind === 'login_answered') {
    return frames.map(({ frame, sessionId }) =>
      loginAnsweredMessage(receiver, { ...frame, sessionId, wasMe: entry.wasMe }, moment.now),
    );
  }
  const views = await services.sessions.findViews(sessionIds);
  return frames.flatMap(({ frame, sessionId }) => {
    const view = views.find((one) => one.sessionId === sessionId);
    if (!view) return [];
    const { deviceName, deviceType } = view;
    return [
      securityAlertMessage(receiver, { ...frame, sessionId, deviceName, deviceType }, moment.now),
    ];
  });
}

/** Of the user's own sessions, a live and confirmed one. */
function hearing({ devices }: Account, key: string, { now }: Moment): PushReceiver | null {
  const device = devices[key];
  return device?.session ? receiverOf(device, now) : null;
}

/** The session in use of this device, or the one that ended last. */
function latestSessionId({ devices }: Account, key: string): string | null {
  const device = devices[key];
  return device?.session?.sessionId ?? device?.lastSessionId ?? null;
}

/** Without a receipt token the push still does what it is for. */
async function logoutMessage(
  { tokens, log }: Pick<Services, 'tokens' | 'log'>,
  { sessionId, deviceType, pushToken, pushId, until }: ForceLogoutEntry,
  { now, policy }: Moment,
): Promise<PushMessage> {
  const receiver = { sessionId, deviceType, pushToken, locale: null };
  let receipt: { receiptToken?: string } = {};
  try {
    const expiresAt = rememberedUntil(now, policy);
    receipt = { receiptToken: await tokens.issueReceiptToken({ sessionId, expiresAt }) };
  } catch (error) {
    log.error('no receipt token', { sessionId, error: nameOfError(error) });
  }
  return forceLogoutMessage(receiver, { pushId, until, ...receipt }, now);
}
