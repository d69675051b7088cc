// A refresh token used a second time: the session ends, its device and the user's others are told.
import { confirmedReceivers } from '../revocation/receivers.ts';
import { endings } from '../session/ending.ts';
import { isLive } from '../session/lifetime.ts';
import type { Moment } from '../session/moment.ts';
import { inHandUntil, logoutUntil, owe, owedOf } from '../session/owed.ts';
import type { Plan } from '../session/plan.ts';
import { unchanged, withChange } from '../session/plan.ts';
import { securityEvent } from '../session/securityEvent.ts';
import type { SessionRecord } from '../session/session.ts';

/**
 * Ends the session, and leaves with it what everybody concerned must be told. Ending an ended session
 * changes nothing: whoever ended it sends what it owes. Returns the session as it is now. `inHand`:
 * whether who writes this sends what is owed at once; else the trigger of a registration does.
 */
export function decideReuseEnd(
  records: readonly SessionRecord[],
  sessionId: string,
  moment: Moment,
  { inHand = true }: { inHand?: boolean } = {},
): Plan<SessionRecord | null> {
  const record = records.find(({ session }) => session.sessionId === sessionId);
  if (!record || !isLive(record.session, moment.now)) return unchanged(null);
  const { changes, events } = endings([record], 'token_reuse', moment, { inHand });
  const [end] = changes;
  if (!end) return unchanged(null);
  const alerts = confirmedReceivers(records, [sessionId], moment).map((receiver) => ({
    ...owe('security_alert', receiver, logoutUntil(moment), moment),
    attempts: inHand ? 1 : 0,
  }));
  const owed = owedOf([...(end.secrets?.owed ?? []), ...alerts]);
  const lease = inHand && { owedNotBefore: inHandUntil(moment.now) };
  const secrets = { ...end.secrets, ...owed, ...lease };
  const change = { ...end, secrets };
  return {
    result: withChange(record, change),
    changes: [change],
    events: [
      ...events,
      securityEvent(record.session, 'credential-compromise', moment, {
        initiatingEntity: 'policy',
      }),
    ],
  };
}
