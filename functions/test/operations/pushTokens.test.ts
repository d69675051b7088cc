import assert from 'node:assert/strict';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { confirmUserSession } from '../../src/operations/answerLogin.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import type { RegisteredDevice } from '../doubles/device.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { openOf } from '../doubles/lookInside.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';

const pushToken = { kind: 'token' as const, value: 'shared-token' };
const tokenOf = (services: TestServices, { caller }: RegisteredDevice) =>
  openOf(services, caller.sessionId, caller).pushToken?.value ?? null;

describe('a push token', () => {
  it('follows the installation from one user to the next', async () => {
    const services = testServices();
    const alice = await register(services, 'phone', signInNow(services), { pushToken });
    const bobs = signInNow(services, 'bob');
    services.pass({ seconds: 1 });
    const bob = await register(services, 'phone', bobs, { ...again(alice), pushToken });
    await deliverForUser(services, bob.caller);
    assert.equal(tokenOf(services, alice), null);
    assert.equal(tokenOf(services, bob), 'shared-token');
  });

  it('never follows it where users share their devices', async () => {
    const services = testServices({ sharedPushTokens: true });
    const alice = await register(services, 'phone', signInNow(services), { pushToken });
    const bobs = signInNow(services, 'bob');
    const bob = await register(services, 'phone', bobs, { ...again(alice), pushToken });
    await deliverForUser(services, bob.caller);
    assert.equal(tokenOf(services, alice), 'shared-token');
  });

  describe('of two devices of one user', () => {
    /** A login on a new device that shows the push token of the owner's phone; a tablet that can answer. */
    async function sharing() {
      const services = testServices();
      const phone = await register(services, 'phone', undefined, { pushToken });
      const tablet = await register(services, 'tablet');
      const { sessionId } = tablet.session;
      await answerLogin(services, phone.caller, { sessionId, wasMe: true });
      services.pass({ hours: 1 });
      const newcomer = await register(services, 'newcomer', undefined, { pushToken });
      const holders = () => [phone, newcomer].map((one) => tokenOf(services, one) !== null);
      assert.deepEqual(holders(), [true, true]);
      return { services, tablet, newcomer, holders };
    }

    it('is the newcomer’s alone once an answer has confirmed that', async () => {
      const { services, tablet, newcomer, holders } = await sharing();
      const { sessionId } = newcomer.session;
      await answerLogin(services, tablet.caller, { sessionId, wasMe: true });
      assert.deepEqual(holders(), [false, true]);
    });

    it('is so too once time has confirmed it, or an operator', async () => {
      const byTime = await sharing();
      byTime.services.pass({ days: 7 });
      await updateSession(byTime.services, byTime.tablet.caller, { appVersion: '2' });
      assert.deepEqual(byTime.holders(), [false, true]);
      const { services, newcomer, holders } = await sharing();
      const owner = { userId: 'alice', tenantId: null };
      await confirmUserSession(services, owner, newcomer.session.sessionId);
      assert.deepEqual(holders(), [false, true]);
    });

    it('stays the phone’s after a "no"', async () => {
      const { services, tablet, newcomer } = await sharing();
      const { sessionId } = newcomer.session;
      await answerLogin(services, tablet.caller, { sessionId, wasMe: false });
      services.sent.length = 0;
      services.pass({ seconds: 61 });
      const next = await register(services, 'another', undefined, { pushToken: null });
      await deliverForUser(services, next.caller);
      assert.ok(services.sent.some(({ message }) => message.token === pushToken.value));
    });
  });

  it('is not taken from another user by who merely knows it', async () => {
    const services = testServices();
    const alice = await register(services, 'phone', signInNow(services), { pushToken });
    const mallory = await register(services, 'laptop', signInNow(services, 'mallory'), {
      pushToken,
    });
    assert.equal(tokenOf(services, alice), 'shared-token');
    await updateSession(services, mallory.caller, { pushToken: null });
    services.pass({ seconds: 1 });
    await updateSession(services, mallory.caller, { pushToken });
    assert.equal(tokenOf(services, alice), 'shared-token');
  });

  it('is not taken by an unconfirmed newcomer, which silences nobody', async () => {
    const services = testServices();
    const owner = await register(services, 'phone', signInNow(services), { pushToken });
    const thief = await register(services, 'thief', signInNow(services), { pushToken });
    assert.equal(thief.session.confirmed, false);
    assert.equal(tokenOf(services, owner), 'shared-token');
    await updateSession(services, thief.caller, { pushToken: null });
    services.pass({ seconds: 1 });
    await updateSession(services, thief.caller, { pushToken });
    assert.equal(tokenOf(services, owner), 'shared-token');
  });

  it('moves between sessions of one user to a confirmed one, by an update too', async () => {
    const services = testServices();
    const first = await register(services, 'first', signInNow(services), { pushToken });
    const second = await register(services, 'second');
    services.pass({ days: 7 });
    await updateSession(services, second.caller, { pushToken });
    assert.equal(tokenOf(services, first), null);
    assert.equal(tokenOf(services, second), 'shared-token');
  });

  it('follows the installation where an update brings it', async () => {
    const services = testServices();
    const alice = await register(services, 'phone', signInNow(services), { pushToken });
    const bob = await register(services, 'phone', signInNow(services, 'bob'), {
      ...again(alice),
      pushToken: null,
    });
    services.pass({ seconds: 1 });
    await updateSession(services, bob.caller, { pushToken });
    assert.equal(tokenOf(services, alice), null);
    assert.equal(tokenOf(services, bob), 'shared-token');
  });

  it('that sessions of two users hold gets an alert without answer and place', async () => {
    const services = testServices({ sharedPushTokens: true });
    const alice = await register(services, 'phone', signInNow(services), { pushToken });
    const bobs = signInNow(services, 'bob');
    await register(services, 'phone', bobs, { ...again(alice), pushToken });
    await register(services, 'galaxy', signInNow(services));
    await deliverForUser(services, { userId: 'alice', tenantId: null });
    const [alert] = services.sent.filter(({ kind }) => kind === 'login_alert');
    assert.equal(alert?.message.token, 'shared-token');
    assert.equal(alert.message.data?.['answerToken'], undefined);
    assert.doesNotMatch(JSON.stringify(alert.message), /Moscow/);
  });
});
