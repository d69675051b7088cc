// What follows a login: its place, its mail and the team's hook, and the alerts. The login of a device
// goes over to a session that replaces it.
import type { OpenSession } from '../account/account.ts';
import type { Draft } from '../account/draft.ts';
import { oweAbout, withdrawAlerts } from '../account/outbox.ts';
import type { LoginEntry } from '../account/outboxEntry.ts';
import { confirmsAtOf } from '../session/lifetime.ts';
import { dayMs } from '../session/policy.ts';
import type { Newcomer } from './newcomer.ts';
import type { LoginReceivers } from './receivers.ts';

export function oweLogin(
  draft: Draft,
  newcomer: Newcomer,
  session: OpenSession,
  { keys, accountChanged }: LoginReceivers,
): void {
  const { account, moment } = draft;
  const { now, policy } = moment;
  const { key, alertsOthers, newDevice, continues, isOldAccountsFirst } = newcomer;
  const earlier = account.outbox.find(
    (entry): entry is LoginEntry => entry.kind === 'login' && entry.device === key,
  );
  account.outbox = account.outbox.filter((entry) => entry !== earlier);
  // What a known device's second session is alerted with can be answered for as long.
  const until = newDevice ? session.confirmsAt : confirmsAtOf(now, policy);
  const workUntil = new Date(Math.max(until.getTime(), now.getTime() + dayMs));
  const { sessionId, deviceName, deviceType, ip, createdAt, registeredAt } = session;
  const isOpen = continues && earlier !== undefined;
  // What was confirmed since needs no alert.
  const goesOn = isOpen && earlier.login.newDevice === newDevice;
  const isTold = newcomer.toReplace !== null && newcomer.toReplace.toldLoginAt !== null;
  account.outbox.push({
    kind: 'login',
    pushId: moment.newId(),
    device: key,
    attempts: 0,
    until: workUntil,
    notBefore: null,
    login: {
      ...{ sessionId, deviceName, deviceType, ip, createdAt, registeredAt },
      locale: draft.account.devices[key]?.locale ?? null,
      newDevice: newDevice && (!continues || isOpen),
      accountChanged,
      alertsOthers: alertsOthers || (goesOn && earlier.login.alertsOthers),
      isHookDue:
        isOldAccountsFirst || (newDevice && accountChanged) || (isOpen && earlier.login.isHookDue),
      isAlerted: continues && (isOpen ? earlier.login.isAlerted : isTold),
    },
  });
  if (alertsOthers) withdrawAlerts(draft, key);
  for (const receiver of keys) {
    oweAbout(draft, receiver, { kind: 'login_alert' }, key, { until });
  }
}
