// The look at the account in Firebase Authentication.
import { isAccount, type Stored } from '../domain/account/account.ts';
import type { AccountAnswer } from '../domain/account/firebaseAccount.ts';
import type { Looking } from '../domain/account/activity.ts';
import type { Change, Known } from '../domain/account/draft.ts';
import type { Moment } from '../domain/session/policy.ts';
import type { Owner } from '../domain/session/session.ts';
import { nameOfError } from '../errors.ts';
import type { ReadAccount, Services } from '../services.ts';
import { changeAccount, momentOf, type Changed, type ChangeServices } from './changeAccount.ts';

type WithoutLook<Result> = Exclude<Result, { kind: 'lookDue' }>;

/** A change by a decision that may find a look due: then the user is looked up, and it decides once more. */
export async function changeWithLook<Input extends object, Result extends { kind: string }>(
  services: ChangeServices & Pick<Services, 'accounts' | 'checkAccount' | 'log'>,
  accountId: string,
  decide: (known: Known, input: Input & Looking, moment: Moment) => Change<Result>,
  input: Input,
  moment = momentOf(services),
): Promise<Changed<WithoutLook<Result>>> {
  const { accounts, checkAccount, log } = services;
  const callId = services.newId();
  const change = async (firebaseAccount: Looking['firebaseAccount'], from?: ReadAccount) => {
    const looking = { ...input, callId, firebaseAccount, askedAt: moment.now };
    const options = { isPatient: true, moment, from };
    return await changeAccount(services, accountId, decide, looking, options);
  };
  let changed = await change(checkAccount ? 'later' : undefined);
  const { account } = changed;
  if (changed.result.kind === 'lookDue' && isAccount(account.stored)) {
    const { userId, tenantId } = account.stored;
    // Where nobody answers, sessions go on.
    const answer = await accounts.findAccount({ userId, tenantId }).catch((error: unknown) => {
      log.warn('account not looked at', { userId, tenantId, error: nameOfError(error) });
      return undefined;
    });
    changed = await change(answer, account);
  }
  return changed as Changed<WithoutLook<Result>>;
}

/**
 * What Firebase Authentication says, asked at once and kept for every try. It is asked again where the account has
 * gone or has begun anew since the last try, and where it is found erased: the first answer may be older than that.
 */
export function lookingAt(
  { accounts, checkAccount }: Pick<Services, 'accounts' | 'checkAccount'>,
  owner: Owner,
): (stored: Stored) => Promise<AccountAnswer> {
  const ask = async (): Promise<AccountAnswer> =>
    checkAccount ? await accounts.findAccount(owner) : undefined;
  let answer = ask();
  // It is waited for later; until then it may fail.
  answer.catch(() => {});
  let seen: string | null = null;
  return async (stored) => {
    const kind = kindOf(stored);
    const isErased = stored !== null && !isAccount(stored);
    if (isErased || (seen !== null && seen !== kind)) answer = ask();
    seen = kind;
    return await answer;
  };
}

function kindOf(stored: Stored): string {
  if (stored === null) return 'none';
  const createdAt = stored.firebaseAccount.createdAt?.getTime() ?? 0;
  return `${isAccount(stored) ? 'account' : 'remainder'} ${createdAt}`;
}
