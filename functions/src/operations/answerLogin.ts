// "Was that you?", answered by an app that is open, from the lock screen with the alert's token, or by the
// team's support staff. Told are the device that is out, and those that still show the alert.
import { isAccount } from '../domain/account/account.ts';
import { accountIdOf } from '../domain/account/accountId.ts';
import type { AnswerResult } from '../domain/revocation/loginAnswer.ts';
import { decideAnswer, decideConfirmByOperator } from '../domain/revocation/loginAnswer.ts';
import type { DeviceSession, Viewer } from '../domain/session/deviceSession.ts';
import { operator, toDeviceSession } from '../domain/session/deviceSession.ts';
import { idPattern, type Caller, type Owner } from '../domain/session/session.ts';
import { SessionError } from '../errors.ts';
import type { Changed } from './changeAccount.ts';
import { findReauthentication, type WithReauthentication } from './findReauthentication.ts';
import type { SendServices } from './sending.ts';
import { changeAndTell } from './sendOutbox.ts';

/** Returns the session asked about, as it is now. Errors: those of `decideAnswer`. */
export async function answerLogin(
  services: SendServices,
  caller: Caller,
  { reauthToken, sessionId, wasMe }: { sessionId: string; wasMe: boolean } & WithReauthentication,
): Promise<{ session: DeviceSession }> {
  const reauthentication = await findReauthentication(services, caller, reauthToken);
  const actor = { caller, reauthentication };
  const input = { callId: services.newId(), actor, sessionId, wasMe };
  const changed = await changeAndTell(services, accountIdOf(caller), decideAnswer, input);
  return { session: toShow(changed, { ...caller, confirmed: true }) };
}

/**
 * Returns the answer that stands, whether the session has ended, and how many a "no" after a change of the
 * account has ended. Throws token_invalid for what is no answer token of ours or has expired, invalid_input for
 * a "yes" about several logins, session_revoked or session_expired where the session that was asked has ended,
 * and what `decideAnswer` throws.
 */
export async function answerLoginAlert(
  services: SendServices,
  { token, wasMe }: { token: string; wasMe: boolean },
): Promise<{ wasMe: boolean; revoked: boolean; revokedCount?: number }> {
  const claims = await services.tokens.verifyAnswerToken(token, services.now());
  const { accountId, answeringSessionId: sessionId, answeringDevice: device, about } = claims;
  if (wasMe && about.length > 1) {
    const message = 'An alert about several logins can be answered with "no" only.';
    throw new SessionError('invalid_input', { field: 'wasMe' }, { message });
  }
  const input = { callId: services.newId(), asked: { sessionId, device }, about, wasMe };
  const { result } = await changeAndTell(services, accountId, decideAnswer, input);
  const { isDenied, hasEnded, revokedCount } = result;
  return {
    wasMe: wasMe && !isDenied,
    revoked: hasEnded,
    ...(revokedCount !== null && { revokedCount }),
  };
}

/** "It was him", said by an operator. Returns the session as it is now. Throws session_not_found. */
export async function confirmUserSession(
  services: SendServices,
  owner: Owner,
  sessionId: string,
): Promise<{ session: DeviceSession }> {
  // What no session is called would be an invalid path to Firestore.
  if (!idPattern.test(sessionId)) throw new SessionError('session_not_found');
  const input = { callId: services.newId(), owner, sessionId };
  const changed = await changeAndTell(services, accountIdOf(owner), decideConfirmByOperator, input);
  return { session: toShow(changed, operator) };
}

/** The session that an answer was about, as it is now. Throws session_not_found where nothing is left of it. */
function toShow(
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
