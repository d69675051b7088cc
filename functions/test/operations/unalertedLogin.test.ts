// When the team's own hook is told of a login: where nobody else could be.
import assert from 'node:assert/strict';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { eraseUser } from '../../src/operations/eraseUser.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { sweep } from '../../src/operations/sweep.ts';
import { again, register } from '../doubles/device.ts';
import { alice, outboxOf } from '../doubles/lookInside.ts';
import { accountInOrder, testServices } from '../doubles/services.ts';

/** The owner's phone, which nobody was told of, and a login on a new device. */
async function scene() {
  const services = testServices();
  const phone = await register(services, 'iphone-1');
  await deliverForUser(services, alice);
  services.pass({ seconds: 61 });
  const login = await register(services, 'galaxy-1');
  const told = () => services.unalerted.map(({ sessionId }) => sessionId);
  return { services, phone, login, told };
}

/** The first session of an account of this age in hours. */
async function firstOf(ageHours: number) {
  const services = testServices();
  const createdAt = new Date(services.now().getTime() - ageHours * 3600_000);
  services.account = { ...accountInOrder, createdAt };
  const { session } = await register(services, 'iphone-1');
  await deliverForUser(services, alice);
  return { services, session };
}

describe('onUnalertedLogin', () => {
  it('does not run where a push was accepted', async () => {
    const { services, told } = await scene();
    await deliverForUser(services, alice);
    assert.equal(services.sent.length, 1);
    assert.deepEqual(told(), []);
  });

  for (const [what, outcome] of [
    ['every push token is dead', { kind: 'dead_token' }],
    ['FCM refuses for good, as without a key for APNs', { kind: 'failed' }],
  ] as const) {
    it(`runs at once where ${what}, with what is known of the login, and the log says so`, async () => {
      const { services, login } = await scene();
      Object.assign(services, { outcome, place: { ...services.place, countryCode: 'DE' } });
      await deliverForUser(services, alice);
      assert.deepEqual(services.unalerted, [
        {
          ...{ userId: 'alice', tenantId: null, sessionId: login.session.sessionId },
          ...{ deviceName: 'Phone galaxy-1', location: 'Moscow, Russia' },
          signals: ['new_device', 'new_country'],
          createdAt: services.now(),
        },
      ]);
      assert.ok(services.logged.some(({ message }) => message === 'login alerted to no device'));
    });
  }

  it('may fail, which changes nothing, and whose words stay out of the log', async () => {
    const { services } = await scene();
    services.onUnalertedLogin = () => Promise.reject(new Error('smtp password'));
    services.outcome = { kind: 'failed' };
    await deliverForUser(services, alice);
    assert.deepEqual(outboxOf(services), []);
    assert.equal(services.logged.at(-1)?.message, 'onUnalertedLogin failed');
    assert.doesNotMatch(JSON.stringify(services.logged), /smtp/);
  });

  it('does not run for a user of whom everything is erased', async () => {
    const { services, told } = await scene();
    await eraseUser(services, alice);
    await deliverForUser(services, alice);
    assert.deepEqual(told(), []);
  });

  it('runs when the last try of the alert has failed, and not before', async () => {
    const { services, login, told } = await scene();
    services.outcome = { kind: 'retry', afterSeconds: 60 };
    await assert.rejects(deliverForUser(services, alice));
    for (let tries = 2; tries <= 4; tries += 1) {
      services.pass({ hours: 1 });
      await sweep(services);
      assert.deepEqual(told(), [], `after ${tries} tries`);
    }
    services.pass({ hours: 1 });
    await sweep(services);
    assert.deepEqual(told(), [login.session.sessionId]);
    services.pass({ hours: 1 });
    await sweep(services);
    assert.equal(services.unalerted.length, 1);
  });

  it('runs for a login on a new device where nobody waits, for no device is alerted', async () => {
    const services = testServices({ confirmAfterDays: 0 });
    await register(services, 'iphone-1');
    const login = await register(services, 'galaxy-1');
    await deliverForUser(services, alice);
    assert.deepEqual(
      services.unalerted.map(({ sessionId }) => sessionId),
      [login.session.sessionId],
    );
    assert.deepEqual(services.sent, []);
  });

  it('runs for the first session of an account older than a day, and for no younger one', async () => {
    const old = await firstOf(25);
    assert.deepEqual(
      old.services.unalerted.map(({ sessionId }) => sessionId),
      [old.session.sessionId],
    );
    assert.equal(old.session.confirmed, true);
    assert.deepEqual((await firstOf(23)).services.unalerted, []);
  });

  describe('where a known device’s token was copied', () => {
    /** Somebody registers with a copy of the phone's device token while its session lives. */
    async function copied(otherDevices: boolean) {
      const services = testServices();
      const phone = await register(services, 'iphone-1');
      services.pass({ days: 8 });
      if (otherDevices) {
        const tablet = await register(services, 'tablet-1');
        const { sessionId } = tablet.session;
        await answerLogin(services, phone.caller, { sessionId, wasMe: true });
      }
      await deliverForUser(services, alice);
      services.unalerted.length = 0;
      services.pass({ hours: 1 });
      const login = await register(services, 'thief-01', undefined, again(phone));
      return { services, login, told: () => services.unalerted.map((one) => one.sessionId) };
    }

    it('runs where there is no other device that could be alerted', async () => {
      const { services, login, told } = await copied(false);
      await deliverForUser(services, alice);
      assert.deepEqual(told(), [login.session.sessionId]);
      assert.deepEqual(services.unalerted[0]?.signals, []);
    });

    it('runs where no device took the alert, and not where one did', async () => {
      const accepted = await copied(true);
      await deliverForUser(accepted.services, alice);
      assert.deepEqual(accepted.told(), []);
      const dead = await copied(true);
      dead.services.outcome = { kind: 'dead_token' };
      await deliverForUser(dead.services, alice);
      assert.deepEqual(dead.told(), [dead.login.session.sessionId]);
    });
  });

  it('never runs for a known device', async () => {
    const { services, phone, told } = await scene();
    await deliverForUser(services, alice);
    await signOut(services, phone.caller);
    services.pass({ seconds: 1 });
    services.outcome = { kind: 'dead_token' };
    await register(services, 'iphone-1', undefined, again(phone));
    await deliverForUser(services, alice);
    assert.deepEqual(told(), []);
  });
});
