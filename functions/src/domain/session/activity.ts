// What a device tells of itself while it is in use, and how that counts as activity.
import type { Caller, PushToken, Session, SessionRecord } from './session.ts';
import { activeUntil, isConfirmed, isTouchDue, rememberedUntil, requireLive } from './lifetime.ts';
import type { Plan, RecordChange } from './plan.ts';
import type { SessionPolicy } from './policy.ts';

/** Fields that are absent stay as they are; null clears. */
export interface DeviceUpdate {
  deviceName?: string;
  platform?: string | null;
  appVersion?: string | null;
  pushToken?: PushToken | null;
  locale?: string | null;
}

/**
 * The writes by which activity is recorded: none while the last is younger than the touch interval.
 * A session that has come of age unanswered is marked confirmed on the way.
 */
export function touching(session: Session, policy: SessionPolicy, now: Date): RecordChange | null {
  if (!isTouchDue(session, policy, now)) return null;
  const expiresAt = activeUntil(session.createdAt, policy, now);
  const cameOfAge = !session.confirmed && isConfirmed(session, policy, now);
  return {
    sessionId: session.sessionId,
    session: { lastActiveAt: now, expiresAt, ...(cameOfAge && { confirmed: true }) },
    secrets: {
      expiresAt: rememberedUntil(expiresAt, policy),
      ...(cameOfAge && { deviceKnown: true }),
    },
  };
}

/** Writes what differs, and the activity where it is due. Throws session_revoked or session_expired. */
export function decideUpdate(
  records: ReadonlyMap<string, SessionRecord>,
  { caller, update }: { caller: Caller; update: DeviceUpdate },
  policy: SessionPolicy,
  now: Date,
): Plan<Session> {
  const record = records.get(caller.sessionId);
  const session = requireLive(record?.session, caller, now);
  const { pushToken, locale, ...shown } = update;
  const touch = touching(session, policy, now);
  const sessionChange = { ...differing(shown, session), ...touch?.session };
  const secretsChange = { ...differing({ pushToken, locale }, record?.secrets), ...touch?.secrets };
  const changed = Object.keys(sessionChange).length + Object.keys(secretsChange).length > 0;
  return {
    result: { ...session, ...sessionChange },
    changes: changed
      ? [{ sessionId: session.sessionId, session: sessionChange, secrets: secretsChange }]
      : [],
  };
}

function differing<Fields extends object>(wanted: Fields, present: object | undefined): Fields {
  const entries = Object.entries(wanted).filter(
    ([name, value]) =>
      value !== undefined &&
      JSON.stringify(value) !== JSON.stringify((present as Record<string, unknown>)?.[name]),
  );
  return Object.fromEntries(entries) as Fields;
}
