// What Firebase Authentication says of the account, and what follows.
import assert from 'node:assert/strict';
import { answerLoginAlert } from '../../src/operations/answerLogin.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import type { RegisteredDevice } from '../doubles/device.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { alice, pushesOf, viewOf } from '../doubles/lookInside.ts';
import type { TestServices } from '../doubles/services.ts';
import { accountInOrder, testServices } from '../doubles/services.ts';
import { SessionError } from '../../src/errors.ts';

const byAccount = { reason: 'session_revoked', details: { revokedReason: 'account' } };

/** Somebody sets a password, or the owner has it reset: earlier sign-ins count no longer. */
function changeAccount(services: TestServices): void {
  services.pass({ seconds: 5 });
  services.account = { ...accountInOrder, tokensValidAfter: signInNow(services).signedInAt };
  services.pass({ seconds: 1 });
}

it('no account is looked at where CHECK_ACCOUNT is off', async () => {
  const services = testServices();
  services.checkAccount = false;
  services.account = null;
  const phone = await register(services, 'phone');
  await deliverForUser(services, alice);
  services.pass({ hours: 1 });
  await updateSession(services, phone.caller, {});
  assert.equal(services.lookedAt, 0);
});

describe('a registration', () => {
  for (const [what, account, reason] of [
    ['is deleted', null, 'recent_sign_in_required'],
    ['cannot be reached', new SessionError('unavailable'), 'unavailable'],
  ] as const) {
    it(`is refused where its account ${what}; nothing is written, no token minted`, async () => {
      const services = testServices();
      services.account = account;
      await assert.rejects(register(services, 'phone'), { reason });
      assert.deepEqual(services.sessions.content, testServices().sessions.content);
      assert.equal(services.minted, 0);
    });
  }
});

describe('the hourly look', () => {
  const calls: Record<string, (s: TestServices, phone: RegisteredDevice) => Promise<unknown>> = {
    refreshTokens: (services, { tokens }) => refreshTokens(services, tokens.refresh_token),
    updateSession: (services, { caller }) => updateSession(services, caller, {}),
  };
  for (const [name, call] of Object.entries(calls)) {
    it(`of ${name} is made once an hour, and ends a session whose account is gone, which its device is told`, async () => {
      const services = testServices();
      const phone = await register(services, 'phone');
      services.pass({ seconds: 3599 });
      await updateSession(services, phone.caller, {});
      assert.equal(services.lookedAt, 1);
      services.pass({ seconds: 1 });
      services.account = null;
      await assert.rejects(call(services, phone), byAccount);
      assert.equal(services.lookedAt, 2);
      assert.equal(viewOf(services, phone.session.sessionId).revokedReason, 'account');
      assert.deepEqual(pushesOf(services), ['force_logout push-phone']);
    });

    it(`of ${name} fails open, with a line in the log`, async () => {
      const services = testServices();
      const phone = await register(services, 'phone');
      services.account = new Error('alice@example.com is away');
      services.pass({ hours: 1 });
      await call(services, phone);
      const fields = { ...alice, error: 'Error' };
      assert.deepEqual(services.logged, [
        { level: 'warn', message: 'account not looked at', fields },
      ]);
    });
  }
});

describe('the hourly look of a session that goes on', () => {
  const calls = {
    update: (services: TestServices, { caller }: RegisteredDevice) =>
      updateSession(services, caller, {}),
    refresh: (services: TestServices, { tokens }: RegisteredDevice) =>
      refreshTokens(services, tokens.refresh_token),
  };
  for (const [name, call] of Object.entries(calls)) {
    it(`logs out at once who signed in before the change, at the ${name}`, async () => {
      const services = testServices();
      await register(services, 'old');
      services.pass({ seconds: 10 });
      const tokensValidAfter = services.now();
      const young = await register(services, 'young');
      services.pass({ hours: 2 });
      services.account = { ...accountInOrder, tokensValidAfter };
      await call(services, young);
      assert.deepEqual(pushesOf(services), ['force_logout push-old']);
    });
  }
});

describe('a thief who sets a password', () => {
  for (const when of ['at once', 'after the owner’s hourly look']) {
    it(`is unconfirmed, told of and deniable ${when}, once, and never confirmed by it`, async () => {
      const services = testServices();
      const owner = await register(services, 'phone');
      services.pass({ hours: 2 });
      changeAccount(services);
      if (when !== 'at once') {
        await assert.rejects(updateSession(services, owner.caller, {}), byAccount);
        services.pass({ hours: 1 });
      }
      const thief = await register(services, 'thief');
      await deliverForUser(services, alice);
      assert.equal(viewOf(services, owner.session.sessionId).revokedReason, 'account');
      assert.equal(thief.session.confirmed, false);
      assert.equal(services.unalerted.length, 1);
      const tokens = () =>
        services.sent
          .filter(({ kind, message }) => kind === 'login_alert' && message.token === 'push-phone')
          .flatMap(({ message }) => message.data.answerToken ?? []);
      const [token = ''] = tokens();
      await assert.rejects(answerLoginAlert(services, { token, wasMe: true }), byAccount);
      const denied = { wasMe: false, revoked: true };
      assert.deepEqual(await answerLoginAlert(services, { token, wasMe: false }), {
        ...denied,
        revokedCount: 1,
      });
      await assert.rejects(listSessions(services, thief.caller), { reason: 'session_revoked' });
      // The same answer again finds it given; about another login there is none left.
      assert.deepEqual(await answerLoginAlert(services, { token, wasMe: false }), denied);
      services.pass({ seconds: 5 });
      await register(services, 'thief-2');
      await deliverForUser(services, alice);
      assert.equal(tokens().length, 1);
    });
  }

  it('does not come back as known where he was confirmed, once the owner has closed him', async () => {
    const services = testServices();
    const owner = await register(services, 'phone');
    const thief = await register(services, 'thief');
    services.pass({ days: 8 });
    changeAccount(services);
    const back = await register(services, 'phone', signInNow(services), again(owner));
    assert.equal(back.session.confirmed, true);
    await revokeSession(services, back.caller, thief.session);
    const returning = await register(services, 'thief', signInNow(services), again(thief));
    assert.equal(returning.session.confirmed, false);
  });
});

describe('the same uid in two tenants', () => {
  it('is two users: neither lists, closes nor alerts the other', async () => {
    const services = testServices();
    const here = await register(services, 'phone', signInNow(services, 'alice', 'tenant-a'));
    const there = await register(services, 'laptop', signInNow(services, 'alice', 'tenant-b'));
    assert.equal(there.session.confirmed, true);
    assert.equal((await listSessions(services, here.caller)).sessions.length, 1);
    await assert.rejects(revokeSession(services, here.caller, there.session), {
      reason: 'session_not_found',
    });
    await assert.rejects(listSessions(services, { ...here.caller, tenantId: 'tenant-b' }), {
      reason: 'session_expired',
    });
    await deliverForUser(services, there.caller);
    assert.deepEqual(services.sent, []);
  });
});
