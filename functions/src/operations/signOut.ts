// Ends the session in use: the only way to close the device in hand.
import { decideLateForget, decideSignOut } from '../domain/revocation/revocation.ts';
import type { Caller } from '../domain/session/session.ts';
import type { Services } from '../services.ts';
import { momentOf } from './moment.ts';

/** With `forget` the device is a new one at its next sign-in. Signing out of an ended session succeeds. */
export async function signOut(
  { sessions, ...services }: Pick<Services, 'sessions' | 'policy' | 'now' | 'newId'>,
  caller: Caller,
  { forget = false }: { forget?: boolean | undefined } = {},
): Promise<Record<string, never>> {
  const moment = momentOf(services);
  const { sessionId } = caller;
  const { isLate } = await sessions.changeRecord(sessionId, (record) =>
    decideSignOut(record, { caller, forget }, moment),
  );
  if (isLate) {
    await sessions.changeUserRecords(caller, [sessionId], (records) =>
      decideLateForget(records, { caller }, moment),
    );
  }
  return {};
}
