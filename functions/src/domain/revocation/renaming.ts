// What a session is called: any of one's own, by a confirmed session.
import { SessionError } from '../../errors.ts';
import type { OpenSession } from '../account/account.ts';
import { requireActor } from '../account/caller.ts';
import { finish } from '../account/decision.ts';
import { type Change, findOpen, type Known } from '../account/draft.ts';
import { type Caller, deviceTypeNames } from '../session/session.ts';
import type { Moment } from '../session/policy.ts';

/**
 * A name of which nothing visible was left is null: then the session is called by its device type.
 * Throws the caller's own end, session_unconfirmed, and session_not_found for what does not exist, is
 * another user's or has ended.
 */
export function decideRename(
  known: Known,
  {
    caller,
    sessionId,
    deviceName: wanted,
  }: { caller: Caller; sessionId: string; deviceName: string | null },
  moment: Moment,
): Change<OpenSession> {
  const { draft } = requireActor(known, { caller }, moment);
  const target = findOpen(draft, sessionId);
  if (!target) throw new SessionError('session_not_found');
  const [, { session }] = target;
  session.deviceName = wanted ?? deviceTypeNames[session.deviceType];
  return finish(draft, session);
}
