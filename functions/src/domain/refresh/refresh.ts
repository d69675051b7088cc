// What the use of a refresh token does to its session: rotation, activity, or the end.
import { confirmedReceivers, isAccount, type OpenSession } from '../account/account.ts';
import {
  beginDraft,
  findDone,
  finish,
  finishCall,
  owedBy,
  unchanged,
} from '../account/decision.ts';
import { endedView } from '../account/caller.ts';
import type { Looking, LookResult } from '../account/activity.ts';
import { decideLook, hasJustChanged, touch } from '../account/activity.ts';
import { addEvent, type Change, type Draft, findOpen, type Known } from '../account/draft.ts';
import { endSession } from '../account/ending.ts';
import { oweAbout } from '../account/outbox.ts';
import { endOf } from '../session/lifetime.ts';
import type { Moment } from '../session/policy.ts';
import { decideRefresh } from './rotation.ts';
import type { RefreshTokenParts } from './tokens.ts';

/**
 * refreshed: with the nonce of the next refresh token. lookDue: Firebase Authentication is to be asked
 * first. reuse: the token was stolen. ended: the account is gone, disabled, or has changed since.
 */
export type TokenUse =
  | { kind: 'refreshed'; userId: string; session: OpenSession; nonce: string; pushIds: string[] }
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
  const done = findDone<Extract<TokenUse, { pushIds: string[] }>>(known, callId, moment);
  if (done) return unchanged(done);
  const draft = isAccount(known.stored) ? beginDraft(known.stored, moment) : null;
  const open = draft && findOpen(draft, token.sessionId);
  if (!draft || !open) throw endOf(endedView(draft, known, token.sessionId));
  const [key, { session }] = open;
  const decision = decideRefresh(session.refresh, token.nonce, moment);
  if (decision.kind === 'reuse') {
    endStolen(draft, key);
    return finishCall(draft, callId, { kind: 'reuse', pushIds: owedBy(draft) });
  }
  const looked = decideLook(draft, key, use);
  if (looked) return looked;
  if (decision.kind === 'rotate' && !hasJustChanged(session, moment)) {
    session.refresh = decision.state;
    session.changedAt = moment.now;
    touch(session, moment);
  }
  const { userId } = draft.account;
  const nonce = session.refresh.currentNonce;
  return finish(draft, { kind: 'refreshed', userId, session, nonce, pushIds: owedBy(draft) });
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
  endSession(draft, open[0], 'sign_out');
  return finish(draft, undefined);
}

/** A refresh token was used a second time: its session ends, its device and the user's others are told. */
export function endStolen(
  draft: Draft,
  key: string,
  sending: { isLeased: boolean } = { isLeased: true },
): void {
  const ended = endSession(draft, key, 'token_reuse', sending);
  for (const receiver of confirmedReceivers(draft.account, key)) {
    oweAbout(draft, receiver, { kind: 'security_alert' }, key, sending);
  }
  addEvent(draft, ended, 'credential-compromise', { initiatingEntity: 'policy' });
}
