// The messages of what is in the outbox, made when they are sent: what has been overtaken has none.
import type { Account } from '../domain/account/account.ts';
import { hashed } from '../domain/account/accountId.ts';
import type {
  AboutEntry,
  ForceLogoutEntry,
  LoginAlertEntry,
} from '../domain/account/outboxEntry.ts';
import { reachedApp } from '../domain/account/pushToken.ts';
import type { SessionView } from '../domain/account/view.ts';
import { alertFor, namedOf, receiverOf } from '../domain/alert/alertDelivery.ts';
import { loginAlertMessage } from '../domain/push/loginAlert.ts';
import type { PushMessage } from '../domain/push/pushMessage.ts';
import {
  forceLogoutMessage,
  loginAnsweredMessage,
  securityAlertMessage,
} from '../domain/push/sessionMessages.ts';
import { rememberedUntil } from '../domain/session/lifetime.ts';
import { nameOfError } from '../errors.ts';
import type { SessionStore } from '../services.ts';
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
  if (entry.kind === 'login_alert') return await alertMessages(sending, account, entry);
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

/**
 * The alert about logins; none where nobody there may hear it any more. To a push token that somebody else's
 * session holds too, neither an answer nor a place is sent.
 */
async function alertMessages(
  { services: { sessions, tokens }, accountId, findingsOf, moment }: Sending,
  account: Account,
  entry: LoginAlertEntry,
): Promise<PushMessage[]> {
  const { receiver: key, pushId, until } = entry;
  const pushToken = account.devices[key]?.pushToken;
  if (!pushToken) return [];
  const [holders, views] = await Promise.all([
    sessions.findHolders(hashed(reachedApp(pushToken))),
    viewsOfEnded(sessions, account, entry.about),
  ]);
  const isShared = holders.some((id) => id !== accountId);
  const delivery = alertFor(account, entry, { isShared, views }, moment);
  if (!delivery) return [];
  const { receiver, alert, answerable, namedDevice } = delivery;
  const findings = await findingsOf(namedDevice);
  const claims = answerable && {
    accountId,
    answeringSessionId: receiver.sessionId,
    answeringDevice: key,
    about: answerable.about,
    expiresAt: answerable.until,
  };
  const signals = findings?.found.signals ?? views.get(namedDevice)?.signals ?? [];
  const message = {
    ...alert,
    pushId,
    // What is unusual about a place says something of it.
    signals: isShared ? signals.filter((signal) => signal === 'new_device') : signals,
    until: answerable && answerable.until < until ? answerable.until : until,
    place: isShared ? null : (findings?.place ?? null),
    answerToken: claims ? await tokens.issueAnswerToken(claims, moment.now) : undefined,
  };
  return [loginAlertMessage(receiver, message, moment.now)];
}

/** Of devices whose login has been told and has ended since, the last view, by their keys. */
async function viewsOfEnded(
  { findViews }: Pick<SessionStore, 'findViews'>,
  account: Account,
  keys: readonly string[],
): Promise<ReadonlyMap<string, SessionView>> {
  const ids = keys
    .filter((key) => namedOf(account, key) === null)
    .flatMap((key) => account.devices[key]?.lastSessionId ?? []);
  const views = ids.length > 0 ? await findViews(ids) : [];
  return new Map(views.map((view) => [view.device, view]));
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
