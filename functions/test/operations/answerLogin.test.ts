import assert from 'node:assert/strict';
import { answerLogin, answerLoginAlert } from '../../src/operations/answerLogin.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { living } from '../doubles/limits.ts';
import { alice, openOf, pushesOf, viewOf } from '../doubles/lookInside.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';

const refused = (reason: string) => ({ name: 'SessionError', reason });

/** The token of the latest alert that the owner's phone was sent. */
function tokenOf({ sent }: TestServices): string {
  const alert = sent.findLast(({ message }) => message.token === 'push-iphone-1');
  return alert?.message.data.answerToken ?? assert.fail();
}

/** The owner's phone and tablet, both confirmed, and a new device that the phone is alerted of. */
async function scene() {
  const services = testServices();
  const phone = await register(services, 'iphone-1');
  await register(services, 'tablet-1');
  await deliverForUser(services, alice);
  services.pass({ days: 7 });
  const login = await register(services, 'galaxy-1');
  await deliverForUser(services, alice);
  const token = tokenOf(services);
  services.sent.length = 0;
  const { sessionId } = login.session;
  const answer = (wasMe: boolean) => answerLogin(services, phone.caller, { sessionId, wasMe });
  const answerAlert = (wasMe: boolean) => answerLoginAlert(services, { token, wasMe });
  return { services, phone, login, token, answer, answerAlert };
}

describe('the answer "it was me"', () => {
  it('confirms the session, withdraws the alert elsewhere, and is told to the session; once', async () => {
    const { services, answer, answerAlert } = await scene();
    assert.equal((await answer(true)).session.confirmed, true);
    assert.deepEqual(pushesOf(services), [
      'login_answered push-galaxy-1',
      'login_answered push-tablet-1',
    ]);
    services.sent.length = 0;
    assert.deepEqual(await answerAlert(true), { wasMe: true, revoked: false });
    assert.deepEqual(services.sent, []);
  });

  it('confirms also what has run out since it was told of, which a "no" does not', async () => {
    for (const wasMe of [true, false]) {
      const { services, phone } = await scene();
      Object.assign(services.policy, living('30d/365d,WEB:15m/8h'));
      const web = await register(services, 'browser-1', undefined, { deviceType: 'WEB' });
      const stored = () => openOf(services, web.session.sessionId).session;
      assert.equal(stored().toldLoginAt, null);
      await deliverForUser(services, alice);
      assert.deepEqual(stored().toldLoginAt, stored().registeredAt);
      services.pass({ hours: 1 });
      const { sessionId } = web.session;
      const { session } = await answerLogin(services, phone.caller, { sessionId, wasMe });
      assert.deepEqual([session.sessionId, session.confirmed], [sessionId, wasMe]);
      const back = await register(services, 'browser-1', undefined, again(web));
      assert.equal(back.session.confirmed, wasMe);
    }
  });
});

describe('the answer "it was not me"', () => {
  it('ends exactly that session, with its refresh family, and tells all concerned; for good', async () => {
    const { services, phone, login, answer, answerAlert } = await scene();
    const denied = { wasMe: false, revoked: true };
    assert.deepEqual(await answerAlert(false), denied);
    const told = ['force_logout push-galaxy-1', 'login_answered push-tablet-1'];
    assert.deepEqual(pushesOf(services), told);
    const { refresh_token: refreshToken } = login.tokens;
    await assert.rejects(refreshTokens(services, refreshToken), refused('session_revoked'));
    await assert.rejects(listSessions(services, login.caller), refused('session_revoked'));
    assert.equal((await listSessions(services, phone.caller)).sessions.length, 2);
    for (const wasMe of [false, true]) {
      assert.deepEqual(await answerAlert(wasMe), denied);
      assert.equal((await answer(wasMe)).session.confirmed, false);
    }
    assert.equal(viewOf(services, login.session.sessionId).revokedReason, 'denied');
    assert.deepEqual(pushesOf(services), told);
  });

  it('follows both devices where they have registered again, and never by their ids', async () => {
    const { services, phone, login, answerAlert } = await scene();
    const successor = await register(services, 'galaxy-1', login.signIn, again(login));
    await register(services, 'iphone-1', undefined, again(phone));
    services.pass({ seconds: 1 });
    const sameId = await register(services, 'galaxy-1');
    await answerAlert(false);
    await assert.rejects(listSessions(services, successor.caller), refused('session_revoked'));
    assert.equal(viewOf(services, sameId.session.sessionId).revoked, false);
  });
});

it('an answer about several logins is "no" only, which closes exactly those', async () => {
  const { services, phone, login } = await scene();
  services.pass({ seconds: 30 });
  const second = await register(services, 'galaxy-2');
  await deliverForUser(services, alice);
  const token = tokenOf(services);
  services.pass({ seconds: 90 });
  const third = await register(services, 'galaxy-3');
  const reasonsNow = () =>
    [login, second, third, phone].map(
      (one) => viewOf(services, one.session.sessionId).revokedReason,
    );
  await assert.rejects(
    answerLoginAlert(services, { token, wasMe: true }),
    refused('invalid_input'),
  );
  assert.deepEqual(reasonsNow(), [null, null, null, null]);
  await answerLoginAlert(services, { token, wasMe: false });
  assert.deepEqual(reasonsNow(), ['denied', 'denied', null, null]);
});

describe('nobody may answer', () => {
  it('of another user', async () => {
    const { services, login } = await scene();
    const bob = await register(services, 'laptop-1', signInNow(services, 'bob'));
    const answer = { sessionId: login.session.sessionId, wasMe: false };
    await assert.rejects(answerLogin(services, bob.caller, answer), refused('session_not_found'));
  });

  it('after the confirmation period, nor with another kind of token', async () => {
    const { services, phone, token, answerAlert } = await scene();
    for (const wrong of [`${token}x`, phone.tokens.access_token, phone.tokens.refresh_token]) {
      await assert.rejects(
        answerLoginAlert(services, { token: wrong, wasMe: false }),
        refused('token_invalid'),
      );
    }
    services.pass({ days: 7 });
    await assert.rejects(answerAlert(false), refused('token_invalid'));
  });
});
