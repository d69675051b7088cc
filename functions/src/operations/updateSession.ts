// Takes what has changed on the device in use, and counts as activity.
import { accountIdOf } from '../domain/account/accountId.ts';
import { decideUpdate, type DeviceUpdate } from '../domain/account/activity.ts';
import type { PushReach } from '../domain/account/pushToken.ts';
import { toDeviceSession, type DeviceSession } from '../domain/session/deviceSession.ts';
import type { Caller } from '../domain/session/session.ts';
import { SessionError } from '../errors.ts';
import type { Services } from '../services.ts';
import { changeWithLook } from './lookAtAccount.ts';
import type { SendServices } from './sending.ts';
import { sendOutbox } from './sendOutbox.ts';

/**
 * Writes nothing when nothing changed and the last activity is recent. Says whether pushes reach the
 * device; a confirmed session is told of those that wait for an answer, which needs no push. Errors: those of
 * `decideUpdate`; session_revoked with `revokedReason: 'account'` where the account has ended the session.
 */
export async function updateSession(
  services: SendServices & Pick<Services, 'checkAccount'>,
  caller: Caller,
  update: DeviceUpdate,
): Promise<{ session: DeviceSession; pushes: PushReach; unconfirmed?: DeviceSession[] }> {
  const input = { caller, update };
  const changed = await changeWithLook(services, accountIdOf(caller), decideUpdate, input);
  const { result, account } = changed;
  await sendOutbox(services, account, result.pushIds);
  if (result.kind === 'ended') {
    throw new SessionError('session_revoked', { revokedReason: 'account' });
  }
  const { session, pushes, unconfirmed } = result;
  const view = (one: typeof session) => toDeviceSession(one, session);
  return {
    ...{ session: view(session), pushes },
    ...(unconfirmed && { unconfirmed: unconfirmed.map(view) }),
  };
}
