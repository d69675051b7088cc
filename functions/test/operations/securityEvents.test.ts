import assert from 'node:assert/strict';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { listSecurityEvents } from '../../src/operations/listSecurityEvents.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { register, signInNow } from '../doubles/device.ts';
import { eventsOf } from '../doubles/lookInside.ts';
import { testServices } from '../doubles/services.ts';

describe('security events', () => {
  // Who has ended a session, by each reason: domain/account/ending.test.ts.
  it('tell of sign-ins, of a "yes" and of an end', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const { session } = await register(services, 'galaxy-1');
    await answerLogin(services, phone.caller, { ...session, wasMe: true });
    await revokeSession(services, phone.caller, session);
    assert.deepEqual(
      eventsOf(services).map(({ type, sessionId, actorSessionId }) => [
        type,
        sessionId,
        actorSessionId,
      ]),
      [
        ['session-established', phone.session.sessionId, null],
        ['session-established', session.sessionId, null],
        ['assurance-level-change', session.sessionId, null],
        ['session-revoked', session.sessionId, phone.session.sessionId],
      ],
    );
  });
});

describe('listSecurityEvents', () => {
  async function scene(count: number) {
    const services = testServices({ newDevicesPerHour: 1000 });
    const phone = await register(services, 'iphone-1');
    for (let at = 1; at < count; at += 1) {
      // Some at the same time, so that the order needs the id.
      if (at % 3 === 0) services.pass({ seconds: 1 });
      const eventId = services.newId();
      const event = { ...eventsOf(services)[0]!, eventId, occurredAt: services.now() };
      services.sessions.content.events.set(eventId, event);
    }
    return { services, phone };
  }

  it('gives pages of fifty, newest first, each event once', async () => {
    const { services, phone } = await scene(120);
    const seen: string[] = [];
    const sizes: number[] = [];
    let pageToken: string | undefined;
    do {
      const page = await listSecurityEvents(services, phone.caller, { pageToken });
      sizes.push(page.events.length);
      seen.push(...page.events.map(({ eventId }) => eventId));
      pageToken = page.nextPageToken;
    } while (pageToken);
    assert.deepEqual(sizes, [50, 50, 20]);
    assert.equal(new Set(seen).size, 120);
    const times = seen.map((id) =>
      eventsOf(services)
        .find(({ eventId }) => eventId === id)!
        .occurredAt.getTime(),
    );
    assert.deepEqual(
      times,
      [...times].sort((a, b) => b - a),
    );
  });

  it('shows what happened, and nothing that only the backend knows', async () => {
    const { services, phone } = await scene(1);
    const { events } = await listSecurityEvents(services, phone.caller);
    const [event] = events;
    assert.deepEqual(Object.keys(event ?? {}).sort(), [
      'actorSessionId',
      'deviceName',
      'eventId',
      'initiatingEntity',
      'occurredAt',
      'revokedReason',
      'sessionId',
      'type',
    ]);
    assert.equal(event?.occurredAt, '2026-03-01T12:00:00.000Z');
  });

  it('shows none past its time, nor anybody else’s', async () => {
    const { services, phone } = await scene(2);
    await register(services, 'laptop-1', signInNow(services, 'bob'));
    eventsOf(services)[1]!.deleteAt = services.now();
    const { events } = await listSecurityEvents(services, phone.caller);
    assert.equal(events.length, 1);
  });

  it('refuses an unconfirmed session, one that has ended, and a token of no page', async () => {
    const { services, phone } = await scene(1);
    const thief = await register(services, 'galaxy-1');
    await assert.rejects(listSecurityEvents(services, thief.caller), {
      reason: 'session_unconfirmed',
    });
    // Firestore has no such time.
    const latest = `${'9'.repeat(15)}.${'A'.repeat(22)}`;
    const reserved = `1.__${'A'.repeat(18)}__`;
    const short = `1.${'A'.repeat(21)}`;
    for (const pageToken of ['', 'x', short, `x.${'A'.repeat(22)}`, latest, reserved]) {
      await assert.rejects(listSecurityEvents(services, phone.caller, { pageToken }), {
        reason: 'invalid_input',
      });
    }
    await signOut(services, phone.caller);
    await assert.rejects(listSecurityEvents(services, phone.caller), { reason: 'session_revoked' });
  });
});
