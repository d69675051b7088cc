// What the use of a refresh token does to its session: rotation, activity, or the end.
import { SessionError } from '../../errors.ts';
import { touching } from '../session/activity.ts';
import type { Caller, SessionRecord } from '../session/session.ts';
import { requireLive } from '../session/lifetime.ts';
import type { Plan } from '../session/plan.ts';
import { unchanged } from '../session/plan.ts';
import type { SessionPolicy } from '../session/policy.ts';
import { decideRefresh } from './rotation.ts';
import { ending } from '../revocation/revocation.ts';

/** The session and the nonce of its next refresh token, or the finding that the token was stolen. */
export type TokenUse = { kind: 'refreshed'; caller: Caller; nonce: string } | { kind: 'reuse' };

/**
 * Decides on an authentic refresh token. A rotation counts as activity; a repeat within the grace
 * writes nothing; a reuse is only found here, and `decideReuseRevocation` acts on it.
 * Throws session_revoked or session_expired, also where the session is gone.
 */
export function decideTokenUse(
  record: SessionRecord | undefined,
  { nonce, newNonce }: { nonce: string; newNonce: () => string },
  policy: SessionPolicy,
  now: Date,
): Plan<TokenUse> {
  if (!record) throw new SessionError('session_expired');
  const caller = callerOf(record);
  const session = requireLive(record.session, caller, now);
  if (!record.secrets.refresh) throw new SessionError('token_invalid');
  const rule = { graceSeconds: policy.refreshGraceSeconds, newNonce };
  const decision = decideRefresh(record.secrets.refresh, nonce, now, rule);
  if (decision.kind === 'reuse') return unchanged({ kind: 'reuse' });
  const result: TokenUse = { kind: 'refreshed', caller, nonce: decision.nonce };
  if (decision.kind === 'repeat') return unchanged(result);
  const touch = touching(session, policy, now);
  return {
    result,
    changes: [
      {
        sessionId: session.sessionId,
        ...(touch?.session && { session: touch.session }),
        secrets: { ...touch?.secrets, refresh: decision.state },
      },
    ],
  };
}

/** Ends the session of a token that its own app gave back. What is over stays as it is. */
export function decideTokenRevocation(
  record: SessionRecord | undefined,
  policy: SessionPolicy,
  now: Date,
): Plan<void> {
  const changes =
    record && !record.session.revoked ? [ending(record, 'sign_out', policy, now)] : [];
  return { result: undefined, changes };
}

export function callerOf({ session, secrets }: SessionRecord): Caller {
  const { sessionId, userId } = session;
  return { sessionId, userId, deviceId: secrets.deviceId };
}
