// "It was him", said by the team's support staff.
import { accountIdOf } from '../domain/account/accountId.ts';
import { decideConfirmByOperator } from '../domain/revocation/loginAnswer.ts';
import { operator, type DeviceSession } from '../domain/session/deviceSession.ts';
import { idPattern, type Owner } from '../domain/session/session.ts';
import { SessionError } from '../errors.ts';
import { changeAccount } from './changeAccount.ts';
import { momentOf } from './moment.ts';
import type { SendServices } from './sendOutbox.ts';
import { sendOutbox } from './sendOutbox.ts';
import { sessionToShow } from './sessionToShow.ts';

/** Returns the session as it is now. Throws session_not_found. */
export async function confirmUserSession(
  services: SendServices,
  owner: Owner,
  sessionId: string,
): Promise<{ session: DeviceSession }> {
  // What no session is called would be an invalid path to Firestore.
  if (!idPattern.test(sessionId)) throw new SessionError('session_not_found');
  const input = { callId: services.newId(), owner, sessionId };
  const changed = await changeAccount(
    ...([
      services,
      accountIdOf(owner),
      decideConfirmByOperator,
      input,
      momentOf(services),
    ] as const),
  );
  await sendOutbox(services, changed.account, changed.result.pushIds);
  return { session: sessionToShow(changed, operator) };
}
