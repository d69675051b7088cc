// Whatever must be told is told: for each kind of it. Whatever fails, and whenever: faults/operations.test.ts.
import assert from 'node:assert/strict';
import { maxAttempts } from '../../src/domain/account/outbox.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { deliverPush } from '../../src/operations/deliverOutbox.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { sweep } from '../../src/operations/sweep.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import { register } from '../doubles/device.ts';
import { limitedTo } from '../doubles/limits.ts';
import type { TestServices } from '../doubles/services.ts';
import { accountOf, pushesOf } from '../doubles/lookInside.ts';
import { accountInOrder, testServices } from '../doubles/services.ts';

interface Scene {
  services: TestServices;
  act(): Promise<unknown>;
  /** Every push that then must go out. */
  expected: string[];
}

/** The owner's phone and tablet, and a device just signed in, which both have been told of. */
async function household() {
  const services = testServices();
  const phone = await register(services, 'iphone-1');
  await register(services, 'tablet-1');
  services.pass({ days: 7 });
  const login = await register(services, 'galaxy-1');
  await deliverForUser(services, phone.caller);
  services.sent.length = 0;
  const { sessionId } = login.session;
  const { refresh_token: token } = login.tokens;
  return { services, phone, sessionId, token };
}

const galaxyOut = 'force_logout push-galaxy-1';
const scenes = {
  async 'a session closed'(): Promise<Scene> {
    const { services, phone, sessionId } = await household();
    const act = () => revokeSession(services, phone.caller, { sessionId });
    return { services, act, expected: [galaxyOut] };
  },
  async 'all other sessions closed'(): Promise<Scene> {
    const { services, phone } = await household();
    const act = () => revokeOtherSessions(services, phone.caller);
    return { services, act, expected: [galaxyOut, 'force_logout push-tablet-1'] };
  },
  async 'a "no"'(): Promise<Scene> {
    const { services, phone, sessionId } = await household();
    const act = () => answerLogin(services, phone.caller, { sessionId, wasMe: false });
    return { services, act, expected: [galaxyOut, 'login_answered push-tablet-1'] };
  },
  async 'a "yes"'(): Promise<Scene> {
    const { services, phone, sessionId } = await household();
    const act = () => answerLogin(services, phone.caller, { sessionId, wasMe: true });
    const expected = ['login_answered push-galaxy-1', 'login_answered push-tablet-1'];
    return { services, act, expected };
  },
  async 'a theft'(): Promise<Scene> {
    const { services, token } = await household();
    const second = await refreshTokens(services, token);
    services.pass({ seconds: 1 });
    await refreshTokens(services, second.refresh_token);
    services.pass({ seconds: 11 });
    const act = () => refreshTokens(services, token).catch(() => {});
    const expected = [
      ...[galaxyOut, 'security_alert push-iphone-1', 'security_alert push-tablet-1'],
    ];
    return { services, act, expected };
  },
  async 'an end by the account'(): Promise<Scene> {
    const { services, token } = await household();
    services.pass({ hours: 1 });
    services.account = null;
    const act = () => refreshTokens(services, token).catch(() => {});
    const expected = [galaxyOut, 'force_logout push-iphone-1', 'force_logout push-tablet-1'];
    return { services, act, expected };
  },
  async 'a login, and an end at the limit'(): Promise<Scene> {
    const services = testServices(limitedTo('2'));
    const phone = await register(services, 'iphone-1');
    services.pass({ seconds: 61 });
    await register(services, 'galaxy-1');
    await deliverForUser(services, phone.caller);
    services.sent.length = 0;
    services.pass({ seconds: 61 });
    const act = async () => {
      await register(services, 'galaxy-2');
      await deliverForUser(services, phone.caller);
    };
    return { services, act, expected: [galaxyOut, 'login_alert push-iphone-1'] };
  },
};

const owing = ({ sessions }: TestServices) =>
  [...sessions.content.accounts.values()].filter(
    ({ document: { isOwed, outbox } }) => isOwed || outbox.length > 0,
  );

for (const [what, setUp] of Object.entries(scenes)) {
  it(`${what} is told at once, by name, and nothing stays owed`, async () => {
    const { services, act, expected } = await setUp();
    await act();
    assert.deepEqual(pushesOf(services), expected);
    assert.deepEqual(owing(services), []);
    for (const { sessionId, message } of services.sent) {
      assert.match(message.data.pushId ?? '', /^[A-Za-z0-9_-]{22}$/);
      assert.equal(message.data.receiverSessionId, sessionId);
    }
  });
}

describe('what is owed', () => {
  it('is not given up because somebody asks again and again while FCM is down', async () => {
    for (const what of ['a session closed', 'all other sessions closed', 'a "no"'] as const) {
      const { services, act, expected } = await scenes[what]();
      services.outcome = { kind: 'retry', afterSeconds: 60 };
      for (let times = 0; times < maxAttempts + 1; times += 1) {
        await act();
        services.pass({ seconds: 1 });
      }
      services.outcome = { kind: 'sent' };
      services.sent.length = 0;
      services.pass({ hours: 1 });
      await sweep(services);
      assert.deepEqual(pushesOf(services), expected, what);
    }
  });

  it('is queued by the account’s id, with no push token, and the queue sends it at once', async () => {
    const { services, act, expected } = await scenes['a "no"']();
    services.outcome = { kind: 'retry', afterSeconds: 60 };
    await act();
    const [{ task } = assert.fail()] = services.queued;
    assert.deepEqual(Object.keys(task), ['accountId']);
    await assert.rejects(deliverPush(services, task), /still owes a push/);
    services.outcome = { kind: 'sent' };
    services.sent.length = 0;
    services.pass({ hours: 1 });
    await deliverPush(services, task);
    assert.deepEqual(pushesOf(services), expected);
    await deliverPush(services, task);
    assert.equal(services.sent.length, expected.length);
  });

  it('is lost to no other call that clears its own meanwhile', async () => {
    const { services, phone, sessionId } = await household();
    const { send } = services.pushes;
    let close: Promise<unknown> | undefined;
    // While the "yes" is being sent, the session is closed, and FCM fails for that.
    services.pushes.send = async (push) => {
      if (push.kind === 'login_answered') {
        services.outcome = { kind: 'retry', afterSeconds: 60 };
        close ??= revokeSession(services, phone.caller, { sessionId });
        await close;
        return { kind: 'sent' };
      }
      return send(push);
    };
    await answerLogin(services, phone.caller, { sessionId, wasMe: true });
    services.pushes.send = send;
    services.outcome = { kind: 'sent' };
    services.sent.length = 0;
    services.pass({ hours: 1 });
    await sweep(services);
    assert.deepEqual(pushesOf(services), ['force_logout push-galaxy-1']);
  });

  it('to an ended session keeps its push token until it is accepted, and no longer', async () => {
    const { services, act } = await scenes['a session closed']();
    const tokens = () => JSON.stringify(accountOf(services));
    services.outcome = { kind: 'retry', afterSeconds: 60 };
    await act();
    assert.ok(tokens().includes('push-galaxy-1'));
    services.outcome = { kind: 'sent' };
    services.pass({ hours: 1 });
    await sweep(services);
    assert.ok(!tokens().includes('push-galaxy-1'));
  });

  it('once more where clearing it fails, under the same name', async () => {
    const { services, act, expected } = await scenes['a theft']();
    const { commit } = services.sessions;
    // What is sent has been written before; what follows is not.
    services.sessions.commit = (...change) =>
      services.sent.length > 0 ? Promise.reject(new Error('unavailable')) : commit(...change);
    await act();
    services.sessions.commit = commit;
    services.pass({ seconds: 60 });
    await sweep(services);
    assert.deepEqual(pushesOf(services), [...expected, ...expected].sort());
    const ids = services.sent.map(({ message }) => message.data.pushId);
    assert.equal(new Set(ids).size, expected.length);
    assert.deepEqual(owing(services), []);
  });

  it('is tried five times at most, with a line in the log that tells no push token', async () => {
    const { services, act } = await scenes['a session closed']();
    services.outcome = { kind: 'retry', afterSeconds: 60 };
    await act();
    for (let run = 1; run <= 10; run += 1) {
      services.pass({ hours: 1 });
      await sweep(services);
    }
    assert.deepEqual(owing(services), []);
    assert.equal(services.sent.length, 5);
    const lines = services.logged.filter(({ message }) => message === 'owed push given up');
    assert.equal(lines.length, 1);
    assert.doesNotMatch(JSON.stringify(services.logged), /push-galaxy-1/);
  });

  it('is no answer to a device whose session a change of the account has ended since', async () => {
    const { services, phone, sessionId } = await household();
    services.outcome = { kind: 'retry', afterSeconds: 60 };
    await answerLogin(services, phone.caller, { sessionId, wasMe: true });
    services.pass({ hours: 1 });
    services.account = { ...accountInOrder, tokensValidAfter: services.now() };
    await assert.rejects(updateSession(services, phone.caller, {}));
    services.outcome = { kind: 'sent' };
    services.sent.length = 0;
    services.pass({ hours: 1 });
    await sweep(services);
    assert.deepEqual(
      services.sent.map(({ kind }) => kind),
      ['force_logout', 'force_logout', 'force_logout'],
    );
  });

  it('to nobody whose push token is dead, and the token is forgotten', async () => {
    const { services, act, expected } = await scenes['a theft']();
    services.outcome = { kind: 'dead_token' };
    await act();
    assert.equal(services.sent.length, expected.length);
    assert.deepEqual(owing(services), []);
    const devices = Object.values(accountOf(services).devices);
    assert.deepEqual(
      devices.map(({ pushToken }) => pushToken),
      devices.map(() => null),
    );
  });
});
