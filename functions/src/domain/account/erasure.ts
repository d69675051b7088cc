// What is left when a user is erased: what keeps a deleted account from coming back by itself, and the
// logouts that are still to be sent. It says nothing of whose it was.
import { SessionError } from '../../errors.ts';
import { dayMs, hourMs, type Moment, secondMs } from '../session/policy.ts';
import { type FirebaseAccount, identityOf } from './firebaseAccount.ts';
import { type Account, isAccount, openDevices, type Remainder } from './account.ts';
import type { Change, Known } from './draft.ts';
import { beginDraft, replacing, unchanged } from './decision.ts';
import { oweLogout, leasedUntil } from './outbox.ts';
import type { OutboxEntry } from './outboxEntry.ts';

/** For so long what is left is remembered. */
const remainderDays = 365;

/**
 * Reduces the account to its remainder: its devices are logged out. What has been reduced already, or does not
 * exist, stays as it is. Returns the ids of what is sent at once.
 */
export function decideErasure({ stored }: Known, _: unknown, moment: Moment): Change<string[]> {
  if (!isAccount(stored)) return unchanged([]);
  const draft = beginDraft(stored, moment);
  const { account } = draft;
  const forgotten = openDevices(stored).map(([, { session }]) => session.sessionId);
  for (const [key, { session, pushToken }] of openDevices(account)) {
    if (pushToken) oweLogout(draft, key, session, pushToken, { isLeased: true });
  }
  const remainder = remainderOf(account, moment);
  const pushIds = remainder.outbox.map(({ pushId }) => pushId);
  return replacing(remainder, pushIds, forgotten);
}

function remainderOf({ outbox, firebaseAccount }: Account, { now }: Moment): Remainder {
  const hourLater = new Date(now.getTime() + hourMs);
  const logouts = outbox.filter(({ kind }) => kind === 'force_logout');
  return {
    firebaseAccount,
    outbox: logouts.map((entry): OutboxEntry => {
      const until = entry.until < hourLater ? entry.until : hourLater;
      return { ...entry, until, notBefore: leasedUntil(now) };
    }),
    isOwed: logouts.length > 0,
    deleteAt: new Date(now.getTime() + remainderDays * dayMs),
  };
}

/**
 * Lets an account in that was deleted and made anew: from now on it is the one that is remembered. Returns whether it
 * had been refused. Throws account_revived, with the time, while a custom token of the deleted one may live.
 */
export function decideReadmission(
  { stored }: Known,
  { answer }: { answer: FirebaseAccount },
  { now }: Moment,
): Change<boolean> {
  if (!stored || identityOf(stored.firebaseAccount, answer) !== 'revived') return unchanged(false);
  const { createdAt } = answer;
  const { customTokenUntil } = stored.firebaseAccount;
  if (now <= customTokenUntil) {
    const ms = customTokenUntil.getTime() - now.getTime();
    const retryAfterSeconds = Math.floor(ms / secondMs) + 1;
    const message = `Not before ${customTokenUntil.toISOString()}: a custom token may live until then.`;
    throw new SessionError('account_revived', { retryAfterSeconds }, { message });
  }
  const firebaseAccount = { createdAt, wasAhead: createdAt > now, customTokenUntil };
  return replacing({ ...structuredClone(stored), firebaseAccount }, true);
}
