// What Firebase Authentication says of an account, and what that means for ours: whether it is the same
// one, and which sign-ins still count.
import { hourMs, secondMs, secondOf } from '../session/policy.ts';
import type { Account, RememberedAccount } from './account.ts';

export interface FirebaseAccount {
  disabled: boolean;
  /** 1970 where it does not say. */
  createdAt: Date;
  /** Sign-ins from before this time no longer count; null where nobody has revoked any. */
  tokensValidAfter: Date | null;
}

/** null: there is no such account. undefined: nobody has asked, or nobody answered. */
export type AccountAnswer = FirebaseAccount | null | undefined;

/** A custom token lives an hour; clocks may differ. */
const customTokenMs = 70 * 60 * secondMs;

/**
 * same: the account that ours remembers, or one of which nobody can say. revived: made anew by a custom
 * token of ours, after it was deleted. new: made anew later than any of those could.
 */
export type Identity = 'same' | 'revived' | 'new';

/**
 * Compares in seconds when the account was made with what is remembered (docs/decisions/0036). What it says as
 * it said then is the same, whatever it says.
 */
export function identityOf(remembered: RememberedAccount | null, answer: AccountAnswer): Identity {
  if (!answer || !remembered?.createdAt) return 'same';
  const found = secondOf(answer.createdAt);
  if (found === secondOf(remembered.createdAt)) return 'same';
  const known = remembered.wasAhead ? 0 : secondOf(remembered.createdAt);
  // An import may say that it is older.
  if (found <= known) return 'same';
  return found <= secondOf(remembered.customTokenUntil) ? 'revived' : 'new';
}

/** Whether sessions of a sign-in may go on: always, where nobody answered. */
export function isInOrder(answer: AccountAnswer, signedInAt: Date): boolean {
  if (answer === undefined) return true;
  return answer !== null && !answer.disabled && !isOlderThanChange(answer, signedInAt);
}

/** Whether the account has changed since (a password reset, say), so that the sign-in counts no longer. */
export function isOlderThanChange(answer: AccountAnswer, signedInAt: Date): boolean {
  return answer?.tokensValidAfter != null && signedInAt < answer.tokensValidAfter;
}

/** Google allows ten million look-ups a day and project: one an hour and account is enough. */
export function isLookDue({ checkedAt }: Pick<Account, 'checkedAt'>, now: Date): boolean {
  return now.getTime() - checkedAt.getTime() >= hourMs;
}

/** What is remembered once a custom token is signed: the first look says when the account was made, no later one. */
export function remembering(
  remembered: RememberedAccount | null,
  answer: AccountAnswer,
  now: Date,
): RememberedAccount {
  const customTokenUntil = new Date(now.getTime() + customTokenMs);
  if (remembered?.createdAt) {
    const until = remembered.customTokenUntil;
    return { ...remembered, customTokenUntil: until > customTokenUntil ? until : customTokenUntil };
  }
  const createdAt = answer?.createdAt ?? null;
  return { createdAt, wasAhead: createdAt !== null && createdAt > now, customTokenUntil };
}
