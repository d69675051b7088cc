// Closing a device whose sessions have ended: none of their records says any more that it is known.
import { forgetting } from '../session/confirmation.ts';
import { isLive } from '../session/lifetime.ts';
import type { Moment } from '../session/moment.ts';
import type { RecordChange } from '../session/plan.ts';
import type { SessionRecord, SessionSecrets } from '../session/session.ts';
import { isSameOwner } from '../session/session.ts';

/** What has ended of the user on this record's installation: any of it may still say that it is known. */
export function endedOn(
  records: readonly SessionRecord[],
  { session, secrets }: SessionRecord,
  { now }: Pick<Moment, 'now'>,
): SessionSecrets[] {
  return records
    .filter(
      (one) =>
        one.secrets.installation === secrets.installation &&
        isSameOwner(one.session, session) &&
        !isLive(one.session, now),
    )
    .map((one) => one.secrets);
}

/**
 * An ended session that still speaks for its device no longer does, nor may it deny a login. One
 * that ran out while nobody looked may have come of age unanswered, and counts as known by that.
 */
export function forgettingEnded(ended: readonly SessionSecrets[]): RecordChange[] {
  return ended
    .filter(
      ({ device, state }) =>
        device === 'known' || state === 'account' || (state === 'open' && device !== 'forgotten'),
    )
    .map(({ sessionId, state, isOwed, pushToken }) => {
      if (state !== 'account') return forgetting({ sessionId });
      return {
        sessionId,
        secrets: { device: 'forgotten', state: 'ended', pushToken: isOwed ? pushToken : null },
      };
    });
}
