// The session that an answer was about, as it is now.
import { isAccount } from '../domain/account/account.ts';
import type { AnswerResult } from '../domain/revocation/loginAnswer.ts';
import type { DeviceSession, Viewer } from '../domain/session/deviceSession.ts';
import { toDeviceSession } from '../domain/session/deviceSession.ts';
import { SessionError } from '../errors.ts';
import type { Changed } from './changeAccount.ts';

/** Throws session_not_found where nothing is left of it. */
export function sessionToShow(
  { result, account: { stored }, views }: Changed<AnswerResult>,
  viewer: Viewer,
): DeviceSession {
  const device = isAccount(stored) ? stored.devices[result.device] : undefined;
  const session =
    [device?.session, device?.unanswered?.session].find(
      (one) => one?.sessionId === result.sessionId,
    ) ?? views.get(result.sessionId ?? '');
  if (!session) throw new SessionError('session_not_found');
  // A "yes" about what had run out stands with its device: an ended view is not written again.
  const hasRunOut = 'revokedReason' in session && session.revokedReason === 'expired';
  const confirmed = session.confirmed || (hasRunOut && device?.standing === 'known');
  return toDeviceSession({ ...session, confirmed }, viewer);
}
