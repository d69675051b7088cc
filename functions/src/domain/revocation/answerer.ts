// Who may answer "Was that you?": a session, or the token of the alert that it was sent.
import { SessionError } from '../../errors.ts';
import { type DeviceInUse, isAccount, mayStillDeny } from '../account/account.ts';
import type { Actor, Target } from '../account/caller.ts';
import {
  endedView,
  findTarget,
  requireActor,
  requireConfirmed,
  targetOf,
} from '../account/caller.ts';
import type { Draft, Known } from '../account/draft.ts';
import { beginDraft } from '../account/decision.ts';
import { endOf } from '../session/lifetime.ts';
import type { Moment } from '../session/policy.ts';

/** Which session answers, and about what. */
export type Answer = {
  wasMe: boolean;
} & (
  | { actor: Actor; sessionId: string }
  /** By the token of an alert: the session and the device that were asked, and the devices asked about. */
  | { asked: { sessionId: string; device: string }; about: readonly string[] }
);

export interface Answering {
  draft: Draft;
  /** The key of the device that answers. */
  key: string;
  /** The session that answers. */
  sessionId: string;
  about: Target[];
  /**
   * live: its session is open and confirmed. afterChange: a change of the account has ended that, and this is the
   * one "no" that it may say. late: the same, and nothing that it is about is in use: nothing is used up.
   */
  right: 'live' | 'afterChange' | 'late';
}

/**
 * Throws the session's own end; session_unconfirmed where it is not confirmed; session_expired where
 * nothing is known of it; current_session for what is about itself; session_not_found.
 */
export function requireAnswering(known: Known, answer: Answer, moment: Moment): Answering {
  if ('actor' in answer) {
    const { draft, key } = requireActor(known, answer.actor, moment);
    const { sessionId } = answer.actor.caller;
    if (answer.sessionId === sessionId) throw new SessionError('current_session');
    const target = findTarget(draft, known, answer.sessionId);
    if (!target) throw new SessionError('session_not_found');
    if (target.key === key) throw new SessionError('current_session');
    return { draft, key, sessionId, about: [target], right: 'live' };
  }
  if (!isAccount(known.stored)) throw endOf(endedView(null, known, answer.asked.sessionId));
  const draft = beginDraft(known.stored, moment);
  const { sessionId, device: key } = answer.asked;
  const device = draft.account.devices[key];
  const about = [...new Set(answer.about)].map((one) => targetOf(draft, one));
  if (device?.session) {
    requireConfirmed({ draft, key, device: device as DeviceInUse });
    if (answer.about.includes(key)) throw new SessionError('current_session');
    return { draft, key, sessionId: device.session.sessionId, about, right: 'live' };
  }
  const answering = { draft, key, sessionId, about };
  if (!answer.wasMe && device && mayStillDeny(device, moment.now)) {
    if (about.every((one) => !one.device?.session)) return { ...answering, right: 'late' };
    const areUnconfirmed = about.every((one) => !one.device?.session?.confirmed);
    if (device.mayDenySince && areUnconfirmed) return { ...answering, right: 'afterChange' };
  }
  throw endOf(endedView(draft, known, sessionId));
}
