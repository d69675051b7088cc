// How accounts, views and events stand in Firestore: plain fields, Timestamps for dates, the id as the
// document's name.
import { isDeepStrictEqual } from 'node:util';
import type { DocumentData, DocumentSnapshot } from '@google-cloud/firestore';
import { FieldValue, Timestamp } from '@google-cloud/firestore';
import type { Account, Remainder } from '../domain/account/account.ts';
import type { SessionView } from '../domain/account/view.ts';
import type { SecurityEvent } from '../domain/session/securityEvent.ts';
import { fromAccountFields, mapValues, toAccountFields } from './accountFields.ts';

export const accountsCollection = 'deviceSessionAccounts';
export const viewsCollection = 'deviceSessions';
export const eventsCollection = 'deviceSessionEvents';
export const outboxCollection = 'pushOutbox';

/** Null where the document does not exist. */
export function toAccount(snapshot: DocumentSnapshot): Account | Remainder | null {
  const data = snapshot.data();
  return data ? fromAccountFields(withDates(data)) : null;
}

/**
 * What a change does to a document that stands as it was read: the fields that differ, and of the devices those that
 * do. What the change leaves out is deleted.
 */
export function toAccountUpdate(
  before: Account | Remainder,
  after: Account | Remainder,
): DocumentData {
  const was = toFieldsByPath(before, after);
  const is = toFieldsByPath(after, before);
  const names = Object.keys({ ...was, ...is });
  const differing = names.filter((name) => !isDeepStrictEqual(was[name], is[name]));
  return Object.fromEntries(
    // An update names one field at least.
    ['deleteAt', ...differing].map((name) => [name, name in is ? is[name] : FieldValue.delete()]),
  );
}

/** Between two accounts each device that differs has a path of its own. */
function toFieldsByPath(one: Account | Remainder, other: Account | Remainder): DocumentData {
  if (!('devices' in one && 'devices' in other)) return toAccountFields(one);
  const differs = (key: string) => !isDeepStrictEqual(one.devices[key], other.devices[key]);
  const { devices, ...fields } = toAccountFields(one, differs);
  const all = Object.entries(devices as Record<string, DocumentData>);
  return {
    ...fields,
    ...Object.fromEntries(all.map(([key, device]) => [`devices.${key}`, device])),
  };
}

/** Null where the document does not exist. */
export function toView(snapshot: DocumentSnapshot): SessionView | null {
  const data = snapshot.data();
  return data ? ({ ...withDates(data), sessionId: snapshot.id } as unknown as SessionView) : null;
}

/** Null where the document does not exist. */
export function toEvent(snapshot: DocumentSnapshot): SecurityEvent | null {
  const data = snapshot.data();
  return data ? ({ ...withDates(data), eventId: snapshot.id } as unknown as SecurityEvent) : null;
}

function withDates(value: DocumentData): DocumentData {
  return mapValues(value, toDate);
}

function toDate(value: unknown): unknown {
  if (value instanceof Timestamp) return value.toDate();
  if (Array.isArray(value)) return value.map(toDate);
  if (value !== null && typeof value === 'object') return withDates(value);
  return value;
}
