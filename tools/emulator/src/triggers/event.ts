// The events that functions receive: structured CloudEvents for gen 2, the older format for gen 1.
import { randomUUID } from 'node:crypto';
import type { DocumentChange } from '../database.ts';
import { databaseName, defaultDatabase, documentName } from '../resourceName.ts';
import { documentToJson } from './json.ts';
import type { Registration } from './registration.ts';

export interface OutgoingEvent {
  contentType: string;
  body: object;
}

const location = 'us-central1';

export function toEvent(registration: Registration, change: DocumentChange): OutgoingEvent {
  const data = {
    ...(change.after && { value: documentToJson(change.after) }),
    ...(change.before && { oldValue: documentToJson(change.before) }),
    updateMask: {},
  };
  const id = randomUUID();
  const time = new Date().toISOString();
  if (registration.format === 'legacy') {
    const name = documentName(change.project, change.path);
    const context = {
      eventId: id,
      timestamp: time,
      eventType: registration.eventType,
      resource: { name, service: 'firestore.googleapis.com' },
    };
    return { contentType: 'application/json', body: { data, context } };
  }
  const body = {
    specversion: '1.0',
    id,
    type: registration.eventType,
    source: `//firestore.googleapis.com/${databaseName(change.project)}`,
    subject: `documents/${change.path}`,
    time,
    datacontenttype: 'application/json',
    location,
    project: change.project,
    database: defaultDatabase,
    namespace: defaultDatabase,
    document: change.path,
    ...(registration.eventType.endsWith('.withAuthContext') && { authtype: 'unknown' }),
    data,
  };
  return { contentType: 'application/cloudevents+json', body };
}
