// Who may be told of what happens in an account, and where.
import { isConfirmed, isLive } from '../session/lifetime.ts';
import type { SessionPolicy } from '../session/policy.ts';
import type { PushReceiver, SessionRecord } from '../session/session.ts';

/** Where to tell this session something; null where it has no push token. */
export function receiverOf({ session, secrets }: SessionRecord): PushReceiver | null {
  if (!secrets.pushToken) return null;
  const { sessionId, deviceType } = session;
  return { sessionId, deviceType, pushToken: secrets.pushToken, locale: secrets.locale };
}

export function receiversOf(records: readonly SessionRecord[]): PushReceiver[] {
  return records.map(receiverOf).filter((receiver) => receiver !== null);
}

/** The user's live, confirmed sessions with a push token, save one. */
export function confirmedReceivers(
  open: readonly SessionRecord[],
  exceptSessionId: string,
  policy: SessionPolicy,
  now: Date,
): PushReceiver[] {
  return receiversOf(
    open.filter(
      ({ session }) =>
        session.sessionId !== exceptSessionId &&
        isLive(session, now) &&
        isConfirmed(session, policy, now),
    ),
  );
}
