// The hourly look at the account behind a session.
import type { Account, AccountAnswer } from '../domain/session/account.ts';
import { isAccountCheckDue } from '../domain/session/account.ts';
import type { FirebaseAccount } from '../domain/session/firebaseAccount.ts';
import { findRemembered, identityOf } from '../domain/session/firebaseAccount.ts';
import { isLive } from '../domain/session/lifetime.ts';
import type { Owner, SessionRecord } from '../domain/session/session.ts';
import { nameOfError } from '../errors.ts';
import type { Services } from '../services.ts';

/**
 * null for an account that is gone, also where another one has its uid since. undefined where the look is
 * not due, or Firebase Authentication does not answer: then the session goes on, with a line in the log.
 * What the store does not answer is no answer: it rejects.
 */
export async function lookAtAccount(
  { sessions, accounts, checkAccount, log }: LookServices & Pick<Services, 'checkAccount' | 'log'>,
  record: SessionRecord | undefined,
  now: Date,
): Promise<AccountAnswer> {
  if (!checkAccount || !record || !isLive(record.session, now)) return undefined;
  if (!isAccountCheckDue(record.secrets, now)) return undefined;
  const { sessionId, userId, tenantId } = record.session;
  const owner = { userId, tenantId };
  const [account, known] = await Promise.all([
    accounts.findAccount(owner).catch((error: unknown) => {
      log.warn('account not looked at', { sessionId, error: nameOfError(error) });
      return undefined;
    }),
    sessions.findFirebaseAccount(owner),
  ]);
  return account && !isOwn(account, known, now) ? null : account;
}

/** The account whose sessions ours are, as Firebase Authentication says; null where it is gone. */
export async function findOwnAccount(
  { sessions, accounts }: LookServices,
  owner: Owner,
  now: Date,
): ReturnType<Services['accounts']['findAccount']> {
  const [account, known] = await Promise.all([
    accounts.findAccount(owner),
    sessions.findFirebaseAccount(owner),
  ]);
  return account && isOwn(account, known, now) ? account : null;
}

type LookServices = Pick<Services, 'sessions' | 'accounts'>;

function isOwn(account: Account, known: FirebaseAccount | null, now: Date): boolean {
  return identityOf(account, findRemembered(known, now)) === 'same';
}
