// The alert about a login for one of the user's sessions.
import { alertFor } from '../domain/alert/loginAlert.ts';
import { loginAlertMessage } from '../domain/push/loginAlert.ts';
import type { PushMessage } from '../domain/push/pushMessage.ts';
import { receivingOf } from '../domain/revocation/receivers.ts';
import type { Moment } from '../domain/session/moment.ts';
import type { OwedPush } from '../domain/session/session.ts';
import type { Services } from '../services.ts';
import type { LoginFindings } from './loginFindings.ts';

/**
 * null where it is past its time, or nobody there may hear it any more. To a push token that somebody
 * else's session holds too, neither an answer nor a place is sent.
 */
export async function loginAlert(
  { sessions, tokens }: Pick<Services, 'sessions' | 'tokens'>,
  owed: OwedPush,
  { record, records, place, signals, grouping }: LoginFindings,
  moment: Moment,
): Promise<PushMessage | null> {
  const { pushId, until } = owed;
  if (moment.now >= until) return null;
  const receiving = receivingOf(owed, record, records, moment);
  const pushToken = receiving?.secrets.pushToken?.value;
  if (!pushToken) return null;
  const isShared = await sessions.isPushTokenShared(pushToken, record.session);
  const delivery = alertFor(record, receiving, grouping, isShared, moment);
  if (!delivery) return null;
  const { receiver, named, answerable, mayConfirm, answerableUntil, hasEnded } = delivery;
  const answerToken = answerableUntil && {
    answerToken: await tokens.issueAnswerToken(
      {
        userId: record.session.userId,
        answeringSessionId: receiver.sessionId,
        aboutSessionIds: answerable,
        expiresAt: answerableUntil,
      },
      moment.now,
    ),
  };
  const { sessionId, deviceName, deviceType } = named.session;
  return loginAlertMessage(
    receiver,
    {
      ...{ pushId, sessionId, deviceName, deviceType, signals, hasEnded, mayConfirm },
      until: answerableUntil && answerableUntil < until ? answerableUntil : until,
      place: isShared ? null : place,
      ...answerToken,
      count: grouping.logins.length,
      burstId: grouping.burstId,
      silent: grouping.silent,
      accountChanged: record.secrets.accountChanged,
    },
    moment.now,
  );
}
