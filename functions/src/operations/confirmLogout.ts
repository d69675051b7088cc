// The receipt of a forced logout: the device says that it has wiped itself.
import { decideLogoutReceipt } from '../domain/revocation/logoutReceipt.ts';
import type { Services } from '../services.ts';

/** The first receipt counts, later ones change nothing. Throws token_invalid. */
export async function confirmLogout(
  services: Pick<Services, 'sessions' | 'tokens' | 'now'>,
  token: string,
): Promise<{ logoutConfirmedAt: string }> {
  const now = services.now();
  const { sessionId } = await services.tokens.verifyReceiptToken(token, now);
  const confirmedAt = await services.sessions.changeRecord(sessionId, (record) =>
    decideLogoutReceipt(record, { now }),
  );
  return { logoutConfirmedAt: confirmedAt.toISOString() };
}
