// Lets an account in that a custom token has brought back, for the team's support staff.
import { accountIdOf } from '../domain/account/accountId.ts';
import { decideReadmission } from '../domain/account/erasure.ts';
import type { Owner } from '../domain/session/session.ts';
import type { Services } from '../services.ts';
import { changeAccount, type ChangeServices } from './changeAccount.ts';

/**
 * Whether the account that exists now had been refused, and is let in from now on. Throws an Error where
 * there is none, and account_revived while a custom token of the deleted one may live.
 */
export async function readmitUser(
  services: ChangeServices & Pick<Services, 'accounts'>,
  owner: Owner,
): Promise<boolean> {
  const answer = await services.accounts.findAccount(owner);
  if (!answer) throw new Error('There is no such account.');
  const changed = await changeAccount(services, accountIdOf(owner), decideReadmission, { answer });
  return changed.result;
}
