// How sessions stand in Firestore: plain fields, Timestamps for dates, the id as the document's name.
import { createHash } from 'node:crypto';
import type { DocumentData, DocumentSnapshot } from '@google-cloud/firestore';
import { Timestamp } from '@google-cloud/firestore';
import type { SecurityEvent } from '../domain/session/securityEvent.ts';
import type { FirebaseAccount } from '../domain/session/firebaseAccount.ts';
import type { Owner, Session, SessionSecrets } from '../domain/session/session.ts';

export const sessionsCollection = 'sessions';
export const secretsCollection = 'sessionSecrets';
export const accountsCollection = 'deviceSessionAccounts';
export const eventsCollection = 'securityEvents';
export const outboxCollection = 'pushOutbox';

/** Null where the document does not exist. */
export function toSession(snapshot: DocumentSnapshot): Session | null {
  const data = snapshot.data();
  return data ? ({ ...withDates(data), sessionId: snapshot.id } as unknown as Session) : null;
}

/** Null where the document does not exist. */
export function toSecrets(snapshot: DocumentSnapshot): SessionSecrets | null {
  const data = snapshot.data();
  if (!data) return null;
  const { carriedClaims, ...fields } = data;
  return {
    ...withDates(fields),
    carriedClaims: JSON.parse(String(carriedClaims)) as unknown,
    sessionId: snapshot.id,
  } as unknown as SessionSecrets;
}

/** The document of a user's account, which says of nobody whose it is. */
export function accountIdOf({ userId, tenantId }: Owner): string {
  return createHash('sha256')
    .update(`${tenantId ?? ''}/${userId}`)
    .digest('base64url');
}

/** Null where the document does not exist. */
export function toFirebaseAccount(snapshot: DocumentSnapshot): FirebaseAccount | null {
  const data = snapshot.data();
  return data ? (withDates(data) as unknown as FirebaseAccount) : null;
}

/** Null where the document does not exist. */
export function toEvent(snapshot: DocumentSnapshot): SecurityEvent | null {
  const data = snapshot.data();
  return data ? ({ ...withDates(data), eventId: snapshot.id } as unknown as SecurityEvent) : null;
}

/**
 * The document's fields; the SDK turns dates into Timestamps. Claims are a team's own JSON, in which
 * there may be what Firestore takes in no field, such as a list in a list: they stand as text.
 */
export function toFields({
  sessionId: _,
  carriedClaims,
  ...fields
}: Partial<SessionSecrets>): DocumentData {
  return { ...fields, ...(carriedClaims && { carriedClaims: JSON.stringify(carriedClaims) }) };
}

function withDates(value: DocumentData): DocumentData {
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, toDate(field)]));
}

function toDate(value: unknown): unknown {
  if (value instanceof Timestamp) return value.toDate();
  if (Array.isArray(value)) return value.map(toDate);
  if (value !== null && typeof value === 'object') return withDates(value);
  return value;
}
