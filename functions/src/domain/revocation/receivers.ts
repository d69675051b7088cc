// Who may be told of what happens in an account, and where.
import { confirmedOf } from '../session/confirmation.ts';
import type { Moment } from '../session/moment.ts';
import type { PushReceiver, SessionRecord } from '../session/session.ts';

/** Where to tell this session something; null where it has no push token. */
export function receiverOf({ session, secrets }: SessionRecord): PushReceiver | null {
  if (!secrets.pushToken) return null;
  const { sessionId, deviceType } = session;
  return { sessionId, deviceType, pushToken: secrets.pushToken, locale: secrets.locale };
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
