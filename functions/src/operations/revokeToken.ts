// Ends the session of a token that its app gives back (RFC 7009).
import { decideTokenRevocation } from '../domain/refresh/refresh.ts';
import { SessionError } from '../errors.ts';
import type { Services } from '../services.ts';
import { momentOf } from './moment.ts';

/**
 * Takes refresh and access tokens. Any authentic refresh token ends its session, even one already
 * used: whoever shows it, ending is the safe answer. What is no token of ours is no error.
 */
export async function revokeToken(
  services: Pick<Services, 'sessions' | 'tokens' | 'policy' | 'now' | 'newId'>,
  token: string,
): Promise<void> {
  const moment = momentOf(services);
  const sessionId = await sessionOfToken(services, token, moment.now);
  if (sessionId === null) return;
  await services.sessions.changeRecord(sessionId, (record) =>
    decideTokenRevocation(record, moment),
  );
}

async function sessionOfToken(
  { tokens }: Pick<Services, 'tokens'>,
  token: string,
  now: Date,
): Promise<string | null> {
  const parts = await tokens.parseRefreshToken(token);
  if (parts) return parts.sessionId;
  try {
    return (await tokens.verifyAccessToken(token, now)).sessionId;
  } catch (error) {
    if (error instanceof SessionError) return null;
    throw error;
  }
}
