// Takes what has changed on the device in use, and counts as activity.
import type { DeviceUpdate } from '../domain/session/activity.ts';
import { decideUpdate } from '../domain/session/activity.ts';
import { isConfirmed } from '../domain/session/confirmation.ts';
import { toDeviceSession } from '../domain/session/deviceSession.ts';
import { endOf, isLive } from '../domain/session/lifetime.ts';
import type { Caller } from '../domain/session/session.ts';
import type { DeviceSession } from '../domain/session/deviceSession.ts';
import type { Services } from '../services.ts';
import { tellEndByAccount } from './endByAccount.ts';
import { lookAtAccount } from './lookAtAccount.ts';
import { momentOf } from './moment.ts';
import type { SendServices } from './sendOwed.ts';

/**
 * Writes nothing when nothing changed and the last activity is recent. A confirmed session is told of
 * the live unconfirmed ones, which needs no push. Errors: those of `decideUpdate`; session_revoked
 * with `revokedReason: 'account'` where the account has ended the session.
 */
export async function updateSession(
  services: SendServices & Pick<Services, 'accounts' | 'checkAccount'>,
  caller: Caller,
  update: DeviceUpdate,
): Promise<{ session: DeviceSession; unconfirmed?: DeviceSession[] }> {
  const { sessions, policy } = services;
  const moment = momentOf(services);
  const { sharedPushTokens } = policy;
  const pushToken = update.pushToken?.value ?? null;
  const [result, open] = await Promise.all([
    sessions.changeForUpdate(caller.sessionId, pushToken, async ({ record, holders }) => {
      const account = await lookAtAccount(services, record, moment.now);
      const state = { record, holders, account };
      return decideUpdate(state, { caller, update, sharedPushTokens }, moment);
    }),
    sessions.findOpenSessions(caller),
  ]);
  if (result.kind === 'ended') {
    await tellEndByAccount(services, result);
    throw endOf(result.record.session);
  }
  const view = (one: typeof result.session) => toDeviceSession(one, caller.sessionId, moment);
  const unconfirmed = open
    .filter((one) => one.sessionId !== caller.sessionId && isLive(one, moment.now))
    .map(view)
    .filter(({ confirmed }) => !confirmed);
  return {
    session: view(result.session),
    ...(isConfirmed(result.session, moment) && { unconfirmed }),
  };
}
