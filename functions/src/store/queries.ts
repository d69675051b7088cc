// Every query of the product. A test holds each against firestore.indexes.json, since emulators ask for no indexes.
import type { Firestore, Query } from '@google-cloud/firestore';
import { Filter, Timestamp } from '@google-cloud/firestore';
import type { SignIn } from '../domain/registration/signIn.ts';
import { revokedReasons } from '../domain/session/session.ts';
import { signInKeysOf } from '../domain/registration/signInKeys.ts';
import { secretsCollection, sessionsCollection } from './documents.ts';

/**
 * The user's sessions that nobody has ended: MAX_SESSIONS and one at most, since a registration ends
 * what is over that and what has expired.
 */
export function openSessionsQuery(firestore: Firestore, userId: string): Query {
  return firestore
    .collection(sessionsCollection)
    .where('userId', '==', userId)
    .where('revoked', '==', false);
}

/**
 * What a registration must know, in one query: the open records of the user, the closed ones that
 * this sign-in had opened (no more than were open at once), the one by which the device is known.
 */
export function registrationQuery(
  firestore: Firestore,
  signIn: Pick<SignIn, 'userId' | 'signedInAt' | 'refreshed'>,
  deviceId: string,
): Query {
  return firestore
    .collection(secretsCollection)
    .where(
      Filter.and(
        Filter.where('userId', '==', signIn.userId),
        Filter.or(
          Filter.where('state', '==', 'open'),
          Filter.and(
            Filter.where('state', '==', 'closed'),
            Filter.where('signIns', 'array-contains-any', signInKeysOf(signIn)),
          ),
          Filter.and(
            Filter.where('deviceId', '==', deviceId),
            Filter.where('deviceKnown', '==', true),
          ),
        ),
      ),
    );
}

/** The user's latest registrations, newest first. */
export function recentSecretsQuery(firestore: Firestore, userId: string, limit: number): Query {
  return firestore
    .collection(secretsCollection)
    .where('userId', '==', userId)
    .orderBy('registeredAt', 'desc')
    .limit(limit);
}

/** How a session ends for a person; a replaced one goes on in another. */
const shownReasons = revokedReasons.filter((reason) => reason !== 'replaced');

/** The user's sessions that ended since, the last to end first, but for replaced ones. */
export function endedSessionsQuery(
  firestore: Firestore,
  userId: string,
  since: Date,
  limit: number,
): Query {
  return firestore
    .collection(sessionsCollection)
    .where('userId', '==', userId)
    .where('revokedReason', 'in', shownReasons)
    .where('revokedAt', '>=', Timestamp.fromDate(since))
    .orderBy('revokedAt', 'desc')
    .limit(limit);
}
