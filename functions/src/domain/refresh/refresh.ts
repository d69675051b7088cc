// What the use of a refresh token does to its session: rotation, activity, or the end.
import { SessionError } from '../../errors.ts';
import type { OpenSession } from '../account/account.ts';
import { isAccount } from '../account/account.ts';
import type { Change, Known } from '../account/draft.ts';
import { beginDraft } from '../account/aging.ts';
import { findDone, rememberCall } from '../account/calls.ts';
import { findOpen, finish, unchanged } from '../account/draft.ts';
import { endAll, endByLook, touch } from '../account/changes.ts';
import { endedView } from '../account/caller.ts';
import type { AccountAnswer } from '../account/firebaseAccount.ts';
import { isLookDue } from '../account/firebaseAccount.ts';
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
  | { kind: 'lookDue' }
  | { kind: 'reuse'; pushIds: string[] }
  | { kind: 'ended'; pushIds: string[] };

export interface RefreshUse {
  callId: string;
  token: Pick<RefreshTokenParts, 'sessionId' | 'nonce'>;
  /** What Firebase Authentication says; "later" where nobody has asked yet. */
  firebaseAccount: AccountAnswer | 'later';
  /** When it was asked: a session that was registered later is not judged by it. */
  askedAt: Date;
}

/**
 * Decides on an authentic refresh token. A rotation counts as activity; a repeat within the grace, and a
 * rotation within a second of the session's last change, write nothing. Throws session_revoked or
 * session_expired, also where the session is gone.
 */
export function decideTokenUse(
  known: Known,
  { callId, token, firebaseAccount, askedAt }: RefreshUse,
  moment: Moment,
): Change<TokenUse> {
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
  if (firebaseAccount === 'later') {
    if (isLookDue(account, moment.now)) return unchanged({ kind: 'lookDue' });
  } else if (firebaseAccount !== undefined) {
    account.checkedAt = askedAt;
    const pushIds = endByLook(draft, firebaseAccount, askedAt);
    if (!device.session) {
      const result = { kind: 'ended' as const, pushIds };
      rememberCall(draft, callId, result);
      return finish(draft, result);
    }
  }
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
