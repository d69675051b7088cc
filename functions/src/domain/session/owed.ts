// What must be told of a session: written in the commit that makes it true, cleared once FCM has it.
import type { Moment } from './moment.ts';
import { dayMs, secondMs } from './policy.ts';
import type { OwedKind, OwedPush, SessionSecrets } from './session.ts';

/** For so long a run may have what is owed in hand; longer than sending may take. */
export const owedLeaseSeconds = 60;

/** Until when whoever takes it in hand at `now` has it to itself. */
export function inHandUntil(now: Date): Date {
  return new Date(now.getTime() + owedLeaseSeconds * secondMs);
}

/** What FCM has not taken after so many tries is given up, with a line in the log. */
export const maxOwedAttempts = 5;
/** Four weeks, the longest that FCM keeps a message: a phone that was off must still be told. */
export const pushLifetimeSeconds = 2_419_200;

/** The fields of a session that owes these, and nothing else. */
export function owedOf(owed: OwedPush[]): Pick<SessionSecrets, 'owed' | 'isOwed'> {
  return { owed, isOwed: owed.length > 0 };
}

/** Something newly owed. */
export function owe(
  kind: OwedKind,
  receiver: string | null,
  until: Date,
  { newId }: Pick<Moment, 'newId'>,
): OwedPush {
  return { pushId: newId(), kind, receiver, attempts: 0, until };
}

/** Until when a logout is of use: a device that comes back later asks the server by itself. */
export function logoutUntil({ now, policy }: Moment): Date {
  const ms = Math.min(pushLifetimeSeconds * secondMs, policy.retentionDays * dayMs);
  return new Date(now.getTime() + ms);
}
