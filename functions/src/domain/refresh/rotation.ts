// What a refresh token gets whose MAC is right and whose session is live (docs/decisions/0014).
//
// | presented   | since the last rotation | outcome                                                     |
// | ----------- | ----------------------- | ----------------------------------------------------------- |
// | current     | any                     | rotate: a fresh nonce is current, this one is previous      |
// | previous    | within the grace        | repeat: the current nonce again, nothing is written         |
// | previous    | later                   | rotate: a fresh nonce is current, previous stays as it is;  |
// |             |                         | reuse, where LOST_ANSWER is "end"                           |
// | any other   | any                     | reuse                                                       |
//
// An honest client always holds the current nonce or, where the answer was lost, the previous one: it
// may go on losing answers for ever. The third row keeps that open and is what gives a thief away: the
// nonce that it replaces dies unused, so if somebody holds it after all, the next use of it is reuse.
// At most two nonces of a session are ever good, and at most one of those leads on.
import { type Moment, secondMs, type SessionPolicy } from '../session/policy.ts';
import type { RefreshState } from '../session/session.ts';

export type RefreshDecision =
  | { kind: 'rotate'; state: RefreshState }
  | { kind: 'repeat' }
  | { kind: 'reuse' };

/** The grace is inclusive: so long after a rotation the previous nonce is taken for a crossed call. */
export interface RotationMoment extends Pick<Moment, 'now' | 'newId'> {
  policy: Pick<SessionPolicy, 'refreshGraceSeconds' | 'lostAnswer'>;
}

/** The state of a session whose first refresh token carries `nonce`. */
export function firstRefreshState(nonce: string, now: Date): RefreshState {
  return { currentNonce: nonce, previousNonce: null, rotatedAt: now };
}

/**
 * Decides on one use of a nonce. The next refresh token carries what is current then.
 * `now` is when the request came in, taken once: a change that is tried again does not age it,
 * and a clock behind the one that wrote `rotatedAt` counts as within the grace.
 */
export function decideRefresh(
  state: RefreshState,
  nonce: string,
  { now, newId, policy }: RotationMoment,
): RefreshDecision {
  if (nonce === state.currentNonce) return rotate(newId(), nonce, now);
  if (nonce !== state.previousNonce) return { kind: 'reuse' };
  const age = now.getTime() - state.rotatedAt.getTime();
  if (age <= policy.refreshGraceSeconds * secondMs) return { kind: 'repeat' };
  if (policy.lostAnswer === 'end') return { kind: 'reuse' };
  return rotate(newId(), nonce, now);
}

function rotate(fresh: string, presented: string, now: Date): RefreshDecision {
  const state = { currentNonce: fresh, previousNonce: presented, rotatedAt: now };
  return { kind: 'rotate', state };
}
