// Exchanges a refresh token for the next one and a new access token (RFC 6749 §6, rotation as RFC 9700 §4.14).
import { decideTokenUse } from '../domain/refresh/refresh.ts';
import { endOf } from '../domain/session/lifetime.ts';
import { SessionError } from '../errors.ts';
import type { Services } from '../services.ts';
import { lookAtAccount } from './lookAtAccount.ts';
import { tellEndByAccount } from './endByAccount.ts';
import { endStolenSession } from './endStolenSession.ts';
import type { TokenResponse } from './issueTokens.ts';
import { issueTokens } from './issueTokens.ts';
import { momentOf } from './moment.ts';
import type { SendServices } from './sendOwed.ts';

/**
 * A forged token costs no database access. Throws token_invalid for one that is forged or used up,
 * session_revoked or session_expired where it is authentic and its session over. One used up ends
 * its session, and everybody concerned is told before the refusal; so does an account that is disabled or
 * has changed since, which is looked at once an hour. One that is gone ends all sessions.
 */
export async function refreshTokens(
  services: SendServices & Pick<Services, 'accounts' | 'checkAccount'>,
  refreshToken: string,
): Promise<TokenResponse> {
  const moment = momentOf(services);
  const parts = await services.tokens.parseRefreshToken(refreshToken);
  if (!parts) throw new SessionError('token_invalid');
  const { sessionId, nonce } = parts;
  const use = await services.sessions.changeRecord(sessionId, async (record) => {
    const account = await lookAtAccount(services, record, moment.now);
    return decideTokenUse(record, { nonce, account }, moment);
  });
  const { session, secrets } = use.record;
  if (use.kind === 'ended') {
    await tellEndByAccount(services, use);
    throw endOf(session);
  }
  if (use.kind === 'reuse') {
    await endStolenSession(services, use.record);
    throw new SessionError('token_invalid');
  }
  const caller = { userId: session.userId, sessionId, deviceId: secrets.deviceId };
  return await issueTokens(services, caller, use.nonce, moment.now);
}
