// Which Firebase account ours is of: a custom token makes a deleted account anew, with its uid, and only
// the time at which it was made tells the two apart (docs/decisions/0036).
import type { Account } from './account.ts';
import type { Moment } from './moment.ts';
import type { SessionPolicy } from './policy.ts';
import { dayMs, secondMs } from './policy.ts';

/** What is kept of the account of a uid; of a deleted one this alone. It names nobody. */
export interface FirebaseAccount {
  /** When the account was made, as it said when ours began. No look moves it. */
  createdAt: Date;
  /** Whether that lay ahead then, as an import may say. */
  wasAhead: boolean;
  /** Until when a custom token of ours may live. */
  customTokenUntil: Date;
  /** What was registered before then is of an account that is gone; null where there was none. */
  goneBefore: Date | null;
  /** When it was erased last; null while it is in use. */
  erasedAt: Date | null;
  deleteAt: Date;
}

/**
 * same: the account of which ours is. revived: made anew while a custom token of the old one lived.
 * new: made when none could.
 */
export type AccountIdentity = 'same' | 'revived' | 'new';

/** A custom token lives an hour; so much longer, for clocks differ. */
const customTokenMs = 70 * 60 * secondMs;
const yearMs = 365 * dayMs;

/** As far as it still counts, whether or not TTL has deleted it. */
export function findRemembered(
  firebaseAccount: FirebaseAccount | null,
  now: Date,
): FirebaseAccount | null {
  return firebaseAccount && now < firebaseAccount.deleteAt ? firebaseAccount : null;
}

/** By whole seconds. What the account says as it said then is the same, whatever it says. */
export function identityOf(
  { createdAt }: Pick<Account, 'createdAt'>,
  known: FirebaseAccount | null,
): AccountIdentity {
  if (!known) return 'same';
  const made = secondsOf(createdAt);
  const first = secondsOf(known.createdAt);
  if (made === first || made <= (known.wasAhead ? 0 : first)) return 'same';
  return made <= secondsOf(known.customTokenUntil) ? 'revived' : 'new';
}

/** What is remembered once a custom token is signed: of a new account, that ours has begun anew. */
export function withCustomToken(
  account: Account,
  known: FirebaseAccount | null,
  { now, policy }: Pick<Moment, 'now' | 'policy'>,
): FirebaseAccount {
  const customTokenUntil = new Date(now.getTime() + customTokenMs);
  const signed = { customTokenUntil, erasedAt: null, deleteAt: forgottenAt(now, policy) };
  if (known && identityOf(account, known) === 'same') {
    return {
      ...known,
      ...signed,
      // A call that began later may have been committed earlier.
      customTokenUntil: latest(customTokenUntil, known.customTokenUntil),
      deleteAt: latest(signed.deleteAt, known.deleteAt),
    };
  }
  const { createdAt } = account;
  // The old one's last registration was longer ago, and the new one's first comes later.
  const goneBefore = known && new Date(known.customTokenUntil.getTime() - customTokenMs / 2);
  return { createdAt, wasAhead: createdAt > now, goneBefore, ...signed };
}

/** What is left of it once the user is erased. Late and repeated erasures move nothing, but write. */
export function remainderOf(known: FirebaseAccount, now: Date): FirebaseAccount {
  const deleteAt = known.erasedAt ? known.deleteAt : new Date(now.getTime() + yearMs);
  return { ...known, erasedAt: now, deleteAt };
}

/** All that a registration leads to is forgotten by then. */
function forgottenAt(now: Date, { maxDays, retentionDays }: SessionPolicy): Date {
  return new Date(now.getTime() + Math.max(yearMs, (maxDays + retentionDays + 1) * dayMs));
}

function secondsOf(time: Date): number {
  return Math.floor(time.getTime() / secondMs) || 0;
}

function latest(one: Date, other: Date): Date {
  return one > other ? one : other;
}
