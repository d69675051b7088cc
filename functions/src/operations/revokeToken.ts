// Ends the session of a token that its app gives back (RFC 7009).
import { decideTokenRevocation } from '../domain/refresh/refresh.ts';
import type { Services } from '../services.ts';
import { changeAccount, type ChangeServices } from './changeAccount.ts';

/**
 * Any authentic refresh token ends its session, even one already used: whoever shows it, ending is the safe
 * answer. An access token, which other APIs see, ends nothing. What is no token of ours is no error.
 */
export async function revokeToken(
  services: ChangeServices & Pick<Services, 'tokens'>,
  token: string,
): Promise<void> {
  const parts = await services.tokens.parseRefreshToken(token);
  if (parts) await changeAccount(services, parts.accountId, decideTokenRevocation, parts);
}
