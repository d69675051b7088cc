import assert from 'node:assert/strict';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { listSecurityEvents } from '../../src/operations/listSecurityEvents.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { register, signInNow } from '../doubles/device.ts';
import type { RegisteredDevice } from '../doubles/device.ts';
import { eventsOf } from '../doubles/lookInside.ts';
import type { TestServices } from '../doubles/services.ts';
import { accountInOrder, testServices } from '../doubles/services.ts';

type Act = (
  services: TestServices,
  phone: RegisteredDevice,
  other: RegisteredDevice,
) => Promise<unknown>;

/** What ends the other session, the reason of it, who did it, and whether the phone is named for it. */
const ends: Record<string, { act: Act; entity: string; byPhone: boolean }> = {
  user: {
    act: (services, phone, other) => revokeSession(services, phone.caller, other.session),
    entity: 'user',
    byPhone: true,
  },
  others: {
    act: (services, phone) => revokeOtherSessions(services, phone.caller),
    entity: 'user',
    byPhone: true,
  },
  denied: {
    act: (services, phone, { session: { sessionId } }) =>
      answerLogin(services, phone.caller, { sessionId, wasMe: false }),
    entity: 'user',
    byPhone: true,
  },
  sign_out: {
    act: (services, _phone, other) => signOut(services, other.caller),
    entity: 'user',
    byPhone: false,
  },
  account: {
    async act(services, _phone, other) {
      services.pass({ hours: 1 });
      services.account = { ...accountInOrder, disabled: true };
      await refreshTokens(services, other.tokens.refresh_token).catch(() => {});
    },
    entity: 'policy',
    byPhone: false,
  },
  token_reuse: {
    async act(services, _phone, other) {
      const second = await refreshTokens(services, other.tokens.refresh_token);
      services.pass({ seconds: 1 });
      await refreshTokens(services, second.refresh_token);
      await refreshTokens(services, other.tokens.refresh_token).catch(() => {});
    },
    entity: 'policy',
    byPhone: false,
  },
};

describe('security events', () => {
  for (const [reason, { act, entity, byPhone }] of Object.entries(ends)) {
    it(`tell of an end by ${reason}: which session, who did it, and when`, async () => {
      const services = testServices();
      const phone = await register(services, 'iphone-1');
      const other = await register(services, 'galaxy-1');
      services.pass({ seconds: 5 });
      await act(services, phone, other);
      const event = eventsOf(services).findLast(({ type }) => type === 'session-revoked');
      const { eventId, deleteAt, ...told } = event ?? assert.fail();
      assert.match(eventId, /^[A-Za-z0-9_-]{22}$/);
      assert.equal(deleteAt.getTime() - services.now().getTime(), 180 * 86_400_000);
      assert.deepEqual(told, {
        type: 'session-revoked',
        initiatingEntity: entity,
        userId: 'alice',
        tenantId: null,
        sessionId: other.session.sessionId,
        deviceName: 'Phone galaxy-1',
        actorSessionId: byPhone ? phone.session.sessionId : null,
        revokedReason: reason,
        occurredAt: services.now(),
      });
    });
  }

  it('tell of sign-ins and of a "yes"', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const { session } = await register(services, 'galaxy-1');
    await answerLogin(services, phone.caller, { sessionId: session.sessionId, wasMe: true });
    assert.deepEqual(
      eventsOf(services).map(({ type }) => type),
      ['session-established', 'session-established', 'assurance-level-change'],
    );
  });

  it('are not written by a call that is refused', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    const thief = await register(services, 'galaxy-1');
    const before = eventsOf(services).length;
    await assert.rejects(revokeOtherSessions(services, thief.caller));
    assert.equal(eventsOf(services).length, before);
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
