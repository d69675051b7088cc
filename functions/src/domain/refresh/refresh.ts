// What the use of a refresh token does to its session: rotation, activity, or the end.
import { SessionError } from '../../errors.ts';
import type { OpenSession } from '../account/account.ts';
import { isAccount } from '../account/account.ts';
import type { Change, Known } from '../account/draft.ts';
import { beginDraft } from '../account/aging.ts';
import { findDone, rememberCall } from '../account/calls.ts';
import { findOpen, finish, unchanged } from '../account/draft.ts';
import type { Looking, LookResult } from '../account/changes.ts';
import { decideLook, endAll, touch } from '../account/changes.ts';
import { endedView } from '../account/caller.ts';
import { endOf } from '../session/lifetime.ts';
import type { Moment } from '../session/moment.ts';
import { secondMs } from '../session/policy.ts';
import type { RefreshDecision } from './rotation.ts';
import { decideRefresh } from './rotation.ts';
import { endStolen } from './reuse.ts';
import type { RefreshTokenParts } from './tokens.ts';

/**
 * refreshed: with the nonce of the next refresh token. lookDue: Firebase Authentication is to be asked
 * first. reuse: the token was stolen. ended: the account is gone, disabled, or has changed since.
 */
export type TokenUse =
  | { kind: 'refreshed'; userId: string; session: OpenSession; nonce: string }
  | { kind: 'reuse'; pushIds: string[] }
  | LookResult;

export interface RefreshUse extends Looking {
  token: Pick<RefreshTokenParts, 'sessionId' | 'nonce'>;
}

/**
 * Decides on an authentic refresh token. A rotation counts as activity; a repeat within the grace, and a
 * rotation within a second of the session's last change, write nothing. Throws session_revoked or
 * session_expired, also where the session is gone.
 */
export function decideTokenUse(known: Known, use: RefreshUse, moment: Moment): Change<TokenUse> {
  const { callId, token } = use;
  const { stored } = known;
  const done = findDone<Extract<TokenUse, { pushIds: string[] }>>(known, callId, moment);
  if (done) return unchanged(done);
  const draft = isAccount(stored) ? beginDraft(stored, moment) : null;
  const open = draft && findOpen(draft, token.sessionId);
  if (!draft || !open) {
    const view = endedView(draft, known, token.sessionId);
    throw view?.revoked ? endOf(view) : new SessionError('session_expired');
  }
  const [key, device] = open;
  const { session } = device;
  const decision = judge(session, token.nonce, moment);
  if (decision.kind === 'reuse') {
    const result = { kind: 'reuse' as const, pushIds: endStolen(draft, key) };
    rememberCall(draft, callId, result);
    return finish(draft, result);
  }
  const { account } = draft;
  const looked = decideLook(draft, key, use);
  if (looked) return looked;
  const { userId } = account;
  const result = { kind: 'refreshed' as const, userId, session, nonce: decision.nonce };
  const isTooSoon =
    session.changedAt !== null && moment.now.getTime() - session.changedAt.getTime() < secondMs;
  if (decision.kind === 'repeat') return finish(draft, result);
  if (isTooSoon) return finish(draft, { ...result, nonce: session.refresh.currentNonce });
  session.refresh = decision.state;
  session.changedAt = moment.now;
  touch(session, moment);
  return finish(draft, result);
}

/** How the nonce of an authentic token stands with its session. */
export function judge(
  { refresh }: OpenSession,
  nonce: string,
  { now, policy, newId }: Moment,
): RefreshDecision {
  const { refreshGraceSeconds: graceSeconds, lostAnswer } = policy;
  return decideRefresh(refresh, nonce, now, { graceSeconds, lostAnswer, newNonce: newId });
}

/** Ends the session of a token that its own app gave back. An ended session stays as it is. */
export function decideTokenRevocation(
  { stored }: Known,
  { sessionId }: { sessionId: string },
  moment: Moment,
): Change<void> {
  if (!isAccount(stored)) return unchanged(undefined);
  const draft = beginDraft(stored, moment);
  const open = findOpen(draft, sessionId);
  if (!open) return unchanged(undefined);
  endAll(draft, 'sign_out', (_, key) => key === open[0]);
  return finish(draft, undefined);
}
