// The event of a new session, delivered to the trigger once more, as Firestore may do.
import { findStack } from '../../../../clients/js/testing/stack.ts';

/** Resolves to the HTTP status by which the trigger takes the event, or asks for it again. */
export async function deliverCreated(sessionId: string, userId: string): Promise<number> {
  const { project, region, functions } = findStack();
  const document = `deviceSessions/${sessionId}`;
  const name = `projects/${project}/databases/(default)/documents/${document}`;
  const time = new Date().toISOString();
  const fields = { userId: { stringValue: userId }, tenantId: { nullValue: null } };
  const event = {
    specversion: '1.0',
    id: `again-${sessionId}`,
    type: 'google.cloud.firestore.document.v1.created',
    source: `//firestore.googleapis.com/projects/${project}/databases/(default)`,
    subject: `documents/${document}`,
    time,
    datacontenttype: 'application/json',
    location: region,
    project,
    database: '(default)',
    namespace: '(default)',
    document,
    data: { value: { name, fields, createTime: time, updateTime: time } },
  };
  // The Functions emulator numbers the triggers of a name.
  const trigger = `functions/projects/${project}/triggers/${region}-onSessionCreated-0`;
  const response = await fetch(`http://${functions}/${trigger}`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(event),
  });
  await response.arrayBuffer();
  return response.status;
}
