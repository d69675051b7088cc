// The receipt of a forced logout: the device says that it has wiped itself.
import { SessionError } from '../errors.ts';
import type { Services } from '../services.ts';

/**
 * The first receipt counts, later ones change nothing. Throws token_invalid where the session is gone,
 * forgotten, or was never ended.
 */
export async function confirmLogout(
  { sessions, tokens, now }: Pick<Services, 'sessions' | 'tokens' | 'now'>,
  token: string,
): Promise<{ logoutConfirmedAt: string }> {
  const time = now();
  const { sessionId } = await tokens.verifyReceiptToken(token, time);
  const view = await sessions.findView(sessionId);
  if (!view?.revoked || time >= view.deleteAt) throw new SessionError('token_invalid');
  if (view.logoutConfirmedAt) return { logoutConfirmedAt: view.logoutConfirmedAt.toISOString() };
  await sessions.addToView(sessionId, { logoutConfirmedAt: time });
  return { logoutConfirmedAt: time.toISOString() };
}
