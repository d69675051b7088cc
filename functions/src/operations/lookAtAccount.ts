// The look at the account in Firebase Authentication.
import { accountIdOf } from '../domain/account/accountId.ts';
import type { AccountAnswer } from '../domain/account/firebaseAccount.ts';
import { identityOf } from '../domain/account/firebaseAccount.ts';
import type { Owner } from '../domain/session/session.ts';
import { nameOfError } from '../errors.ts';
import type { Services } from '../services.ts';

/** undefined where nobody answers: then sessions go on, with a line in the log. */
export async function lookAtAccount(
  { accounts, log }: Pick<Services, 'accounts' | 'log'>,
  { userId, tenantId }: Owner,
): Promise<AccountAnswer> {
  try {
    return await accounts.findAccount({ userId, tenantId });
  } catch (error) {
    log.warn('account not looked at', { userId, tenantId, error: nameOfError(error) });
    return undefined;
  }
}

/** The account of which ours is, as Firebase Authentication says; null where it is gone, or another one. */
export async function findOwnAccount(
  { sessions, accounts }: Pick<Services, 'sessions' | 'accounts'>,
  { userId, tenantId }: Owner,
): ReturnType<Services['accounts']['findAccount']> {
  const owner = { userId, tenantId };
  const [answer, { stored }] = await Promise.all([
    accounts.findAccount(owner),
    sessions.readAccount(accountIdOf(owner)),
  ]);
  return identityOf(stored?.firebaseAccount ?? null, answer) === 'same' ? answer : null;
}
