// Adds to the refusal of a fresh session what would lift it, for this very user.
import type { Caller } from '../domain/session/session.ts';
import { isConfirmed, isLive } from '../domain/session/lifetime.ts';
import { SessionError } from '../errors.ts';
import type { Services } from '../services.ts';

/** other_device: a confirmed session can say "it was me". second_factor, other_provider: a `reauthToken`. */
export type ConfirmBy = 'other_device' | 'second_factor' | 'other_provider' | 'time';

/**
 * Runs `call`; a session_unconfirmed that it throws for being too young leaves with `confirmBy`.
 * The look-ups for it are made on refusal only.
 */
export async function explainUnconfirmed<Result>(
  services: Pick<Services, 'sessions' | 'accounts' | 'policy' | 'now'>,
  caller: Caller,
  call: () => Promise<Result>,
): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof SessionError) || error.reason !== 'session_unconfirmed') throw error;
    const confirmBy = await findConfirmBy(services, caller);
    throw new SessionError(error.reason, { ...error.details, confirmBy }, { cause: error });
  }
}

async function findConfirmBy(
  { sessions, accounts, policy, now }: Pick<Services, 'sessions' | 'accounts' | 'policy' | 'now'>,
  { userId, sessionId }: Caller,
): Promise<ConfirmBy[]> {
  const time = now();
  const [open, methods] = await Promise.all([
    sessions.findOpenRecords(userId),
    accounts.findSignInMethods(userId),
  ]);
  const own = open.find(({ session }) => session.sessionId === sessionId)?.secrets;
  const otherDevice = open.some(
    ({ session }) =>
      session.sessionId !== sessionId &&
      isLive(session, time) &&
      isConfirmed(session, policy, time),
  );
  const secondFactor = methods.secondFactor && own?.secondFactor !== true;
  const otherProvider = methods.providers.some((provider) => provider !== own?.signInProvider);
  return [
    ...(otherDevice ? (['other_device'] as const) : []),
    ...(secondFactor ? (['second_factor'] as const) : []),
    ...(otherProvider ? (['other_provider'] as const) : []),
    'time',
  ];
}
