// Attacks by asking often, or in an odd order: what must hold whatever keeps the state.
import assert from 'node:assert/strict';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { answerLogin, answerLoginAlert } from '../../src/operations/answerLogin.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { revokeToken } from '../../src/operations/revokeToken.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { sweep } from '../../src/operations/sweep.ts';
import type { RegisteredDevice } from '../doubles/device.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { limitedTo } from '../doubles/limits.ts';
import type { TestServices } from '../doubles/services.ts';
import { accountInOrder, testServices } from '../doubles/services.ts';

const alice = { userId: 'alice', tenantId: null };

const pushed = ({ sent }: TestServices, kind: string) =>
  sent.filter((push) => push.kind === kind).map(({ message }) => String(message.token));

/** A thief's device that registers again and again, each time showing what it got last. */
async function registerOften(
  services: TestServices,
  times: number,
  { first, everySeconds = 2 }: { first?: RegisteredDevice; everySeconds?: number } = {},
) {
  let device = first ?? (await register(services, 'thief'));
  for (let count = 0; count < times; count += 1) {
    services.pass({ seconds: everySeconds });
    device = await register(services, 'thief', signInNow(services), {
      ...again(device),
      refreshToken: device.tokens.refresh_token,
    });
  }
  return device;
}

describe('a thief who asks often', () => {
  it('is told of although the login registers, lists and ends itself before the trigger runs', async () => {
    const services = testServices();
    await register(services, 'phone');
    services.pass({ hours: 1 });
    const thief = await register(services, 'thief');
    await listSessions(services, thief.caller);
    await revokeToken(services, thief.tokens.refresh_token);
    await deliverForUser(services, alice);
    assert.deepEqual(pushed(services, 'login_alert'), ['push-phone']);
  });

  it('does not outrun a "no" by eleven registrations, nor a "close"', async () => {
    for (const close of ['no', 'alert', 'close'] as const) {
      const services = testServices();
      const phone = await register(services, 'phone');
      services.pass({ hours: 1 });
      const first = await register(services, 'thief');
      await deliverForUser(services, alice);
      const { answerToken = '' } = services.sent.at(-1)!.message.data;
      const { sessionId } = first.session;
      const last = await registerOften(services, 11, { first });
      if (close === 'no') await answerLogin(services, phone.caller, { sessionId, wasMe: false });
      if (close === 'alert') await answerLoginAlert(services, { token: answerToken, wasMe: false });
      if (close === 'close') await revokeSession(services, phone.caller, { sessionId });
      await assert.rejects(listSessions(services, last.caller), { reason: 'session_revoked' });
      // Else it is refused for its number.
      services.pass({ hours: 1 });
      const back = await register(services, 'thief', signInNow(services), again(last));
      assert.equal(back.session.confirmed, false, close);
      assert.notEqual(back.deviceToken, last.deviceToken, close);
    }
  });

  it('keeps no known device out, and no limit from counting, by a hundred registrations', async () => {
    const services = testServices();
    const phone = await register(services, 'phone');
    services.pass({ hours: 1 });
    const opened: RegisteredDevice[] = [];
    for (let count = 0; count < 100; count += 1) {
      await register(services, `thief-${count}`).then(
        (device) => opened.push(device),
        (error: { reason?: string }) => assert.equal(error.reason, 'rate_limited'),
      );
    }
    assert.equal(opened.length, 10);
    for (const first of opened.slice(0, 2)) await registerOften(services, 50, { first });
    const back = await register(services, 'phone', signInNow(services), again(phone));
    assert.equal(back.session.confirmed, true);
    await assert.rejects(register(services, 'thief-x'), { reason: 'rate_limited' });
  });

  it('keeps no new phone out whose logins the owner has denied, though each had signed out before', async () => {
    const services = testServices();
    const phone = await register(services, 'phone');
    services.pass({ hours: 1 });
    for (let count = 0; count < 10; count += 1) {
      const { caller, session } = await register(services, `thief-${count}`);
      await signOut(services, caller, { forget: count % 2 === 0 });
      services.pass({ seconds: 5 });
      const { sessionId } = session;
      await answerLogin(services, phone.caller, { sessionId, wasMe: false });
    }
    await register(services, 'new-phone');
  });

  it('hides no new country from the alert by logging in often before', async () => {
    const services = testServices();
    await register(services, 'phone');
    await deliverForUser(services, alice);
    services.pass({ days: 8 });
    const thief = await registerOften(services, 100, { everySeconds: 62 });
    await deliverForUser(services, alice);
    services.sent.length = 0;
    services.place = { ...services.place!, country: 'Brazil', countryCode: 'BR', city: 'Recife' };
    services.pass({ hours: 3 });
    await register(services, 'thief-in-brazil');
    await deliverForUser(services, alice);
    assert.match(String(services.sent.at(-1)?.message.data?.signals), /new_country/);
    assert.equal(thief.session.confirmed, false);
  });

  for (const [when, isOut] of [
    ['at once', false],
    ['after an outage of FCM', true],
  ] as const) {
    it(`has each of twenty devices told of each of ten logins in one burst, ${when}`, async () => {
      const services = testServices(limitedTo('40'));
      const phone = await register(services, 'phone');
      for (let count = 1; count < 20; count += 1) {
        services.pass({ seconds: 400 });
        const { session } = await register(services, `tablet-${count}`);
        await answerLogin(services, phone.caller, { sessionId: session.sessionId, wasMe: true });
      }
      services.pass({ hours: 2 });
      await deliverForUser(services, alice);
      services.sent.length = 0;
      if (isOut) services.outcome = { kind: 'retry', afterSeconds: 60 };
      const logins = Array.from({ length: 10 }, (_, at) => register(services, `thief-${at}`));
      await Promise.all(logins);
      // Each login has a trigger of its own, and one of them finds what the others have left.
      await Promise.allSettled(logins.map(() => deliverForUser(services, alice)));
      if (isOut) {
        services.outcome = { kind: 'sent' };
        services.sent.length = 0;
        services.pass({ hours: 1 });
        await sweep(services);
      }
      const told = services.sent.filter(({ kind }) => kind === 'login_alert');
      assert.equal(new Set(told.map(({ message }) => message.token)).size, 20);
      assert.deepEqual([...new Set(told.map(({ message }) => message.data?.count))], ['10']);
      // One "no" from any of them is about them all.
      const { answerToken = '' } = told.at(-1)?.message.data ?? {};
      await answerLoginAlert(services, { token: answerToken, wasMe: false });
      const { sessions } = await listSessions(services, phone.caller);
      assert.equal(sessions.length, 20);
    });
  }
});

describe('what is told to whom it concerns', () => {
  it('is the reason "account" to a device closed by a changed password', async () => {
    const services = testServices();
    const phone = await register(services, 'phone');
    services.pass({ hours: 1 });
    services.account = { ...accountInOrder, tokensValidAfter: services.now() };
    services.pass({ seconds: 5 });
    await register(services, 'tablet');
    await assert.rejects(refreshTokens(services, phone.tokens.refresh_token), {
      reason: 'session_revoked',
      details: { revokedReason: 'account' },
    });
  });

  it('is the logout, at its own push token, to a session that is replaced without its refresh token', async () => {
    const services = testServices();
    const phone = await register(services, 'phone');
    services.pass({ hours: 1 });
    await register(services, 'thief', signInNow(services), again(phone));
    await deliverForUser(services, alice);
    assert.deepEqual(pushed(services, 'force_logout'), ['push-phone']);
  });

  it('ends one of two sign-ins of the same second, and lets the other go on', async () => {
    const services = testServices();
    const phone = await register(services, 'phone');
    services.pass({ seconds: 5 });
    const signIn = signInNow(services);
    const [one, two] = [
      await register(services, 'one', signIn),
      await register(services, 'two', signIn),
    ];
    await revokeSession(services, phone.caller, one.session);
    await assert.rejects(listSessions(services, one.caller), { reason: 'session_revoked' });
    await refreshTokens(services, two.tokens.refresh_token);
    assert.equal((await listSessions(services, two.caller)).sessions.length, 2);
  });
});
