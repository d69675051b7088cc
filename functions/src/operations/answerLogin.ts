// "Was that you?", answered by an app that is open, or from the lock screen with the alert's token.
import type { Answerer, AnswerResult } from '../domain/revocation/loginAnswer.ts';
import { decideAnswer } from '../domain/revocation/loginAnswer.ts';
import { toDeviceSession } from '../domain/session/deviceSession.ts';
import type { Caller, DeviceSession } from '../domain/session/session.ts';
import { loginAnsweredMessage } from '../domain/push/loginAnswered.ts';
import type { Services } from '../services.ts';
import { explainUnconfirmed } from './explainUnconfirmed.ts';
import { forceLogout } from './forceLogout.ts';
import type { RevokeServices, WithReauthentication } from './revokeSession.ts';
import { findReauthentication } from './revokeSession.ts';
import { sendPushes } from './sendPushes.ts';

interface Answer {
  sessionId: string;
  wasMe: boolean;
}

/** Returns the session asked about, as it is now. Errors: those of `decideAnswer`. */
export async function answerLogin(
  services: RevokeServices,
  caller: Caller,
  { reauthToken, ...answer }: Answer & WithReauthentication,
): Promise<{ session: DeviceSession }> {
  const reauthentication = await findReauthentication(services, reauthToken);
  const { session } = await explainUnconfirmed(services, caller, () =>
    giveAnswer(services, { caller, reauthentication }, caller.userId, answer),
  );
  const { policy } = services;
  return { session: toDeviceSession(session, caller.sessionId, policy, services.now()) };
}

/**
 * Returns the answer that stands, and whether the session is over. Throws token_invalid for what is
 * no answer token of ours or has expired, session_revoked or session_expired where the session that
 * was asked is over, and what `decideAnswer` throws.
 */
export async function answerLoginAlert(
  services: RevokeServices,
  { token, wasMe }: { token: string; wasMe: boolean },
): Promise<{ wasMe: boolean; revoked: boolean }> {
  const claims = await services.tokens.verifyAnswerToken(token, services.now());
  const { userId, answeringSessionId, aboutSessionId: sessionId } = claims;
  const answerer = { answeringSessionId, userId };
  const { session } = await giveAnswer(services, answerer, userId, { sessionId, wasMe });
  const denied = session.revokedReason === 'denied';
  return { wasMe: wasMe && !denied, revoked: session.revoked };
}

/** Tells whom the answer concerns: the device that is out, and those that still show the alert. */
async function giveAnswer(
  services: Pick<
    Services,
    'sessions' | 'policy' | 'now' | 'pushes' | 'pushQueue' | 'tokens' | 'log'
  >,
  answerer: Answerer,
  userId: string,
  { sessionId, wasMe }: Answer,
): Promise<AnswerResult> {
  const now = services.now();
  const answering = 'caller' in answerer ? answerer.caller.sessionId : answerer.answeringSessionId;
  const result = await services.sessions.changeOpenRecords(
    userId,
    [answering, sessionId],
    (records) => decideAnswer(records, { answerer, sessionId, wasMe }, services.policy, now),
  );
  await Promise.all([
    forceLogout(services, result.toLogOut),
    sendPushes(
      services,
      result.toInform.map((receiver) => loginAnsweredMessage(receiver, { sessionId, wasMe }, now)),
    ),
  ]);
  return result;
}
