// The alert about logins for one of the user's devices.
import type { Account } from '../domain/account/account.ts';
import { hashed } from '../domain/account/accountId.ts';
import type { LoginAlertEntry } from '../domain/account/outboxEntry.ts';
import { reachedApp } from '../domain/account/pushes.ts';
import type { SessionView } from '../domain/account/view.ts';
import { alertFor, namedOf } from '../domain/alert/alertDelivery.ts';
import { loginAlertMessage } from '../domain/push/loginAlert.ts';
import type { PushMessage } from '../domain/push/pushMessage.ts';
import type { Moment } from '../domain/session/moment.ts';
import type { Services } from '../services.ts';
import type { LoginFindings } from './findLogin.ts';

/**
 * null where it is past its time, or nobody there may hear it any more. To a push token that somebody
 * else's session holds too, neither an answer nor a place is sent.
 */
export async function alertMessage(
  { sessions, tokens }: Pick<Services, 'sessions' | 'tokens'>,
  accountId: string,
  account: Account,
  entry: LoginAlertEntry,
  findingsOf: (device: string) => Promise<LoginFindings | null>,
  moment: Moment,
): Promise<PushMessage | null> {
  const { pushId, until, receiver: key } = entry;
  const pushToken = account.devices[key]?.pushToken;
  if (moment.now >= until || !pushToken) return null;
  const [holders, views] = await Promise.all([
    sessions.findHolders(hashed(reachedApp(pushToken))),
    viewsOfEnded(sessions, account, entry.about),
  ]);
  const isShared = holders.some((id) => id !== accountId);
  const delivery = alertFor(account, entry, { isShared, views }, moment);
  if (!delivery) return null;
  const { receiver, named, answerable, answerableUntil, namedDevice } = delivery;
  const findings = await findingsOf(namedDevice);
  const answerToken = answerableUntil && {
    answerToken: await tokens.issueAnswerToken(
      {
        accountId,
        answeringSessionId: receiver.sessionId,
        answeringDevice: key,
        about: answerable,
        expiresAt: answerableUntil,
      },
      moment.now,
    ),
  };
  const { sessionId, deviceName, deviceType } = named;
  const { mayConfirm, hasEnded, accountChanged, count, burstId, silent } = delivery;
  return loginAlertMessage(
    receiver,
    {
      ...{ pushId, sessionId, deviceName, deviceType, mayConfirm, hasEnded, accountChanged },
      ...{ count, burstId, silent },
      signals: findings?.found.signals ?? views.get(namedDevice)?.signals ?? [],
      until: answerableUntil && answerableUntil < until ? answerableUntil : until,
      place: isShared ? null : (findings?.place ?? null),
      ...answerToken,
    },
    moment.now,
  );
}

/** Of devices whose login has been told and has ended since, the last view, by their keys. */
async function viewsOfEnded(
  { findViews }: Pick<Services['sessions'], 'findViews'>,
  account: Account,
  keys: readonly string[],
): Promise<ReadonlyMap<string, SessionView>> {
  const ids = keys
    .filter((key) => namedOf(account, key) === null)
    .flatMap((key) => account.devices[key]?.lastSessionId ?? []);
  const views = ids.length > 0 ? await findViews(ids) : [];
  return new Map(views.map((view) => [view.device, view]));
}
