// When the team's own hook is told of a login: where nobody else could be.
import assert from 'node:assert/strict';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { endUserSessions } from '../../src/operations/endUserSessions.ts';
import { eraseUser } from '../../src/operations/eraseUser.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { sweep } from '../../src/operations/sweep.ts';
import type { SessionPolicy } from '../../src/domain/session/policy.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { testServices } from '../doubles/services.ts';

const alice = { userId: 'alice', tenantId: null };

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
async function firstOf(ageHours: number, limits: Partial<SessionPolicy> = {}) {
  const services = testServices(limits);
  services.account = {
    disabled: false,
    createdAt: new Date(services.now().getTime() - ageHours * 3600_000),
    tokensValidAfter: null,
    email: null,
  };
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

  it('runs at once where every push token is dead, and the log says so', async () => {
    const { services, login, told } = await scene();
    services.outcome = { kind: 'dead_token' };
    await deliverForUser(services, alice);
    assert.deepEqual(told(), [login.session.sessionId]);
    assert.ok(services.logged.some(({ message }) => message === 'login alerted to no device'));
  });

  it('runs for a login that has gone on in another session before its alert was tried', async () => {
    const { services, login, told } = await scene();
    services.outcome = { kind: 'dead_token' };
    services.pass({ seconds: 1 });
    const shown = { ...again(login), refreshToken: login.tokens.refresh_token };
    const next = await register(services, 'galaxy-1', undefined, shown);
    await deliverForUser(services, alice);
    assert.deepEqual(told(), [next.session.sessionId]);
  });

  it('runs for a login that an operator has ended before anybody was told of it', async () => {
    const { services, login, told } = await scene();
    await endUserSessions(services, alice);
    await deliverForUser(services, alice);
    assert.deepEqual(told(), [login.session.sessionId]);
  });

  it('does not run for a user of whom everything is erased', async () => {
    const { services, told } = await scene();
    await eraseUser(services, alice);
    await deliverForUser(services, alice);
    assert.deepEqual(told(), []);
  });

  it('runs at once where FCM refuses for good, as without a key for APNs', async () => {
    const { services, login, told } = await scene();
    services.outcome = { kind: 'failed' };
    await deliverForUser(services, alice);
    assert.deepEqual(told(), [login.session.sessionId]);
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

  it('runs for the first session of an account older than a day, and for no younger one', async () => {
    const old = await firstOf(25);
    assert.deepEqual(
      old.services.unalerted.map(({ sessionId }) => sessionId),
      [old.session.sessionId],
    );
    assert.equal(old.session.confirmed, true);
    assert.deepEqual((await firstOf(23)).services.unalerted, []);
  });

  it('never runs for a sign-in from before the roll-out', async () => {
    const rollOutAt = new Date('2026-03-01T12:00:01Z');
    assert.deepEqual((await firstOf(25, { rollOutAt })).services.unalerted, []);
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

    it('does not run where the refresh token was shown too: the device goes on', async () => {
      const services = testServices();
      const phone = await register(services, 'iphone-1');
      await deliverForUser(services, alice);
      services.pass({ hours: 1 });
      const shown = { ...again(phone), refreshToken: phone.tokens.refresh_token };
      await register(services, 'iphone-1', undefined, shown);
      await deliverForUser(services, alice);
      assert.deepEqual(services.unalerted, []);
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

describe('an alert to a push token that sessions of two users hold', () => {
  it('has neither an answer nor a place', async () => {
    const { services } = await scene();
    const mallory = signInNow(services, 'mallory');
    await register(services, 'other-001', mallory, {
      pushToken: { kind: 'token', value: 'push-iphone-1' },
    });
    await deliverForUser(services, alice);
    const push = services.sent.find(({ kind }) => kind === 'login_alert');
    assert.equal(push?.message.token, 'push-iphone-1');
    const { body, answerToken, denyLabel, confirmLabel } = push?.message.data ?? {};
    assert.equal(body, 'Logged in on Phone galaxy-1. Was that you?');
    assert.deepEqual([answerToken, denyLabel, confirmLabel], [undefined, undefined, undefined]);
    assert.doesNotMatch(JSON.stringify(push), /Moscow/);
  });
});
