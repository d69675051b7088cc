// Registrations at once, at each limit that they have: none of them is passed, nobody is thrown out.
import assert from 'node:assert/strict';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { signOut } from '../../src/operations/signOut.ts';
import type { RegisteredDevice } from '../doubles/device.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { limitedTo } from '../doubles/limits.ts';
import { isEmbedded } from './support/firestore.ts';
import type { RaceScene } from './support/races.ts';
import { reasonsOf, useRaces } from './support/races.ts';

const four = ['device-01', 'device-02', 'device-03', 'device-04'];

describe('registrations at once', () => {
  const { race, scene, live } = useRaces();

  /** Devices of the user, all signed out again. */
  async function knownDevices({ services, userId }: RaceScene): Promise<RegisteredDevice[]> {
    const known = [];
    const { policy } = services;
    // The limits are for those who come back.
    services.policy = { ...policy, ...limitedTo('20') };
    for (const deviceId of four) {
      // A sign-in of its own each, for that of a session that the limit ends is spent.
      services.pass({ seconds: 1 });
      known.push(await register(services, deviceId, signInNow(services, userId)));
    }
    const phone = known[0]!;
    for (const device of known.slice(1)) {
      const { sessionId } = device.session;
      await answerLogin(services, phone.caller, { sessionId, wasMe: true });
    }
    for (const device of known) await signOut(services, device.caller);
    services.policy = policy;
    services.pass({ seconds: 1 });
    return known;
  }

  race(
    'of four known devices leave as many as SESSION_LIMITS says, by device type',
    async (all) => {
      const { services, userId } = all;
      const known = await knownDevices(all);
      const results = await Promise.allSettled(
        known.map((device) => {
          services.pass({ seconds: 1 });
          const signIn = signInNow(services, userId);
          return register(services, device.caller.deviceId, signIn, again(device));
        }),
      );
      assert.deepEqual(reasonsOf(results), Array(4).fill('done'));
      assert.equal((await live(userId)).length, 2);
    },
    limitedTo('20,ANDROID:2'),
  );

  race(
    'of four new devices end no confirmed session at SESSION_LIMITS',
    async ({ services, userId }) => {
      const phone = await register(services, 'phone-01', signInNow(services, userId));
      const results = await Promise.allSettled(
        four.map((deviceId) => {
          services.pass({ seconds: 1 });
          return register(services, deviceId, signInNow(services, userId));
        }),
      );
      assert.deepEqual(reasonsOf(results), Array(4).fill('done'));
      const open = await live(userId);
      assert.equal(open.length, 2);
      assert.ok(open.includes(phone.session.sessionId));
    },
    limitedTo('2'),
  );

  it('with one ID token are held to NEW_DEVICES_PER_HOUR', async () => {
    const { services, userId } = scene();
    const phone = await register(services, 'phone-01', signInNow(services, userId));
    const signIn = signInNow(services, userId);
    const results = await Promise.allSettled(
      Array.from({ length: isEmbedded ? 30 : 15 }, (_, at) =>
        register(services, `device-${at}`, signIn),
      ),
    );
    const opened = reasonsOf(results).filter((reason) => reason === 'done').length;
    assert.ok(opened >= 1 && opened <= services.policy.newDevicesPerHour, `${opened} opened`);
    const open = await live(userId);
    assert.equal(open.length, opened + 1);
    assert.ok(open.includes(phone.session.sessionId));
    await assert.rejects(
      async () => {
        // What so many calls at once had no patience for comes one by one.
        for (let more = 0; more <= services.policy.newDevicesPerHour; more += 1) {
          await register(services, `device-more-${more}`, signIn);
        }
      },
      { reason: 'rate_limited' },
    );
    assert.equal((await live(userId)).length, services.policy.newDevicesPerHour + 1);
  });
});
