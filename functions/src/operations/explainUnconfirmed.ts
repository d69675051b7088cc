// Adds to the refusal of an unconfirmed session what would lift it, for this very user.
import { acceptedMethods } from '../domain/revocation/reauthentication.ts';
import { confirmedOf } from '../domain/session/confirmation.ts';
import type { Moment } from '../domain/session/moment.ts';
import { dayMs } from '../domain/session/policy.ts';
import type { Caller, SessionRecord } from '../domain/session/session.ts';
import { nameOfError, SessionError } from '../errors.ts';
import type { Services } from '../services.ts';
import { momentOf } from './moment.ts';

/** other_device: a confirmed session can say "it was me". second_factor, other_provider: a `reauthToken`. */
export type ConfirmBy = 'other_device' | 'second_factor' | 'other_provider' | 'time';

/** A device without a push token that was in use since then will be again. */
const reachableDays = 7;

/**
 * The error that the call is refused with: session_unconfirmed leaves with `confirmBy`, as far as that
 * can be found out; every other error as it is. The look-up for it is made on refusal only.
 */
export async function explainUnconfirmed(
  services: Pick<Services, 'sessions' | 'policy' | 'now' | 'newId' | 'log'>,
  caller: Caller,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof SessionError) || error.reason !== 'session_unconfirmed') return error;
  const confirmBy = await findConfirmBy(services, caller);
  return new SessionError(error.reason, { ...error.details, confirmBy }, { cause: error });
}

async function findConfirmBy(
  services: Pick<Services, 'sessions' | 'policy' | 'now' | 'newId' | 'log'>,
  caller: Caller,
): Promise<ConfirmBy[]> {
  try {
    const records = await services.sessions.findUserRecords(caller);
    return confirmByOf(records, caller.sessionId, momentOf(services));
  } catch (error) {
    const { sessionId } = caller;
    services.log.warn('confirmBy not found', { sessionId, error: nameOfError(error) });
    return ['time'];
  }
}

function confirmByOf(
  records: readonly SessionRecord[],
  sessionId: string,
  moment: Moment,
): ConfirmBy[] {
  const own = records.find(({ session }) => session.sessionId === sessionId);
  const others = confirmedOf(records, moment).filter((record) => record !== own);
  const methods = own && acceptedMethods(own, records, moment);
  return [
    ...(others.some((record) => isReachable(record, moment)) ? (['other_device'] as const) : []),
    ...(methods && methods.secondFactor.size > 0 ? (['second_factor'] as const) : []),
    ...(methods && methods.provider.size > 0 ? (['other_provider'] as const) : []),
    'time',
  ];
}

/** Whether its device can be expected to answer: the app may be gone from it. */
function isReachable({ session, secrets }: SessionRecord, { now }: Moment): boolean {
  if (secrets.pushToken) return true;
  const idleMs = now.getTime() - session.lastActiveAt.getTime();
  return secrets.pushTokenDiedAt === null && idleMs < reachableDays * dayMs;
}
