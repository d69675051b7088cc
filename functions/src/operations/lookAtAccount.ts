// The hourly look at the account behind a session.
import type { AccountAnswer } from '../domain/session/account.ts';
import { isAccountCheckDue } from '../domain/session/account.ts';
import { isLive } from '../domain/session/lifetime.ts';
import type { SessionRecord } from '../domain/session/session.ts';
import { nameOfError } from '../errors.ts';
import type { Services } from '../services.ts';

/** undefined where the look is not due, or nobody answers: then the session goes on, with a line in the log. */
export async function lookAtAccount(
  { accounts, checkAccount, log }: Pick<Services, 'accounts' | 'checkAccount' | 'log'>,
  record: SessionRecord | undefined,
  now: Date,
): Promise<AccountAnswer> {
  if (!checkAccount || !record || !isLive(record.session, now)) return undefined;
  if (!isAccountCheckDue(record.secrets, now)) return undefined;
  const { sessionId, userId, tenantId } = record.session;
  try {
    return await accounts.findAccount({ userId, tenantId });
  } catch (error) {
    log.warn('account not looked at', { sessionId, error: nameOfError(error) });
    return undefined;
  }
}
