// The hourly look at the account behind a session.
import type { AccountAnswer } from '../domain/session/account.ts';
import { isAccountCheckDue } from '../domain/session/account.ts';
import { findRemembered, identityOf } from '../domain/session/firebaseAccount.ts';
import { isLive } from '../domain/session/lifetime.ts';
import type { Owner, SessionRecord } from '../domain/session/session.ts';
import { nameOfError } from '../errors.ts';
import type { Services } from '../services.ts';

/**
 * null for an account that is gone, also where another one has its uid since. undefined where the look is
 * not due, or nobody answers: then the session goes on, with a line in the log.
 */
export async function lookAtAccount(
  services: Pick<Services, 'sessions' | 'accounts' | 'checkAccount' | 'log'>,
  record: SessionRecord | undefined,
  now: Date,
): Promise<AccountAnswer> {
  const { checkAccount, log } = services;
  if (!checkAccount || !record || !isLive(record.session, now)) return undefined;
  if (!isAccountCheckDue(record.secrets, now)) return undefined;
  const { sessionId, userId, tenantId } = record.session;
  try {
    return await findOwnAccount(services, { userId, tenantId }, now);
  } catch (error) {
    log.warn('account not looked at', { sessionId, error: nameOfError(error) });
    return undefined;
  }
}

/** The account whose sessions ours are, as Firebase Authentication says; null where it is gone. */
export async function findOwnAccount(
  { sessions, accounts }: Pick<Services, 'sessions' | 'accounts'>,
  owner: Owner,
  now: Date,
): ReturnType<Services['accounts']['findAccount']> {
  const [account, known] = await Promise.all([
    accounts.findAccount(owner),
    sessions.findFirebaseAccount(owner),
  ]);
  const isOwn = account && identityOf(account, findRemembered(known, now)) === 'same';
  return isOwn ? account : null;
}
