// Lets an account in that a custom token has brought back, for the team's support staff.
import { decideReadmission } from '../domain/revocation/erasure.ts';
import type { Owner } from '../domain/session/session.ts';
import type { Services } from '../services.ts';

/**
 * Whether the account that exists now had been refused, and is let in from now on. Throws an Error where
 * there is none, and account_revived while a custom token of the deleted one may live.
 */
export async function readmitUser(
  { sessions, accounts, now }: Pick<Services, 'sessions' | 'accounts' | 'now'>,
  owner: Owner,
): Promise<boolean> {
  const account = await accounts.findAccount(owner);
  if (!account) throw new Error('There is no such account.');
  const when = { owner, now: now() };
  return await sessions.changeFirebaseAccount(owner, (known) =>
    decideReadmission(known, account, when),
  );
}
