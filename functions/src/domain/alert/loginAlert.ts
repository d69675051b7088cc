// Whom a login is alerted to, decided when the alert is sent: what is owed may have been overtaken.
import { receiverOf } from '../revocation/receivers.ts';
import { confirmsAt, isConfirmed } from '../session/confirmation.ts';
import { isLive } from '../session/lifetime.ts';
import type { Moment } from '../session/moment.ts';
import type { PushReceiver, SessionRecord } from '../session/session.ts';
import { isSameOwner } from '../session/session.ts';
import type { AlertGrouping } from './alertGrouping.ts';

export interface AlertDelivery {
  receiver: PushReceiver;
  /** The session that the alert names: the newest, where it stands for several. */
  named: SessionRecord;
  /** The sessions that a "no" closes; none where there is nothing to answer. */
  answerable: readonly string[];
  /** Whether a "yes" may be said too: about one login only, and by a live session. */
  mayConfirm: boolean;
  /** Until when it can be answered; null where it cannot. */
  answerableUntil: Date | null;
  /** Whether the session has ended already. */
  hasEnded: boolean;
}

/**
 * The alert about a login for one receiver; null where there is none any more: the login has been
 * confirmed since, or the receiver is not a confirmed session of the user with a push token, live or
 * ended by a change of the account. `isShared`: the push token is that of another user too, so the
 * alert offers no answer.
 */
export function alertFor(
  about: SessionRecord,
  receiving: SessionRecord | undefined,
  { logins }: AlertGrouping,
  isShared: boolean,
  moment: Moment,
): AlertDelivery | null {
  const { session, secrets } = about;
  if (secrets.newDevice && session.confirmed) return null;
  if (!receiving || !isSameOwner(receiving.session, session)) return null;
  const endedByAccount = receiving.secrets.state === 'account';
  const hears =
    endedByAccount ||
    (isLive(receiving.session, moment.now) && isConfirmed(receiving.session, moment));
  const receiver = hears ? receiverOf(receiving) : null;
  if (!receiver) return null;
  const hasEnded = !isLive(session, moment.now);
  const mayAnswer = !hasEnded && !isShared && (secrets.newDevice || !endedByAccount);
  const ends = logins.map((login) => confirmsAt(login.session, moment.policy).getTime());
  const answerableUntil = secrets.newDevice
    ? new Date(Math.min(...ends))
    : confirmsAt({ createdAt: secrets.registeredAt }, moment.policy);
  return {
    receiver,
    named: logins.at(-1) ?? about,
    answerable: mayAnswer ? logins.map((login) => login.session.sessionId) : [],
    mayConfirm: mayAnswer && !endedByAccount && logins.length === 1,
    answerableUntil: mayAnswer ? answerableUntil : null,
    hasEnded,
  };
}
