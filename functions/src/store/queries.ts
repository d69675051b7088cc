// Every query of the product. A test holds each against firestore.indexes.json, since emulators ask for no indexes.
import type { CollectionReference, Firestore, Query } from '@google-cloud/firestore';
import { FieldPath, Filter, Timestamp } from '@google-cloud/firestore';
import { signInKeysOf } from '../domain/registration/signInKeys.ts';
import type { SecurityEvent } from '../domain/session/securityEvent.ts';
import type { Owner } from '../domain/session/session.ts';
import { revokedReasons } from '../domain/session/session.ts';
import type { RegistrationKey } from '../domain/registration/signIn.ts';
import { eventsCollection, secretsCollection, sessionsCollection } from './documents.ts';

/**
 * The user's sessions that nobody has ended: MAX_SESSIONS and one at most, since a registration ends
 * what is beyond that and what has expired.
 */
export function openSessionsQuery(firestore: Firestore, owner: Owner): Query {
  return ofOwner(firestore.collection(sessionsCollection), owner).where('revoked', '==', false);
}

/** What speaks for the user: open sessions, known devices, those that may deny a login, or owe a push. */
export function userSecretsQuery(firestore: Firestore, owner: Owner): Query {
  return firestore
    .collection(secretsCollection)
    .where(
      Filter.and(
        ...ownerFilters(owner),
        Filter.or(
          Filter.where('state', '==', 'open'),
          Filter.where('state', '==', 'account'),
          Filter.where('device', '==', 'known'),
          Filter.where('isOwed', '==', true),
        ),
      ),
    );
}

/**
 * What a registration must know, in one query: the user's open records and those that may deny a
 * login, those into which this sign-in went, those that speak for the installation, and what the
 * attempt has opened.
 */
export function registrationQuery(
  firestore: Firestore,
  { signIn, installation, attemptHash }: RegistrationKey,
): Query {
  const ofInstallation = (standing: 'known' | 'forgotten') =>
    Filter.and(
      Filter.where('installation', '==', installation),
      Filter.where('device', '==', standing),
    );
  return firestore
    .collection(secretsCollection)
    .where(
      Filter.and(
        ...ownerFilters(signIn),
        Filter.or(
          Filter.where('state', '==', 'open'),
          Filter.where('state', '==', 'account'),
          Filter.where('signIns', 'array-contains-any', signInKeysOf(signIn)),
          ...(installation === null ? [] : [ofInstallation('known'), ofInstallation('forgotten')]),
          ...(attemptHash === null ? [] : [Filter.where('attemptHash', '==', attemptHash)]),
        ),
      ),
    );
}

/** Of all that is remembered of the user, what is forgotten last. */
export function lastRememberedQuery(firestore: Firestore, owner: Owner): Query {
  return ofOwner(firestore.collection(secretsCollection), owner)
    .orderBy('expiresAt', 'desc')
    .limit(1);
}

/** The user's latest logins on new devices since then. */
export function newDevicesQuery(
  firestore: Firestore,
  owner: Owner,
  since: Date,
  limit: number,
): Query {
  return ofOwner(firestore.collection(secretsCollection), owner)
    .where('newDevice', '==', true)
    .where('registeredAt', '>', Timestamp.fromDate(since))
    .orderBy('registeredAt', 'desc')
    .limit(limit);
}

/** The user's known devices without an open session, the latest to sign in first. */
export function closedKnownQuery(firestore: Firestore, owner: Owner, limit: number): Query {
  return ofOwner(firestore.collection(secretsCollection), owner)
    .where('device', '==', 'known')
    .where('state', '==', 'ended')
    .orderBy('registeredAt', 'desc')
    .limit(limit);
}

/** Sessions on this installation, whoever signed in there, that hold the push token. */
export function pushTokenHoldersQuery(
  firestore: Firestore,
  pushToken: string,
  installation: string,
): Query {
  return firestore
    .collection(secretsCollection)
    .where('pushToken.value', '==', pushToken)
    .where('installation', '==', installation)
    .limit(maxHolders);
}

/** Sessions of this user that hold the push token. */
export function ownPushTokenQuery(firestore: Firestore, pushToken: string, owner: Owner): Query {
  return ofOwner(firestore.collection(secretsCollection), owner)
    .where('pushToken.value', '==', pushToken)
    .limit(maxHolders);
}

/**
 * Sessions of anybody that hold the push token. Few do; where as many as asked for are one account's own,
 * more are asked for, until another account's would be among them.
 */
export function sharedPushTokenQuery(
  firestore: Firestore,
  pushToken: string,
  limit: number,
): Query {
  return firestore
    .collection(secretsCollection)
    .where('pushToken.value', '==', pushToken)
    .limit(limit);
}

/** No installation has more sessions at a time than it has people. */
const maxHolders = 20;

/** The user's latest registrations, newest first. */
export function recentSecretsQuery(firestore: Firestore, owner: Owner, limit: number): Query {
  return ofOwner(firestore.collection(secretsCollection), owner)
    .orderBy('registeredAt', 'desc')
    .limit(limit);
}

/** How a session ends for a person; a replaced one goes on in another. */
const shownReasons = revokedReasons.filter((reason) => reason !== 'replaced');

/** The user's sessions that ended since, the last to end first, except replaced ones. */
export function endedSessionsQuery(
  firestore: Firestore,
  owner: Owner,
  since: Date,
  limit: number,
): Query {
  return ofOwner(firestore.collection(sessionsCollection), owner)
    .where('revokedReason', 'in', shownReasons)
    .where('revokedAt', '>=', Timestamp.fromDate(since))
    .orderBy('revokedAt', 'desc')
    .limit(limit);
}

/** The user's sessions that owe something. */
export function owingOfQuery(firestore: Firestore, owner: Owner): Query {
  return ofOwner(firestore.collection(secretsCollection), owner).where('isOwed', '==', true);
}

/** Sessions that owe something, in the order of their ids, which are random. */
export function owingQuery(firestore: Firestore, fromId: string, limit: number): Query {
  return firestore
    .collection(secretsCollection)
    .where('isOwed', '==', true)
    .orderBy(FieldPath.documentId())
    .startAt(fromId)
    .limit(limit);
}

/** Sessions whose personal data is past its time on this day. */
export function erasableQuery(firestore: Firestore, day: string, limit: number): Query {
  return firestore.collection(secretsCollection).where('eraseOn', '<=', day).limit(limit);
}

/** The user's security events, newest first. */
export function eventsQuery(
  firestore: Firestore,
  owner: Owner,
  limit: number,
  behind: Pick<SecurityEvent, 'occurredAt' | 'eventId'> | null,
): Query {
  const query = ofOwner(firestore.collection(eventsCollection), owner)
    .orderBy('occurredAt', 'desc')
    .orderBy(FieldPath.documentId(), 'desc')
    .limit(limit);
  return behind ? query.startAfter(Timestamp.fromDate(behind.occurredAt), behind.eventId) : query;
}

/** All that is kept of a user in one collection, in the order of the ids. */
export function allOfQuery(firestore: Firestore, collection: string, owner: Owner): Query {
  return ofOwner(firestore.collection(collection), owner).orderBy(FieldPath.documentId());
}

function ofOwner(collection: CollectionReference, { userId, tenantId }: Owner): Query {
  return collection.where('userId', '==', userId).where('tenantId', '==', tenantId);
}

function ownerFilters({ userId, tenantId }: Owner) {
  return [Filter.where('userId', '==', userId), Filter.where('tenantId', '==', tenantId)];
}
