// "Was that you?", answered by an app that is open, or from the lock screen with the alert's token.
import type { AnswerResult } from '../domain/revocation/loginAnswer.ts';
import type { Answer } from '../domain/revocation/answerer.ts';
import { decideAnswer } from '../domain/revocation/loginAnswer.ts';
import { toDeviceSession } from '../domain/session/deviceSession.ts';
import type { Caller, Owner, Session } from '../domain/session/session.ts';
import type { DeviceSession } from '../domain/session/deviceSession.ts';
import { SessionError } from '../errors.ts';
import { explainUnconfirmed } from './explainUnconfirmed.ts';
import { momentOf } from './moment.ts';
import type { RevokeServices, WithReauthentication } from './revokeSession.ts';
import { findReauthentication } from './revokeSession.ts';
import { sendOwed } from './sendOwed.ts';

/** Returns the session asked about, as it is now. Errors: those of `decideAnswer`. */
export async function answerLogin(
  services: RevokeServices,
  caller: Caller,
  { reauthToken, sessionId, wasMe }: { sessionId: string; wasMe: boolean } & WithReauthentication,
): Promise<{ session: DeviceSession }> {
  const reauthentication = await findReauthentication(services, caller, reauthToken);
  const answerer = { caller, reauthentication };
  try {
    const session = await giveAnswer(services, caller, caller.sessionId, {
      answerer,
      sessionIds: [sessionId],
      wasMe,
    });
    return { session: toDeviceSession(session, caller.sessionId, momentOf(services)) };
  } catch (error) {
    throw await explainUnconfirmed(services, caller, error);
  }
}

/**
 * Returns the answer that stands, and whether the session has ended. Throws token_invalid for what is
 * no answer token of ours or has expired, invalid_input for a "yes" about several logins,
 * session_revoked or session_expired where the session that was asked has ended, and what
 * `decideAnswer` throws.
 */
export async function answerLoginAlert(
  services: RevokeServices,
  { token, wasMe }: { token: string; wasMe: boolean },
): Promise<{ wasMe: boolean; revoked: boolean }> {
  const claims = await services.tokens.verifyAnswerToken(token, services.now());
  const { userId, answeringSessionId, aboutSessionIds: sessionIds } = claims;
  if (wasMe && sessionIds.length > 1) {
    const message = 'An alert about several logins can be answered with "no" only.';
    throw new SessionError('invalid_input', { field: 'wasMe' }, { message });
  }
  const asked = await services.sessions.findSession(answeringSessionId);
  if (!asked) throw new SessionError('session_expired');
  const answerer = { answeringSessionId, userId };
  const session = await giveAnswer(services, asked, answeringSessionId, {
    answerer,
    sessionIds,
    wasMe,
  });
  const denied = session.revokedReason === 'denied';
  return { wasMe: wasMe && !denied, revoked: session.revoked };
}

/** Tells whom the answer concerns: the device that is out, and those that still show the alert. */
async function giveAnswer(
  services: RevokeServices,
  owner: Owner,
  answeringId: string,
  answer: Answer,
): Promise<Session> {
  const moment = momentOf(services);
  const { about, owing, records } = await services.sessions.changeUserRecords(
    owner,
    [answeringId, ...answer.sessionIds],
    (records) => {
      const plan = decideAnswer(records, answer, moment);
      return { ...plan, result: { ...plan.result, records } };
    },
  );
  await sendOwed(services, owing, records);
  return sessionToShow(about);
}

/** decideAnswer has refused an answer about nothing. */
function sessionToShow([first]: AnswerResult['about']): Session {
  if (!first) throw new SessionError('session_not_found');
  return first.session;
}
