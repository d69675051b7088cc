// Who ends sessions, answers and renames: a live session that counts as its owner's.
import { confirming, isConfirmed, requireConfirmed } from '../session/confirmation.ts';
import { isLive, requireLive } from '../session/lifetime.ts';
import type { Moment } from '../session/moment.ts';
import type { RecordChange } from '../session/plan.ts';
import type { SecurityEvent } from '../session/securityEvent.ts';
import { securityEvent } from '../session/securityEvent.ts';
import type { Caller, Session, SessionRecord } from '../session/session.ts';
import { isSameOwner } from '../session/session.ts';
import type { Reauthentication } from './reauthentication.ts';
import { isOwners } from './reauthentication.ts';

/** Who asks, and what else shows that it is the owner, where something does. */
export interface Actor {
  caller: Caller;
  reauthentication?: Reauthentication | null;
}

/**
 * The caller's session, live and confirmed. A good reauthentication confirms it for good: with the
 * change that says so. Throws session_revoked, session_expired, session_unconfirmed.
 */
export function requireActor(
  records: readonly SessionRecord[],
  { caller, reauthentication = null }: Actor,
  moment: Moment,
): { session: Session; changes: RecordChange[]; events: SecurityEvent[] } {
  const record = findRecord(records, caller.sessionId);
  const session = requireLive(record?.session, caller, moment.now);
  const lifts =
    record && !isConfirmed(session, moment) && isOwners(reauthentication, record, records, moment);
  if (lifts) {
    return {
      session: { ...session, confirmed: true },
      changes: [confirming(session)],
      events: [securityEvent(session, 'assurance-level-change', moment)],
    };
  }
  requireConfirmed(session, moment);
  return { session, changes: [], events: [] };
}

export function findRecord(
  records: readonly SessionRecord[],
  sessionId: string,
): SessionRecord | undefined {
  return records.find(({ session }) => session.sessionId === sessionId);
}

/** The open session of an installation: at most one, except while registrations race. */
export function openOn(records: readonly SessionRecord[], installation: string): SessionRecord[] {
  return records.filter(
    ({ secrets }) => secrets.installation === installation && secrets.state === 'open',
  );
}

/**
 * The session itself while it lives; then the user's live one on its installation, except this one,
 * where there is one: whoever registers again neither loses an answer or an alert nor outruns it.
 */
export function followed(
  records: readonly SessionRecord[],
  record: SessionRecord,
  exceptId: string | null,
  now: Date,
): SessionRecord {
  if (isLive(record.session, now)) return record;
  const open = openOn(records, record.secrets.installation).find(
    ({ session }) =>
      session.sessionId !== exceptId &&
      isLive(session, now) &&
      isSameOwner(session, record.session),
  );
  return open ?? record;
}
