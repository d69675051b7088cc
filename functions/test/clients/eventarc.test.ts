import assert from 'node:assert/strict';
import type { CloudEvent } from 'firebase-admin/eventarc';
import { eventarcPublisher, type PublishableEvent } from '../../src/clients/eventarc.ts';

const event: PublishableEvent = {
  id: 'event-1',
  name: 'session-revoked',
  at: new Date('2026-11-25T08:00:00.500Z'),
  userId: 'alice',
  sessionId: 'AAAAAAAAAAAAAAAAAAAAAA',
  details: { initiating_entity: 'user' },
};

function publisher(publish: (event: CloudEvent) => Promise<void>, timeoutMs?: number) {
  const lines: unknown[][] = [];
  const warn = (...line: unknown[]) => void lines.push(line);
  const source = 'https://us-central1-demo.cloudfunctions.net';
  const channel = { publish: (sent: CloudEvent | CloudEvent[]) => publish([sent].flat()[0]!) };
  return { lines, ...eventarcPublisher({ channel, source, log: { warn }, timeoutMs }) };
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
        },
      },
    ]);
    assert.deepEqual(lines, []);
  });

  it('names no session where the event is of the account', async () => {
    const sent: CloudEvent[] = [];
    const { publishEvent } = publisher(async (one) => void sent.push(one));
    await publishEvent({ ...event, sessionId: null });
    assert.ok(!JSON.stringify(sent).includes('"session"'));
  });

  it('fails nobody where Eventarc refuses, and logs no more than the kind of error', async () => {
    const { publishEvent, lines } = publisher(() => Promise.reject(new TypeError('alice')));
    await publishEvent(event);
    assert.deepEqual(lines, [
      ['A security event was not published', { name: 'session-revoked', error: 'TypeError' }],
    ]);
  });

  it('does not wait for an Eventarc that hangs', async () => {
    const { publishEvent, lines } = publisher(() => new Promise(() => {}), 5);
    await publishEvent(event);
    assert.equal(lines.length, 1);
  });
});
