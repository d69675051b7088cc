// The account that a registration works on: the one that there is, or one that begins.
import { SessionError } from '../../errors.ts';
import type { Account, RememberedAccount, Stored } from '../account/account.ts';
import { isAccount } from '../account/account.ts';
import { beginDraft } from '../account/decision.ts';
import { endAll } from '../account/ending.ts';
import type { Draft } from '../account/draft.ts';
import { identityOf, isInOrder, remembering } from '../account/firebaseAccount.ts';
import type { Moment } from '../session/policy.ts';
import type { Registration } from './signIn.ts';

/**
 * The account, or one that begins: because there is none, or because another person's has taken its place. Throws
 * account_revived; recent_sign_in_required where Firebase's is gone, disabled or has changed since the sign-in.
 */
export function draftFor(stored: Stored, registration: Registration, moment: Moment): Draft {
  const { firebaseAccount, signIn } = registration;
  const remembered = stored?.firebaseAccount ?? null;
  const identity = identityOf(remembered, firebaseAccount);
  if (identity === 'revived') throw new SessionError('account_revived');
  if (!isInOrder(firebaseAccount, signIn.signedInAt)) {
    throw new SessionError('recent_sign_in_required');
  }
  if (isAccount(stored) && identity !== 'new') return beginDraft(stored, moment);
  const account = emptyAccount(registration, identity === 'new' ? null : remembered, moment);
  const draft: Draft = { before: null, account, ended: [], events: [], moment };
  if (stored && !isAccount(stored)) account.outbox.push(...structuredClone(stored.outbox));
  if (isAccount(stored)) {
    // Older than the account that begins, which shows nothing of it.
    const earlier = beginDraft(stored, { ...moment, now: new Date(moment.now.getTime() - 1) });
    endAll(earlier, 'account', () => true);
    const logouts = earlier.account.outbox.filter(({ kind }) => kind === 'force_logout');
    account.outbox.push(...logouts);
    draft.ended.push(...earlier.ended);
    draft.events.push(...earlier.events);
  }
  return draft;
}

function emptyAccount(
  { signIn: { userId, tenantId }, firebaseAccount }: Registration,
  remembered: RememberedAccount | null,
  { now }: Moment,
): Account {
  return {
    ...{ userId, tenantId, devices: {}, newDevices: [], alertedTimes: [], countries: [] },
    lastPlaces: { confirmed: null, latest: null },
    ...{ outbox: [], calls: [], isOwed: false, eraseOn: null, pushTokens: [] },
    firebaseAccount: remembering(remembered, firebaseAccount, now),
    beganAt: now,
    checkedAt: now,
    deniedChange: null,
    deleteAt: now,
  };
}
