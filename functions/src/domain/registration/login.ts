// What follows a login: who is told of it, its place, its mail and the team's hook. The login of a device
// goes over to a session that replaces it.
import { confirmedReceivers, mayStillDeny, type OpenSession } from '../account/account.ts';
import type { Draft } from '../account/draft.ts';
import { frame, oweAbout, withdrawAlerts } from '../account/outbox.ts';
import { loginEntryOf } from '../account/outboxEntry.ts';
import { confirmsAtOf } from '../session/lifetime.ts';
import { dayMs } from '../session/policy.ts';
import type { Newcomer } from './newcomer.ts';

export interface LoginReceivers {
  /** The keys of the devices. */
  keys: string[];
  /** Whether a change of the account has ended any, with or without a push token. */
  accountChanged: boolean;
}

/** As the account is once everything that the registration ends has ended. `endedByChange`: by this very one. */
export function receiversOf(
  { account, moment: { now } }: Draft,
  { key, newDevice, alertsOthers }: Newcomer,
  endedByChange: readonly string[],
): LoginReceivers {
  const mayDeny = Object.entries(account.devices).filter(
    ([other, device]) => other !== key && mayStillDeny(device, now),
  );
  const hearing = mayDeny.filter(
    ([other, { pushToken }]) =>
      pushToken !== null && ((newDevice && alertsOthers) || endedByChange.includes(other)),
  );
  return {
    keys: [
      ...(alertsOthers ? confirmedReceivers(account, key) : []),
      ...hearing.map(([other]) => other),
    ],
    accountChanged: endedByChange.length > 0 || (newDevice && mayDeny.length > 0),
  };
}

export function oweLogin(
  draft: Draft,
  newcomer: Newcomer,
  session: OpenSession,
  { keys, accountChanged }: LoginReceivers,
): void {
  const { account, moment } = draft;
  const { now, policy } = moment;
  const { key, alertsOthers, newDevice, confirmed, continues, isOldAccountsFirst } = newcomer;
  const earlier = loginEntryOf(account.outbox, key);
  account.outbox = account.outbox.filter((entry) => entry !== earlier);
  // What a known device's second session is alerted with can be answered for as long.
  const until = newDevice ? session.confirmsAt : confirmsAtOf(now, policy);
  const workUntil = new Date(Math.max(until.getTime(), now.getTime() + dayMs));
  const { sessionId, deviceName, deviceType, ip, createdAt, registeredAt } = session;
  const isOpen = continues && earlier !== undefined;
  // What was confirmed since needs no alert.
  const goesOn = isOpen && earlier.login.newDevice === newDevice;
  // A new device that is confirmed at once alerts nobody.
  const isUnalerted = newDevice && confirmed && !continues;
  const isTold = newcomer.toReplace !== null && newcomer.toReplace.toldLoginAt !== null;
  account.outbox.push({
    ...{ kind: 'login', device: key },
    ...frame(draft, { until: workUntil }),
    login: {
      ...{ sessionId, deviceName, deviceType, ip, createdAt, registeredAt },
      locale: account.devices[key]?.locale ?? null,
      newDevice: newDevice && (!continues || isOpen),
      accountChanged,
      alertsOthers: alertsOthers || (goesOn && earlier.login.alertsOthers),
      isHookDue:
        isOldAccountsFirst ||
        isUnalerted ||
        (newDevice && accountChanged) ||
        (isOpen && earlier.login.isHookDue),
      isAlerted: continues && (isOpen ? earlier.login.isAlerted : isTold),
    },
  });
  if (alertsOthers) withdrawAlerts(draft, key);
  for (const one of keys) oweAbout(draft, one, { kind: 'login_alert' }, key, { until });
}
