// A push token between accounts: what a change of one account has to do in another.
import assert from 'node:assert/strict';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import type { RegisteredDevice } from '../doubles/device.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { alice, openOf } from '../doubles/lookInside.ts';
import type { TestServices } from '../doubles/services.ts';
import { moscow, testServices } from '../doubles/services.ts';

const pushToken = { kind: 'token' as const, value: 'shared-token' };
const tokenOf = (services: TestServices, { caller }: RegisteredDevice) =>
  openOf(services, caller.sessionId, caller).pushToken?.value ?? null;

describe('a push token', () => {
  for (const how of ['a registration', 'an update']) {
    it(`follows the installation from one user to the next by ${how}`, async () => {
      const services = testServices();
      const owner = await register(services, 'phone', signInNow(services), { pushToken });
      const isLater = how === 'an update';
      services.pass({ seconds: 1 });
      const bob = await register(services, 'phone', signInNow(services, 'bob'), {
        ...again(owner),
        pushToken: isLater ? null : pushToken,
      });
      services.pass({ seconds: 1 });
      if (isLater) await updateSession(services, bob.caller, { pushToken });
      else await deliverForUser(services, bob.caller);
      assert.deepEqual(
        [owner, bob].map((one) => tokenOf(services, one)),
        [null, 'shared-token'],
      );
    });
  }

  it('is not taken by who merely knows it, be it another user or an unconfirmed session', async () => {
    for (const userId of ['mallory', 'alice']) {
      const services = testServices();
      const owner = await register(services, 'phone', signInNow(services), { pushToken });
      const thief = await register(services, 'laptop', signInNow(services, userId), { pushToken });
      await deliverForUser(services, thief.caller);
      assert.equal(tokenOf(services, owner), 'shared-token');
      services.pass({ seconds: 1 });
      await updateSession(services, thief.caller, { pushToken: null });
      services.pass({ seconds: 1 });
      await updateSession(services, thief.caller, { pushToken });
      assert.equal(tokenOf(services, owner), 'shared-token');
    }
  });

  it('that an unconfirmed login shows too is that session’s once it is confirmed', async () => {
    const services = testServices();
    const phone = await register(services, 'phone', undefined, { pushToken });
    const newcomer = await register(services, 'newcomer', undefined, { pushToken });
    const { sessionId } = newcomer.session;
    await answerLogin(services, phone.caller, { sessionId, wasMe: true });
    assert.deepEqual(
      [phone, newcomer].map((one) => tokenOf(services, one)),
      [null, 'shared-token'],
    );
  });

  it('that sessions of two users hold gets an alert without answer and place', async () => {
    for (const sharedPushTokens of [true, false]) {
      const services = testServices({ sharedPushTokens });
      services.place = {
        ...moscow,
        city: 'Oslo',
        country: 'Norway',
        countryCode: 'NO',
        latitude: 59.9,
      };
      const owner = await register(services, 'phone', signInNow(services), { pushToken });
      await deliverForUser(services, alice);
      services.place = moscow;
      services.pass({ seconds: 1 });
      const shown = sharedPushTokens ? again(owner) : {};
      await register(services, 'phone', signInNow(services, 'bob'), { ...shown, pushToken });
      await register(services, 'galaxy', signInNow(services));
      await deliverForUser(services, alice);
      const [{ message } = assert.fail(), ...more] = services.sent;
      assert.deepEqual([message.token, more], ['shared-token', []]);
      assert.equal(message.data.body, 'Logged in on Phone galaxy. Was that you?');
      const { answerToken, denyLabel, confirmLabel } = message.data;
      assert.deepEqual([answerToken, denyLabel, confirmLabel], [undefined, undefined, undefined]);
      // What is unusual about a place says something of it.
      assert.equal(message.data['signals'], '["new_device"]');
      assert.doesNotMatch(JSON.stringify(message), /Moscow/);
    }
  });
});
