// What follows a login besides pushes: a mail, and the team's hook where no push reached anybody.
import { confirmedDevices, type Account } from '../domain/account/account.ts';
import { identityOf } from '../domain/account/firebaseAccount.ts';
import type { LoginEntry } from '../domain/account/outboxEntry.ts';
import { isLastTry } from '../domain/account/outbox.ts';
import { loginMail } from '../domain/push/loginMail.ts';
import { nameOfError } from '../errors.ts';
import type { LoginFindings } from './findLogin.ts';
import type { SendServices } from './sending.ts';

/**
 * `isAlerted`: FCM has taken an alert about the login; `alertsWait`: it may still take one, and then the hook
 * need not run. Returns whether it is done: the mail is written and nothing waits. The last try waits for
 * nothing. Never throws: a mail or a hook that fails leaves a line in the log, and the login stands.
 */
export async function finishLogin(
  services: SendServices,
  account: Account,
  entry: LoginEntry,
  findings: LoginFindings,
  { isAlerted, alertsWait }: { isAlerted: boolean; alertsWait: boolean },
): Promise<boolean> {
  const { newDevice, alertsOthers, isHookDue, sessionId } = entry.login;
  const isMailDone =
    newDevice || isHookDue ? await writeMail(services, account, entry, findings) : true;
  const isUnalerted = alertsOthers && !isAlerted;
  const hookWaits = !isMailDone || (!isHookDue && isUnalerted && alertsWait);
  if (hookWaits && !isLastTry(entry)) return false;
  if (isUnalerted) services.log.warn('login alerted to no device', { sessionId });
  if (isHookDue || isUnalerted) await callHook(services, account, entry, findings);
  return isMailDone;
}

async function callHook(
  { onUnalertedLogin, log }: SendServices,
  { userId, tenantId }: Account,
  { login: { sessionId, deviceName, createdAt } }: LoginEntry,
  { found: { location, signals } }: LoginFindings,
): Promise<void> {
  try {
    await onUnalertedLogin({
      ...{ userId, tenantId, sessionId, deviceName, location, signals, createdAt },
    });
  } catch (error) {
    log.error('onUnalertedLogin failed', { sessionId, error: nameOfError(error) });
  }
}

/** In the language of the device that the user was last seen on. Returns whether nothing is left to do. */
async function writeMail(
  services: SendServices,
  account: Account,
  { device, login }: LoginEntry,
  { place, found: { signals } }: LoginFindings,
): Promise<boolean> {
  const { loginMails, accounts, appName, sessionsUrl, log } = services;
  if (!loginMails) return true;
  const { userId, tenantId } = account;
  const { sessionId, deviceName, deviceType, createdAt, accountChanged } = login;
  try {
    const firebaseAccount = await accounts.findAccount({ userId, tenantId });
    const isOwn = identityOf(account.firebaseAccount, firebaseAccount) === 'same';
    if (!isOwn || !firebaseAccount?.email) return true;
    const [latest] = confirmedDevices(account)
      .filter(([key]) => key !== device)
      .sort(([, a], [, b]) => b.session.lastActiveAt.getTime() - a.session.lastActiveAt.getTime());
    const hasEnded = account.devices[device]?.session?.sessionId !== sessionId;
    await loginMails.create({
      ...{ sessionId, userId, tenantId, to: firebaseAccount.email },
      ...loginMail({
        ...{ deviceName, deviceType, createdAt, hasEnded, place, signals, accountChanged },
        ...{ account: firebaseAccount.email, appName, sessionsUrl },
        locale: latest?.[1].locale ?? login.locale,
      }),
    });
    return true;
  } catch (error) {
    log.error('login mail not written', { sessionId, error: nameOfError(error) });
    return false;
  }
}
