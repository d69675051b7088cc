// Who may be told of what happens in an account, and where.
import { confirmedOf } from '../session/confirmation.ts';
import type { Moment } from '../session/moment.ts';
import type { OwedPush, PushReceiver, SessionRecord } from '../session/session.ts';
import { findRecord, followed } from './actor.ts';

/** Where to tell this session something; null where it has no push token. */
export function receiverOf({ session, secrets }: SessionRecord): PushReceiver | null {
  if (!secrets.pushToken) return null;
  const { sessionId, deviceType } = session;
  return { sessionId, deviceType, pushToken: secrets.pushToken, locale: secrets.locale };
}

/**
 * The session that something owed is sent to: the one that it names or, where that has been replaced
 * since, what lives on its installation. Never the session that it is about.
 */
export function receivingOf(
  { receiver }: Pick<OwedPush, 'receiver'>,
  about: SessionRecord,
  records: readonly SessionRecord[],
  { now }: Pick<Moment, 'now'>,
): SessionRecord | undefined {
  const named = receiver === null ? undefined : findRecord(records, receiver);
  return named && followed(records, named, about.session.sessionId, now);
}

/** The ids of the user's live, confirmed sessions with a push token, except for these. */
export function confirmedReceivers(
  records: readonly SessionRecord[],
  exceptIds: readonly string[],
  moment: Moment,
): string[] {
  return confirmedOf(records, moment)
    .filter(({ secrets }) => secrets.pushToken !== null)
    .map(({ session }) => session.sessionId)
    .filter((sessionId) => !exceptIds.includes(sessionId));
}
