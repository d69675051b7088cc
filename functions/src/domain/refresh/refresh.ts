// What the use of a refresh token does to its session: rotation, activity, or the end.
import { SessionError } from '../../errors.ts';
import type { AccountAnswer } from '../session/account.ts';
import { isInOrder } from '../session/account.ts';
import { touching } from '../session/activity.ts';
import { endings } from '../session/ending.ts';
import { isLive, requireLiveOf } from '../session/lifetime.ts';
import type { Moment } from '../session/moment.ts';
import type { Plan } from '../session/plan.ts';
import { unchanged, withChange } from '../session/plan.ts';
import type { SessionRecord } from '../session/session.ts';
import type { RefreshDecision } from './rotation.ts';
import { decideRefresh } from './rotation.ts';

/**
 * refreshed: with the nonce of the next refresh token. reuse: the token was stolen. ended: the account
 * is gone (`isGone`), disabled, or has changed since.
 */
export type TokenUse =
  | { kind: 'refreshed'; record: SessionRecord; nonce: string }
  | { kind: 'reuse'; record: SessionRecord }
  | { kind: 'ended'; record: SessionRecord; isGone: boolean };

/**
 * Decides on an authentic refresh token. A rotation counts as activity; a repeat within the grace
 * writes nothing; a reuse is only found here, and `decideReuseEnd` acts on it.
 * Throws session_revoked or session_expired, also where the session is gone.
 */
export function decideTokenUse(
  record: SessionRecord | undefined,
  { nonce, account }: { nonce: string; account: AccountAnswer },
  moment: Moment,
): Plan<TokenUse> {
  if (!record) throw new SessionError('session_expired');
  const session = requireLiveOf(record.session, record.session, moment.now);
  const decision = judge(record, nonce, moment);
  if (!decision) throw new SessionError('token_invalid');
  if (decision.kind === 'reuse') return unchanged({ kind: 'reuse', record });
  if (!isInOrder(account, record.secrets.signedInAt)) {
    const { changes, events } = endings([record], 'account', moment, { inHand: true });
    const ended = changes[0] ? withChange(record, changes[0]) : record;
    const isGone = account === null;
    return { result: { kind: 'ended', record: ended, isGone }, changes, events };
  }
  const result: TokenUse = { kind: 'refreshed', record, nonce: decision.nonce };
  if (decision.kind === 'repeat') return unchanged(result);
  const touch = touching(session, moment);
  return {
    result,
    changes: [
      {
        sessionId: session.sessionId,
        ...(touch?.session && { session: touch.session }),
        secrets: {
          ...touch?.secrets,
          ...(account && { accountCheckedAt: moment.now }),
          refresh: decision.state,
        },
      },
    ],
  };
}

/** How the nonce of an authentic token stands with its session; null where that takes none. */
export function judge(
  { secrets }: SessionRecord,
  nonce: string,
  { now, policy, newId }: Moment,
): RefreshDecision | null {
  if (!secrets.refresh) return null;
  const { refreshGraceSeconds: graceSeconds, lostAnswer } = policy;
  return decideRefresh(secrets.refresh, nonce, now, { graceSeconds, lostAnswer, newNonce: newId });
}

/** Ends the session of a token that its own app gave back. An ended session stays as it is. */
export function decideTokenRevocation(
  record: SessionRecord | undefined,
  moment: Moment,
): Plan<void> {
  if (!record || !isLive(record.session, moment.now)) return unchanged(undefined);
  return { result: undefined, ...endings([record], 'sign_out', moment) };
}
