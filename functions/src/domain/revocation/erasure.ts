// What goes of a user whose account is deleted, and who is let in again (docs/decisions/0036).
import { SessionError } from '../../errors.ts';
import type { Account } from '../session/account.ts';
import type { FirebaseAccount } from '../session/firebaseAccount.ts';
import { findRemembered, identityOf, remainderOf } from '../session/firebaseAccount.ts';
import type { Moment } from '../session/moment.ts';
import type { Plan } from '../session/plan.ts';
import { unchanged } from '../session/plan.ts';
import { secondMs } from '../session/policy.ts';
import type { Owner } from '../session/session.ts';

type When = { owner: Owner } & Pick<Moment, 'now'>;

/** all: whatever is kept. Else what was registered before then; nothing where that is null. */
export type Erasing = 'all' | { olderThan: Date | null };

/**
 * For an operator, who may erase an account that exists. The remainder is written first: a registration
 * under way reads it, and looks at the account again.
 */
export function decideErasure(known: FirebaseAccount | null, { owner, now }: When): Plan<Erasing> {
  const kept = findRemembered(known, now);
  const remainder = kept && { owner, value: remainderOf(kept, now) };
  return { result: 'all', changes: [], ...(remainder && { firebaseAccount: remainder }) };
}

/**
 * For an account that is said to be deleted; `account` is what Firebase Authentication says now. Of the
 * account that ours remembers nothing goes; of one that was made since, nothing that is younger than it.
 */
export function decideErasureOfDeleted(
  known: FirebaseAccount | null,
  account: Account | null,
  when: When,
): Plan<Erasing> {
  const kept = findRemembered(known, when.now);
  if (!account) return decideErasure(known, when);
  if (!kept) return unchanged({ olderThan: account.createdAt });
  switch (identityOf(account, kept)) {
    case 'same':
      return unchanged({ olderThan: kept.goneBefore });
    case 'revived':
      return decideErasure(known, when);
    case 'new':
      return { ...decideErasure(known, when), result: { olderThan: account.createdAt } };
  }
}

/**
 * Lets an account in that was brought back: it takes the place of the deleted one. True where it had been
 * refused. Throws account_revived while a custom token of the deleted one may live, for whoever holds
 * that could delete the account and make it anew once more.
 */
export function decideReadmission(
  known: FirebaseAccount | null,
  { createdAt }: Account,
  { owner, now }: When,
): Plan<boolean> {
  const kept = findRemembered(known, now);
  if (!kept || identityOf({ createdAt }, kept) !== 'revived') return unchanged(false);
  const { customTokenUntil } = kept;
  if (now <= customTokenUntil) {
    const ms = customTokenUntil.getTime() - now.getTime();
    throw new SessionError(
      'account_revived',
      { retryAfterSeconds: Math.floor(ms / secondMs) + 1 },
      {
        message: `Not before ${customTokenUntil.toISOString()}: a custom token may live until then.`,
      },
    );
  }
  const value = { ...kept, createdAt, wasAhead: createdAt > now };
  return { result: true, changes: [], firebaseAccount: { owner, value } };
}
