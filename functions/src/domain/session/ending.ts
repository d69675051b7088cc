// Ending a session: what is written, and what its device is owed.
import { deviceAfterEnd, isConfirmed } from './confirmation.ts';
import { isLive, rememberedUntil } from './lifetime.ts';
import type { Moment } from './moment.ts';
import type { OwedPush, RevokedReason, SessionRecord } from './session.ts';
import { inHandUntil, logoutUntil, owe, owedOf } from './owed.ts';
import type { Plan, RecordChange } from './plan.ts';
import { securityEvent } from './securityEvent.ts';

/** Ends of which the device does not know: it is pushed a force_logout. */
const pushedReasons: ReadonlySet<RevokedReason> = new Set([
  'user',
  'others',
  'denied',
  'limit',
  'token_reuse',
  'account',
  'operator',
]);

/** Ends by a confirmed session of the owner: nobody need be alerted of the login any more. */
const silencingReasons: ReadonlySet<RevokedReason> = new Set(['user', 'others', 'denied']);

export interface EndingOptions {
  /** Whether the device is told; else as its reason says. */
  pushed?: boolean;
  /** Whether the device is forgotten although the reason would keep it. */
  forget?: boolean;
  /** Whether nobody need be alerted of the login any more, whatever the reason. */
  silent?: boolean;
  /** Whether whoever writes this sends what is owed at once; else somebody else will. */
  inHand?: boolean;
  /** The session that ends it, where one does. */
  actorSessionId?: string | null;
}

/**
 * The change that ends a session. The push token stays for as long as the device is owed something,
 * or may still deny a login (a confirmed session that a change of the account ends).
 */
export function ending(
  record: SessionRecord,
  reason: RevokedReason,
  moment: Moment,
  {
    pushed = pushedReasons.has(reason),
    silent = silencingReasons.has(reason),
    forget = false,
    inHand = false,
  }: EndingOptions = {},
): RecordChange {
  const { session, secrets } = record;
  const { now, policy } = moment;
  const revokedAt = reason === 'expired' ? session.expiresAt : now;
  const expiresAt = rememberedUntil(revokedAt, policy);
  const logout =
    pushed && secrets.pushToken
      ? [owe('force_logout', session.sessionId, logoutUntil(moment), moment)]
      : [];
  const mayDeny = reason === 'account' && isConfirmed(session, moment);
  return {
    sessionId: session.sessionId,
    session: { revoked: true, revokedAt, revokedReason: reason, expiresAt },
    secrets: {
      state: reason === 'replaced' ? 'replaced' : mayDeny ? 'account' : 'ended',
      endedAt: revokedAt,
      device: forget ? 'forgotten' : deviceAfterEnd(record, reason, moment),
      pushToken: logout.length > 0 || mayDeny ? secrets.pushToken : null,
      refresh: null,
      expiresAt,
      ...owedOf([
        ...keptOwed(secrets.owed, silent || reason === 'replaced'),
        ...logout.map((one) => ({ ...one, attempts: inHand ? 1 : 0 })),
      ]),
      ...(inHand && logout.length > 0 && { owedNotBefore: inHandUntil(now) }),
    },
  };
}

/**
 * A login that ends is alerted all the same, except by the owner, who knows of it, and where the
 * session that replaces it takes that over.
 */
function keptOwed(owed: readonly OwedPush[], silent: boolean): OwedPush[] {
  return silent ? owed.filter(({ kind }) => kind !== 'login' && kind !== 'login_alert') : [...owed];
}

/** Ends these, each with its security event. */
export function endings(
  records: readonly SessionRecord[],
  reason: RevokedReason,
  moment: Moment,
  options: EndingOptions = {},
): Required<Pick<Plan<unknown>, 'changes' | 'events'>> {
  const { actorSessionId = null } = options;
  return {
    changes: records.map((record) => ending(record, reason, moment, options)),
    events: records.map(({ session }) =>
      securityEvent(session, 'session-revoked', moment, { revokedReason: reason, actorSessionId }),
    ),
  };
}

/** The live ones among these. */
export function liveOf(records: readonly SessionRecord[], now: Date): SessionRecord[] {
  return records.filter(({ session }) => isLive(session, now));
}
