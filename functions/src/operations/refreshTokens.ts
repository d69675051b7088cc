// Exchanges a refresh token for the next one and a new access token (RFC 6749 §6, rotation as RFC 9700 §4.14).
import { decideTokenUse } from '../domain/refresh/refresh.ts';
import { SessionError } from '../errors.ts';
import type { Services } from '../services.ts';
import { momentOf } from './changeAccount.ts';
import { issueTokens, type TokenResponse } from './issueTokens.ts';
import { changeWithLook } from './lookAtAccount.ts';
import type { SendServices } from './sending.ts';
import { sendOutbox } from './sendOutbox.ts';

/**
 * A forged token costs no database access. Throws token_invalid for one that is forged or used up,
 * session_revoked or session_expired where it is authentic and its session over. One used up ends
 * its session, and everybody concerned is told before the refusal; so does an account that is gone,
 * disabled or has changed since, which is looked at once an hour.
 */
export async function refreshTokens(
  services: SendServices & Pick<Services, 'checkAccount'>,
  refreshToken: string,
): Promise<TokenResponse> {
  const moment = momentOf(services);
  const token = await services.tokens.parseRefreshToken(refreshToken);
  if (!token) throw new SessionError('token_invalid');
  const { accountId } = token;
  const input = { token };
  const changed = await changeWithLook(services, accountId, decideTokenUse, input, moment);
  const use = changed.result;
  await sendOutbox(services, changed.account, use.pushIds);
  if (use.kind === 'refreshed') {
    return await issueTokens(services, { accountId, ...use }, moment.now);
  }
  throw use.kind === 'ended'
    ? new SessionError('session_revoked', { revokedReason: 'account' })
    : new SessionError('token_invalid');
}
