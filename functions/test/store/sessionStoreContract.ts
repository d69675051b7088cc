// What every session store promises. Run against the in-memory double and against Firestore, so
// that the double cannot lie.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { unchanged } from '../../src/domain/session/plan.ts';
import type { SessionRecord } from '../../src/domain/session/session.ts';
import type { SessionStore } from '../../src/services.ts';
import { carrying, register, signInNow } from '../doubles/device.ts';
import { servicesOver } from '../doubles/services.ts';

const registration = { deviceId: 'device-01' };

export function describeSessionStore(name: string, makeStore: () => SessionStore): void {
  describe(`the session store ${name}`, () => {
    const services = servicesOver(makeStore());
    const { sessions } = services;
    let userId: string;
    beforeEach(() => {
      userId = `user-${randomUUID()}`;
    });
    const signIn = () => signInNow(services, userId);
    const recordOf = async (sessionId: string): Promise<SessionRecord> => {
      const record = await sessions.findRecord(sessionId);
      assert.ok(record);
      return record;
    };

    it('gives back what was created, every field and type', async () => {
      const { session } = await register(services, 'device-01', signIn());
      const record = await recordOf(session.sessionId);
      assert.deepEqual(await sessions.findSession(session.sessionId), record.session);
      assert.deepEqual(record.session.createdAt, services.now());
      const { sessionId } = session;
      const dates = {
        refresh: { currentNonce: 'a', previousNonce: null, rotatedAt: services.now() },
      };
      const evicted = [
        {
          sessionId: 'other',
          deviceType: 'WEB' as const,
          pushToken: { kind: 'token' as const, value: 't' },
          locale: null,
        },
      ];
      await sessions.changeRecords([sessionId], () => ({
        result: undefined,
        changes: [{ sessionId, secrets: { ...dates, evicted } }],
      }));
      assert.deepEqual(await recordOf(sessionId), {
        session: record.session,
        secrets: { ...record.secrets, ...dates, evicted },
      });
    });

    it('finds nothing where nothing is', async () => {
      assert.equal(await sessions.findSession('x'.repeat(22)), null);
      assert.equal(await sessions.findRecord('x'.repeat(22)), null);
      assert.deepEqual(await sessions.findOpenSessions(userId), []);
      const ids = await sessions.changeRecords(['x'.repeat(22)], (found) =>
        unchanged([...found.keys()]),
      );
      assert.deepEqual(ids, []);
    });

    it('finds the open sessions of one user and no others', async () => {
      const one = await register(services, 'device-01', signIn());
      const two = await register(services, 'device-02', signIn());
      await register(services, 'device-02', signIn());
      await register(services, 'device-03', signInNow(services, `${userId}-2`));
      const open = await sessions.findOpenSessions(userId);
      assert.equal(open.length, 2);
      assert.ok(open.some(({ sessionId }) => sessionId === one.session.sessionId));
      assert.ok(open.every(({ sessionId }) => sessionId !== two.session.sessionId));
      const records = await sessions.findOpenRecords(userId);
      assert.deepEqual(
        records.map((record) => record.session.sessionId).sort(),
        open.map(({ sessionId }) => sessionId).sort(),
      );
    });

    it('changes nothing when the decision throws', async () => {
      const { session } = await register(services, 'device-01', signIn());
      const before = await recordOf(session.sessionId);
      await assert.rejects(
        sessions.changeRecords([session.sessionId], () => {
          throw new Error('refused');
        }),
        /refused/,
      );
      assert.deepEqual(await recordOf(session.sessionId), before);
    });

    it('applies a plan whole or not at all', async () => {
      const { session } = await register(services, 'device-01', signIn());
      const before = await recordOf(session.sessionId);
      await assert.rejects(
        sessions.changeRecords([session.sessionId], () => ({
          result: undefined,
          changes: [
            { sessionId: session.sessionId, session: { deviceName: 'changed' } },
            { sessionId: 'x'.repeat(22), session: { deviceName: 'nobody' } },
          ],
        })),
      );
      assert.deepEqual(await recordOf(session.sessionId), before);
    });

    it('gives the caller’s own record beside the open ones, in whatever state', async () => {
      const closed = await register(services, 'device-01', signIn());
      const open = await register(services, 'device-01', closed.signIn);
      const states = await sessions.changeOpenRecords(
        userId,
        [closed.session.sessionId],
        (records) =>
          unchanged(records.map(({ session, secrets }) => [session.sessionId, secrets.state])),
      );
      assert.deepEqual(
        new Map(states as [string, string][]),
        new Map([
          [closed.session.sessionId, 'replaced'],
          [open.session.sessionId, 'open'],
        ]),
      );
    });

    it('tells a registration what is open, closed by this sign-in, known and carried', async () => {
      const first = await register(services, 'device-01', signIn());
      const other = await register(services, 'device-02', first.signIn);
      await sessions.changeRecords([other.session.sessionId], () => ({
        result: undefined,
        changes: [
          {
            sessionId: other.session.sessionId,
            session: { revoked: true },
            secrets: { state: 'closed' },
          },
        ],
      }));
      const key = { signIn: carrying(first.signIn, other.caller), ...registration };
      const state = await sessions.changeForRegistration(key, (found) => unchanged(found));
      const ids = (found: readonly { sessionId: string }[]) => found.map((one) => one.sessionId);
      assert.deepEqual(ids(state.open.map(({ session }) => session)), [first.session.sessionId]);
      assert.deepEqual(ids(state.closedBySignIn), [other.session.sessionId]);
      assert.deepEqual(ids(state.known), [first.session.sessionId]);
      assert.equal(state.carried?.sessionId, other.session.sessionId);
      assert.deepEqual(state.orphans, []);
    });

    it('tells a registration nothing of other users, devices and sign-ins', async () => {
      await register(services, 'device-01', signInNow(services, `${userId}-2`));
      const state = await sessions.changeForRegistration(
        { signIn: signIn(), ...registration },
        (found) => unchanged(found),
      );
      assert.deepEqual(state, {
        open: [],
        orphans: [],
        closedBySignIn: [],
        known: [],
        carried: null,
      });
    });

    it('finds the latest registrations in any state, newest first, and no more than asked', async () => {
      const ids: string[] = [];
      for (const deviceId of ['device-01', 'device-02', 'device-01']) {
        ids.unshift((await register(services, deviceId, signIn())).session.sessionId);
        services.pass({ seconds: 1 });
      }
      await register(services, 'device-03', signInNow(services, `${userId}-2`));
      const recent = async (limit: number) =>
        (await sessions.findRecentSecrets(userId, limit)).map(({ sessionId }) => sessionId);
      assert.deepEqual(await recent(20), ids);
      assert.deepEqual(await recent(2), ids.slice(0, 2));
    });

    it('finds what has ended since, the last first, but for what was replaced', async () => {
      const reasons = ['user', 'denied', 'replaced', 'expired'] as const;
      const since = services.now();
      services.pass({ seconds: 1 });
      for (const [index, revokedReason] of reasons.entries()) {
        const { session } = await register(services, `device-0${index}`, signIn());
        const ended = { revoked: true, revokedReason, revokedAt: services.now() };
        await sessions.changeRecords([session.sessionId], () => ({
          result: undefined,
          changes: [
            {
              sessionId: session.sessionId,
              session: ended,
              secrets: { state: revokedReason === 'replaced' ? 'replaced' : 'closed' },
            },
          ],
        }));
        services.pass({ seconds: 1 });
      }
      const found = async (from: Date, limit: number) =>
        (await sessions.findEndedSessions(userId, from, limit)).map((one) => one.revokedReason);
      assert.deepEqual(await found(since, 50), ['expired', 'denied', 'user']);
      assert.deepEqual(await found(since, 2), ['expired', 'denied']);
      assert.deepEqual(await found(services.now(), 50), []);
    });

    it('drops a push token only where it still is the session’s', async () => {
      const { session } = await register(services, 'device-01', signIn());
      await sessions.dropPushToken(session.sessionId, 'another');
      assert.equal((await recordOf(session.sessionId)).secrets.pushToken?.value, 'push-device-01');
      await sessions.dropPushToken(session.sessionId, 'push-device-01');
      assert.equal((await recordOf(session.sessionId)).secrets.pushToken, null);
      await sessions.dropPushToken('x'.repeat(22), 'push-device-01');
    });

    it('lets changes of one record at once each see the other’s', async () => {
      const { session } = await register(services, 'device-01', signIn());
      const { sessionId } = session;
      await Promise.all(
        Array.from({ length: 10 }, () =>
          sessions.changeRecords([sessionId], (found) => ({
            result: undefined,
            changes: [
              {
                sessionId,
                session: { deviceName: `${found.get(sessionId)?.session.deviceName}+` },
              },
            ],
          })),
        ),
      );
      const { deviceName } = (await recordOf(sessionId)).session;
      assert.equal(deviceName, `Phone device-01${'+'.repeat(10)}`);
    });
  });
}
