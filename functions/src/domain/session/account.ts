// What Firebase Authentication says of an account, and what that means for its sessions.
import { hourMs } from './policy.ts';
import type { SessionSecrets } from './session.ts';

export interface Account {
  disabled: boolean;
  /** 1970 where nobody knows: an import need not say. */
  createdAt: Date;
  /** Sign-ins from before this time no longer count; null where nobody has revoked any. */
  tokensValidAfter: Date | null;
}

/** null: there is no such account. undefined: nobody has asked, or nobody answered. */
export type AccountAnswer = Account | null | undefined;

/** Whether sessions of a sign-in may go on: always, where nobody answered. */
export function isInOrder(account: AccountAnswer, signedInAt: Date): boolean {
  if (account === undefined) return true;
  return account !== null && !account.disabled && !isOlderThanChange(account, signedInAt);
}

/** Whether the account has changed since (a password reset, say), so that the sign-in counts no longer. */
export function isOlderThanChange(account: AccountAnswer, signedInAt: Date): boolean {
  return account?.tokensValidAfter != null && signedInAt < account.tokensValidAfter;
}

/** Google allows ten million look-ups a day and project: one an hour and session is enough. */
export function isAccountCheckDue({ accountCheckedAt }: SessionSecrets, now: Date): boolean {
  return now.getTime() - accountCheckedAt.getTime() >= hourMs;
}
