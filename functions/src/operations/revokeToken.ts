// Ends the session of a token that its app gives back (RFC 7009).
import { decideTokenRevocation } from '../domain/refresh/refresh.ts';
import { SessionError } from '../errors.ts';
import type { Services } from '../services.ts';

/**
 * Takes refresh and access tokens. Any authentic refresh token ends its session, even one already
 * used: whoever shows it, ending is the safe answer. What is no token of ours is no error.
 */
export async function revokeToken(
  services: Pick<Services, 'sessions' | 'tokens' | 'policy' | 'now'>,
  token: string,
): Promise<void> {
  const now = services.now();
  const sessionId = await sessionOfToken(services, token, now);
  if (sessionId === null) return;
  await services.sessions.changeRecords([sessionId], (records) =>
    decideTokenRevocation(records.get(sessionId), services.policy, now),
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
