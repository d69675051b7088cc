import assert from 'node:assert/strict';
import type { CloudEvent } from 'firebase-admin/eventarc';
import { eventarcPublisher } from '../../src/clients/eventarc.ts';
import type { SecurityEvent } from '../../src/domain/session/securityEvent.ts';

const event: SecurityEvent = {
  eventId: 'event-1',
  type: 'session-revoked',
  initiatingEntity: 'user',
  userId: 'alice',
  tenantId: null,
  sessionId: 'AAAAAAAAAAAAAAAAAAAAAA',
  deviceName: 'The phone of Alice',
  actorSessionId: null,
  revokedReason: 'user',
  occurredAt: new Date('2026-11-25T08:00:00.500Z'),
  expiresAt: new Date('2027-05-24T08:00:00.500Z'),
};

function publisher(publish: (event: CloudEvent) => Promise<void>, timeoutMs?: number) {
  const lines: unknown[][] = [];
  const warn = (...line: unknown[]) => void lines.push(line);
  const source = 'https://us-central1-demo.cloudfunctions.net';
  const channel = { publish: (sent: CloudEvent | CloudEvent[]) => publish([sent].flat()[0]!) };
  return { lines, publishEvent: eventarcPublisher({ channel, source, log: { warn }, timeoutMs }) };
}

describe('the publisher of security events', () => {
  it('sends a CloudEvent in the shape of CAEP', async () => {
    const sent: CloudEvent[] = [];
    const { publishEvent, lines } = publisher(async (one) => void sent.push(one));
    await publishEvent(event);
    assert.deepEqual(sent, [
      {
        id: 'event-1',
        type: 'device-sessions.sessions.v1.session-revoked',
        source: 'https://us-central1-demo.cloudfunctions.net',
        subject: 'users/alice',
        time: '2026-11-25T08:00:00.500Z',
        datacontenttype: 'application/json',
        data: {
          subject: {
            format: 'complex',
            user: { format: 'opaque', id: 'alice' },
            session: { format: 'opaque', id: 'AAAAAAAAAAAAAAAAAAAAAA' },
          },
          event_timestamp: 1795593600,
          initiating_entity: 'user',
          revoked_reason: 'user',
        },
      },
    ]);
    assert.deepEqual(lines, []);
  });

  it('names the tenant, and the session that did it, where there is one', async () => {
    const sent: CloudEvent[] = [];
    const { publishEvent } = publisher(async (one) => void sent.push(one));
    await publishEvent({ ...event, tenantId: 'shop', actorSessionId: 'actor' });
    const { subject, ...data } = sent[0]?.data as Record<string, Record<string, unknown>>;
    assert.deepEqual(subject?.tenant, { format: 'opaque', id: 'shop' });
    assert.equal(data.actor_session_id, 'actor');
  });

  it('fails nobody where Eventarc refuses, and logs no more than the kind of error', async () => {
    const { publishEvent, lines } = publisher(() => Promise.reject(new TypeError('alice')));
    await publishEvent(event);
    assert.deepEqual(lines, [
      ['A security event was not published', { type: 'session-revoked', error: 'TypeError' }],
    ]);
  });

  it('does not wait for an Eventarc that hangs', async () => {
    const { publishEvent, lines } = publisher(() => new Promise(() => {}), 5);
    await publishEvent(event);
    assert.equal(lines.length, 1);
  });
});
