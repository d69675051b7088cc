// What a registration must know of its user, read inside of its transaction.
import type { Firestore } from '@google-cloud/firestore';
import type { RegistrationFindings, RegistrationKey } from '../domain/registration/signIn.ts';
import { closedKnownRead } from '../domain/session/confirmation.ts';
import {
  closedKnownQuery,
  lastRememberedQuery,
  newDevicesQuery,
  pushTokenHoldersQuery,
  registrationQuery,
} from './queries.ts';
import type { Reader } from './recordReading.ts';
import { recordReading } from './recordReading.ts';

/**
 * How races are decided: a registration reads, inside its transaction, every open session of the user,
 * everything that its sign-in went into, and what is remembered of the account, which an erasure writes;
 * a revocation reads and writes the session that it ends. Whichever commits first, the other runs again on
 * what that has written: a registration finds its sign-in spent, and a revocation finds the session
 * replaced and ends its successor. Nothing is decided on what was read outside of the transaction
 * (docs/decisions/0015).
 */
export async function findForRegistration(
  firestore: Firestore,
  reader: Reader,
  key: RegistrationKey,
  newDevices: { since: Date; limit: number },
): Promise<RegistrationFindings> {
  const { readFirebaseAccount, readSecrets, readSessions } = recordReading(firestore);
  const { signIn, pushToken, installation } = key;
  // The SDK lets nothing else of a transaction begin before its first read has come back.
  const secrets = await readSecrets(reader, registrationQuery(firestore, key));
  const ids = secrets.filter(({ state }) => state === 'open').map(({ sessionId }) => sessionId);
  const { since, limit } = newDevices;
  const findings = await Promise.all([
    readFirebaseAccount(reader, signIn),
    readSessions(reader, ids),
    readSecrets(reader, lastRememberedQuery(firestore, signIn)),
    readSecrets(reader, newDevicesQuery(firestore, signIn, since, limit)),
    readSecrets(reader, closedKnownQuery(firestore, signIn, closedKnownRead)),
    pushToken === null || installation === null
      ? []
      : readSecrets(reader, pushTokenHoldersQuery(firestore, pushToken, installation)),
  ]);
  return {
    secrets,
    firebaseAccount: findings[0],
    sessions: findings[1],
    lastRemembered: findings[2][0] ?? null,
    newDevices: findings[3],
    closedKnown: findings[4],
    pushTokenHolders: findings[5],
  };
}
