// Who is to be told of a login: the user's other confirmed sessions, and those that a change of the
// account has ended.
import type { Account, Device } from '../account/account.ts';
import { confirmedReceivers, mayStillDeny } from '../account/account.ts';
import type { Newcomer } from './newcomer.ts';

export interface LoginReceivers {
  /** The keys of the devices. */
  keys: string[];
  /** Whether a change of the account has ended any, with or without a push token. */
  accountChanged: boolean;
}

/** As the account is once everything that the registration ends has ended. `endedByChange`: by this very one. */
export function receiversOf(
  account: Account,
  { key, newDevice, alertsOthers }: Newcomer,
  endedByChange: readonly string[],
  now: Date,
): LoginReceivers {
  const others = Object.entries(account.devices).filter(([other]) => other !== key);
  const mayDeny = others.filter(([, device]) => !device.session && mayStillDeny(device, now));
  const hearing = newDevice && alertsOthers ? mayDeny : mayDeny.filter(isIn(endedByChange));
  return {
    keys: [
      ...(alertsOthers ? confirmedReceivers(account, [key]) : []),
      ...hearing.filter(([, { pushToken }]) => pushToken !== null).map(([other]) => other),
    ],
    accountChanged: endedByChange.length > 0 || (newDevice && mayDeny.length > 0),
  };
}

function isIn(keys: readonly string[]): (entry: [string, Device]) => boolean {
  return ([key]) => keys.includes(key);
}
