// The alert about logins for one of the user's devices.
import type { Account } from '../domain/account/account.ts';
import { hashed } from '../domain/account/accountId.ts';
import type { LoginAlertEntry } from '../domain/account/outboxEntry.ts';
import { reachedApp } from '../domain/account/pushes.ts';
import type { SessionView } from '../domain/account/view.ts';
import { alertFor, namedOf } from '../domain/alert/alertDelivery.ts';
import { loginAlertMessage } from '../domain/push/loginAlert.ts';
import type { PushMessage } from '../domain/push/pushMessage.ts';
import type { SessionStore } from '../services.ts';
import type { Sending } from './sending.ts';

/**
 * null where nobody there may hear it any more. To a push token that somebody else's session holds too,
 * neither an answer nor a place is sent.
 */
export async function alertMessage(
  { services: { sessions, tokens }, accountId, findingsOf, moment }: Sending,
  account: Account,
  entry: LoginAlertEntry,
): Promise<PushMessage | null> {
  const { receiver: key, pushId, until } = entry;
  const pushToken = account.devices[key]?.pushToken;
  if (!pushToken) return null;
  const [holders, views] = await Promise.all([
    sessions.findHolders(hashed(reachedApp(pushToken))),
    viewsOfEnded(sessions, account, entry.about),
  ]);
  const isShared = holders.some((id) => id !== accountId);
  const delivery = alertFor(account, entry, { isShared, views }, moment);
  if (!delivery) return null;
  const { receiver, alert, answerable, namedDevice } = delivery;
  const findings = await findingsOf(namedDevice);
  const claims = answerable && {
    accountId,
    answeringSessionId: receiver.sessionId,
    answeringDevice: key,
    about: answerable.about,
    expiresAt: answerable.until,
  };
  return loginAlertMessage(
    receiver,
    {
      ...alert,
      pushId,
      signals: findings?.found.signals ?? views.get(namedDevice)?.signals ?? [],
      until: answerable && answerable.until < until ? answerable.until : until,
      place: isShared ? null : (findings?.place ?? null),
      answerToken: claims ? await tokens.issueAnswerToken(claims, moment.now) : undefined,
    },
    moment.now,
  );
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
