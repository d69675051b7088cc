// Every query of the product. A test holds each against firestore.indexes.json, since emulators ask for no indexes.
import type { CollectionReference, Firestore, Query } from '@google-cloud/firestore';
import { FieldPath, Timestamp } from '@google-cloud/firestore';
import type { RevokedReason } from '../domain/session/reasons.ts';
import { reasons, revokedReasons } from '../domain/session/reasons.ts';
import type { SecurityEvent } from '../domain/session/securityEvent.ts';
import type { Owner } from '../domain/session/session.ts';
import { accountsCollection, eventsCollection, viewsCollection } from './documents.ts';

const shownReasons = revokedReasons.filter((reason: RevokedReason) => reasons[reason].isShown);

/** The user's sessions that ended since, the last to end first, except replaced ones. */
export function endedViewsQuery(
  firestore: Firestore,
  owner: Owner,
  since: Date,
  limit: number,
): Query {
  return ofOwner(firestore.collection(viewsCollection), owner)
    .where('revokedReason', 'in', shownReasons)
    .where('revokedAt', '>=', Timestamp.fromDate(since))
    .orderBy('revokedAt', 'desc')
    .limit(limit);
}

/** All accounts in the order of their ids, behind this one if given. */
export function accountsQuery(firestore: Firestore, behind: string | null, limit: number): Query {
  const query = firestore
    .collection(accountsCollection)
    .orderBy(FieldPath.documentId())
    .limit(limit);
  return behind === null ? query : query.startAfter(behind);
}

/** Accounts that owe something, in the order of their ids, which are random. */
export function owingQuery(firestore: Firestore, fromId: string, limit: number): Query {
  return firestore
    .collection(accountsCollection)
    .where('isOwed', '==', true)
    .orderBy(FieldPath.documentId())
    .startAt(fromId)
    .select()
    .limit(limit);
}

/** Accounts whose personal data is past its time on this day. */
export function erasableQuery(firestore: Firestore, day: string, limit: number): Query {
  return firestore.collection(accountsCollection).where('eraseOn', '<=', day).select().limit(limit);
}

/** No installation has more people, so who holds it with as many others is not alone anyway. */
const maxHolders = 20;

/** Accounts on a device of which this push token is. */
export function holdersQuery(firestore: Firestore, pushTokenHash: string): Query {
  return firestore
    .collection(accountsCollection)
    .where('pushTokens', 'array-contains', pushTokenHash)
    .select()
    .limit(maxHolders);
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
