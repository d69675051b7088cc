// The account that a registration works on: the one that there is, or one that begins.
import { type Account, isAccount, type Remainder, type Stored } from '../account/account.ts';
import { beginDraft } from '../account/decision.ts';
import { endAll } from '../account/ending.ts';
import type { Draft } from '../account/draft.ts';
import { remembering } from '../account/firebaseAccount.ts';
import type { Moment } from '../session/policy.ts';
import type { Registration } from './signIn.ts';

/** The account, or one that begins: because there is none, or because another person's has taken its place. */
export function draftFor(
  stored: Stored,
  isNew: boolean,
  registration: Registration,
  moment: Moment,
): { draft: Draft; isFirst: boolean } {
  if (isAccount(stored) && !isNew) return { draft: beginDraft(stored, moment), isFirst: false };
  const account = emptyAccount(isNew ? null : stored, registration, moment);
  const draft: Draft = { before: null, account, ended: [], events: [], moment };
  if (stored && !isAccount(stored)) draft.account.outbox.push(...structuredClone(stored.outbox));
  if (isAccount(stored)) {
    // Older than the account that begins, which shows nothing of it.
    const earlier = beginDraft(stored, { ...moment, now: new Date(moment.now.getTime() - 1) });
    endAll(earlier, 'account', () => true);
    draft.account.outbox.push(
      ...earlier.account.outbox.filter(({ kind }) => kind === 'force_logout'),
    );
    draft.ended.push(...earlier.ended);
    draft.events.push(...earlier.events);
  }
  return { draft, isFirst: true };
}

function emptyAccount(
  remainder: Account | Remainder | null,
  { signIn: { userId, tenantId }, firebaseAccount }: Registration,
  { now }: Moment,
): Account {
  return {
    ...{ userId, tenantId, devices: {}, newDevices: [], alertedTimes: [], countries: [] },
    lastPlaces: { confirmed: null, latest: null },
    ...{ outbox: [], calls: [], isOwed: false, eraseOn: null, pushTokens: [] },
    firebaseAccount: remembering(remainder?.firebaseAccount ?? null, firebaseAccount, now),
    beganAt: now,
    checkedAt: now,
    deniedChange: null,
    deleteAt: now,
  };
}
