// Takes what has changed on the device in use, and counts as activity.
import { accountIdOf } from '../domain/account/accountId.ts';
import type { DeviceUpdate } from '../domain/account/activity.ts';
import { decideUpdate } from '../domain/account/activity.ts';
import type { PushReach } from '../domain/account/pushes.ts';
import type { DeviceSession } from '../domain/session/deviceSession.ts';
import { toDeviceSession } from '../domain/session/deviceSession.ts';
import type { Caller } from '../domain/session/session.ts';
import { SessionError } from '../errors.ts';
import type { Services } from '../services.ts';
import { changeWithLook } from './lookAtAccount.ts';
import { momentOf } from './moment.ts';
import type { SendServices } from './sendOutbox.ts';
import { sendOutbox } from './sendOutbox.ts';

/**
 * Writes nothing when nothing changed and the last activity is recent. Says whether pushes reach the
 * device; a confirmed session is told of those that wait for an answer, which needs no push. Errors: those of
 * `decideUpdate`; session_revoked with `revokedReason: 'account'` where the account has ended the session.
 */
export async function updateSession(
  services: SendServices & Pick<Services, 'accounts' | 'checkAccount'>,
  caller: Caller,
  update: DeviceUpdate,
): Promise<{ session: DeviceSession; pushes: PushReach; unconfirmed?: DeviceSession[] }> {
  const moment = momentOf(services);
  const { result, account } = await changeWithLook(
    ...([services, accountIdOf(caller), decideUpdate, { caller, update }, moment] as const),
  );
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
