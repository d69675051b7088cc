// "Was that you?", answered by an app that is open, or from the lock screen with the alert's token.
import { accountIdOf } from '../domain/account/accountId.ts';
import type { Answer } from '../domain/revocation/answerer.ts';
import type { AnswerResult } from '../domain/revocation/loginAnswer.ts';
import { decideAnswer } from '../domain/revocation/loginAnswer.ts';
import type { DeviceSession } from '../domain/session/deviceSession.ts';
import type { Caller } from '../domain/session/session.ts';
import { SessionError } from '../errors.ts';
import type { Changed } from './changeAccount.ts';
import { changeAccount } from './changeAccount.ts';
import type { RevokeServices, WithReauthentication } from './findReauthentication.ts';
import { findReauthentication } from './findReauthentication.ts';
import { momentOf } from './moment.ts';
import { sendOutbox } from './sendOutbox.ts';
import { sessionToShow } from './sessionToShow.ts';

/** Returns the session asked about, as it is now. Errors: those of `decideAnswer`. */
export async function answerLogin(
  services: RevokeServices,
  caller: Caller,
  { reauthToken, sessionId, wasMe }: { sessionId: string; wasMe: boolean } & WithReauthentication,
): Promise<{ session: DeviceSession }> {
  const reauthentication = await findReauthentication(services, caller, reauthToken);
  const answer = { actor: { caller, reauthentication }, sessionId, wasMe };
  const changed = await giveAnswer(services, accountIdOf(caller), answer);
  return { session: sessionToShow(changed, { ...caller, confirmed: true }) };
}

/**
 * Returns the answer that stands, whether the session has ended, and how many a "no" after a change of the
 * account has ended. Throws token_invalid for what is no answer token of ours or has expired, invalid_input for
 * a "yes" about several logins, session_revoked or session_expired where the session that was asked has ended,
 * and what `decideAnswer` throws.
 */
export async function answerLoginAlert(
  services: RevokeServices,
  { token, wasMe }: { token: string; wasMe: boolean },
): Promise<{ wasMe: boolean; revoked: boolean; revokedCount?: number }> {
  const claims = await services.tokens.verifyAnswerToken(token, services.now());
  const { accountId, answeringSessionId: sessionId, answeringDevice: device, about } = claims;
  if (wasMe && about.length > 1) {
    const message = 'An alert about several logins can be answered with "no" only.';
    throw new SessionError('invalid_input', { field: 'wasMe' }, { message });
  }
  const { result } = await giveAnswer(services, accountId, {
    asked: { sessionId, device },
    about,
    wasMe,
  });
  const { isDenied, hasEnded, revokedCount } = result;
  return {
    wasMe: wasMe && !isDenied,
    revoked: hasEnded,
    ...(revokedCount !== null && { revokedCount }),
  };
}

/** Tells whom the answer concerns: the device that is out, and those that still show the alert. */
async function giveAnswer(
  services: RevokeServices,
  accountId: string,
  answer: Answer,
): Promise<Changed<AnswerResult>> {
  const input = { ...answer, callId: services.newId() };
  const changed = await changeAccount(
    ...([services, accountId, decideAnswer, input, momentOf(services)] as const),
  );
  await sendOutbox(services, changed.account, changed.result.pushIds);
  return changed;
}
