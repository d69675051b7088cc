// What follows a login besides pushes: a mail, and the team's hook where no push reached anybody.
import { formatPlace } from '../domain/place/place.ts';
import { loginMail } from '../domain/push/loginMail.ts';
import { confirmedOf } from '../domain/session/confirmation.ts';
import { nameOfError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { LoginFindings } from './loginFindings.ts';
import { findOwnAccount } from './lookAtAccount.ts';
import { momentOf } from './moment.ts';

type FinishServices = Pick<
  Services,
  | 'sessions'
  | 'accounts'
  | 'onUnalertedLogin'
  | 'loginMails'
  | 'appName'
  | 'sessionsUrl'
  | 'log'
  | 'now'
  | 'policy'
  | 'newId'
>;

/**
 * Returns whether it is done: not while the mail is not written, nor while an alert may still be
 * accepted, for then the hook need not run. The last try waits for neither. Never throws: a mail or a
 * hook that fails leaves a line in the log, and the login stands.
 */
export async function finishLogin(
  services: FinishServices,
  login: LoginFindings,
  { alerted, alertsWait, isLastTry }: FinishingState,
): Promise<boolean> {
  const { newDevice, hookDue } = login.record.secrets;
  const isMailDone = newDevice || hookDue ? await writeMail(services, login) : true;
  const hookWaits = !isMailDone || (!hookDue && newDevice && !alerted && alertsWait);
  if (hookWaits && !isLastTry) return false;
  if (newDevice && !alerted) {
    services.log.warn('login alerted to no device', { sessionId: login.record.session.sessionId });
  }
  if (hookDue || (newDevice && !alerted)) await callHook(services, login);
  return isMailDone;
}

interface FinishingState {
  /** Whether FCM has taken an alert about the login. */
  alerted: boolean;
  /** Whether it may still take one. */
  alertsWait: boolean;
  isLastTry: boolean;
}

async function callHook(
  { onUnalertedLogin, log }: FinishServices,
  { record, place, signals }: LoginFindings,
): Promise<void> {
  const { sessionId, userId, tenantId, deviceName, createdAt } = record.session;
  const location = place && formatPlace(place);
  try {
    await onUnalertedLogin({
      ...{ userId, tenantId, sessionId, deviceName, location, signals, createdAt },
    });
  } catch (error) {
    log.error('onUnalertedLogin failed', { sessionId, error: nameOfError(error) });
  }
}

/** In the language of the device that the user was last seen on. Returns whether nothing is left to do. */
async function writeMail(services: FinishServices, login: LoginFindings): Promise<boolean> {
  const { loginMails, appName, sessionsUrl, log, now } = services;
  if (!loginMails) return true;
  const { session, secrets } = login.record;
  try {
    const { userId, tenantId } = session;
    const account = await findOwnAccount(services, { userId, tenantId }, now());
    if (!account?.email) return true;
    const [latest] = confirmedOf(login.records, momentOf(services))
      .filter((record) => record.session.sessionId !== session.sessionId)
      .sort((a, b) => b.session.lastActiveAt.getTime() - a.session.lastActiveAt.getTime());
    const locale = latest?.secrets.locale ?? secrets.locale;
    await loginMails.create({
      ...{ sessionId: session.sessionId, userId: session.userId, tenantId: session.tenantId },
      to: account.email,
      ...loginMail({
        ...login,
        session,
        account: account.email,
        accountChanged: secrets.accountChanged,
        ...{ appName, sessionsUrl, locale },
      }),
    });
    return true;
  } catch (error) {
    log.error('login mail not written', {
      sessionId: session.sessionId,
      error: nameOfError(error),
    });
    return false;
  }
}
