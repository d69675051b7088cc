// Ends the session of a refresh token that its app gives back (RFC 7009).
import { decideTokenRevocation } from '../domain/refresh/refresh.ts';
import type { Services } from '../services.ts';
import { momentOf } from './moment.ts';

/**
 * Any authentic refresh token ends its session, even one already used: whoever shows it, ending is the
 * safe answer. An access token, which other APIs see, ends nothing; nor does what is no token of ours.
 */
export async function revokeToken(
  services: Pick<Services, 'sessions' | 'tokens' | 'policy' | 'now' | 'newId'>,
  token: string,
): Promise<void> {
  const parts = await services.tokens.parseRefreshToken(token);
  if (!parts) return;
  const moment = momentOf(services);
  await services.sessions.changeRecord(parts.sessionId, (record) =>
    decideTokenRevocation(record, moment),
  );
}
