// The messages of what is in the outbox, made when they are sent: what has been overtaken has none.
import type { Account } from '../domain/account/account.ts';
import type { AboutEntry, ForceLogoutEntry } from '../domain/account/outboxEntry.ts';
import { receiverOf } from '../domain/alert/alertDelivery.ts';
import { forceLogoutMessage } from '../domain/push/forceLogout.ts';
import { loginAnsweredMessage } from '../domain/push/loginAnswered.ts';
import type { PushMessage } from '../domain/push/pushMessage.ts';
import { securityAlertMessage } from '../domain/push/securityAlert.ts';
import { rememberedUntil } from '../domain/session/lifetime.ts';
import { nameOfError } from '../errors.ts';
import { alertMessage } from './alertMessage.ts';
import type { Sending } from './sending.ts';

/** None where it is past its time, or its receiver may no longer hear it. */
export async function outboxMessages(
  sending: Sending,
  entry: AboutEntry | ForceLogoutEntry,
): Promise<PushMessage[]> {
  const { services, account, moment } = sending;
  const { now } = moment;
  if (now >= entry.until) return [];
  if (entry.kind === 'force_logout') return [await logoutMessage(sending, entry)];
  if (!account) return [];
  if (entry.kind === 'login_alert') {
    const alert = await alertMessage(sending, account, entry);
    return alert ? [alert] : [];
  }
  // Of the user's own sessions, a live and confirmed one.
  const device = account.devices[entry.receiver];
  const receiver = device?.session ? receiverOf(device, now) : null;
  if (!receiver) return [];
  const { kind, pushId, about, more, until } = entry;
  if (more > 0) services.log.warn('told of the latest only', { kind, more });
  const sessionIds = about.flatMap((key) => latestSessionId(account, key) ?? []);
  const views = kind === 'security_alert' ? await services.sessions.findViews(sessionIds) : [];
  return sessionIds.flatMap((sessionId, at) => {
    // Each push has a name of its own.
    const frame = { pushId: at === 0 ? pushId : `${pushId}-${at}`, until, sessionId };
    if (entry.kind === 'login_answered') {
      return loginAnsweredMessage(receiver, { ...frame, wasMe: entry.wasMe }, now);
    }
    const view = views.find((one) => one.sessionId === sessionId);
    return view ? securityAlertMessage(receiver, { ...view, ...frame }, now) : [];
  });
}

/** The session in use of this device, or the one that ended last. */
function latestSessionId({ devices }: Account, key: string): string | null {
  const device = devices[key];
  return device?.session?.sessionId ?? device?.lastSessionId ?? null;
}

/** Without a receipt token the push still does what it is for. */
async function logoutMessage(
  { services: { tokens, log }, moment: { now, policy } }: Sending,
  { sessionId, deviceType, pushToken, pushId, until }: ForceLogoutEntry,
): Promise<PushMessage> {
  const receiver = { sessionId, deviceType, pushToken, locale: null };
  const expiresAt = rememberedUntil(now, policy);
  const issued = tokens.issueReceiptToken({ sessionId, expiresAt });
  const receiptToken = await issued.catch((error: unknown) => {
    log.error('no receipt token', { sessionId, error: nameOfError(error) });
    return undefined;
  });
  return forceLogoutMessage(receiver, { pushId, until, receiptToken }, now);
}
