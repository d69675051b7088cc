// Whatever must be told is told in the end: for each kind of it, whenever the process dies, whatever fails.
import assert from 'node:assert/strict';
import { maxAttempts } from '../../src/domain/account/outbox.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { deliverPush } from '../../src/operations/deliverOutbox.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { sweep } from '../../src/operations/sweep.ts';
import { register } from '../doubles/device.ts';
import type { Death } from '../doubles/dying.ts';
import { dyingAt } from '../doubles/dying.ts';
import { limitedTo } from '../doubles/limits.ts';
import type { TestServices } from '../doubles/services.ts';
import { accountOf } from '../doubles/lookInside.ts';
import { testServices } from '../doubles/services.ts';

const isGivenUp = ({ message }: { message: string }) => message === 'owed push given up';

interface Scene {
  services: TestServices;
  /** The call, by a process of its own. */
  act(services: TestServices): Promise<unknown>;
  /** Whether what must be told has become true. */
  isTrue(): boolean;
  /** Every push that then must go out. */
  expected: string[];
}

/** The owner's phone and tablet, and a device just signed in, which both have been told of. */
async function household() {
  const services = testServices();
  const phone = await register(services, 'iphone-1');
  const tablet = await register(services, 'tablet-1');
  services.pass({ days: 7 });
  const login = await register(services, 'galaxy-1');
  await deliverForUser(services, phone.caller);
  services.sent.length = 0;
  const stored = (one: { session: { sessionId: string } }) =>
    services.sessions.content.views.get(one.session.sessionId)!;
  const { sessionId } = login.session;
  return { services, phone, tablet, login, sessionId, stored };
}

const scenes: Record<string, () => Promise<Scene>> = {
  async 'a session closed'() {
    const { services, phone, login, sessionId, stored } = await household();
    return {
      services,
      act: (process) => revokeSession(process, phone.caller, { sessionId }),
      isTrue: () => stored(login).revoked,
      expected: ['force_logout push-galaxy-1'],
    };
  },
  async 'all other sessions closed'() {
    const { services, phone, login, stored } = await household();
    return {
      services,
      act: (process) => revokeOtherSessions(process, phone.caller),
      isTrue: () => stored(login).revoked,
      expected: ['force_logout push-galaxy-1', 'force_logout push-tablet-1'],
    };
  },
  async 'a "no"'() {
    const { services, phone, login, sessionId, stored } = await household();
    return {
      services,
      act: (process) => answerLogin(process, phone.caller, { sessionId, wasMe: false }),
      isTrue: () => stored(login).revoked,
      expected: ['force_logout push-galaxy-1', 'login_answered push-tablet-1'],
    };
  },
  async 'a "yes"'() {
    const { services, phone, login, sessionId, stored } = await household();
    return {
      services,
      act: (process) => answerLogin(process, phone.caller, { sessionId, wasMe: true }),
      isTrue: () => stored(login).confirmed,
      expected: ['login_answered push-galaxy-1', 'login_answered push-tablet-1'],
    };
  },
  async 'a theft'() {
    const { services, login, stored } = await household();
    const second = await refreshTokens(services, login.tokens.refresh_token);
    services.pass({ seconds: 1 });
    await refreshTokens(services, second.refresh_token);
    services.pass({ seconds: 11 });
    return {
      services,
      act: (process) => refreshTokens(process, login.tokens.refresh_token),
      isTrue: () => stored(login).revoked,
      expected: [
        'force_logout push-galaxy-1',
        'security_alert push-iphone-1',
        'security_alert push-tablet-1',
      ],
    };
  },
  async 'an end by the account'() {
    const { services, login, stored } = await household();
    services.pass({ hours: 1 });
    services.account = null;
    return {
      services,
      act: (process) => refreshTokens(process, login.tokens.refresh_token),
      isTrue: () => stored(login).revoked,
      expected: [
        'force_logout push-galaxy-1',
        'force_logout push-iphone-1',
        'force_logout push-tablet-1',
      ],
    };
  },
  async 'a login, and an end at the limit'() {
    const services = testServices(limitedTo('2'));
    const phone = await register(services, 'iphone-1');
    services.pass({ seconds: 61 });
    await register(services, 'galaxy-1');
    await deliverForUser(services, phone.caller);
    services.sent.length = 0;
    services.pass({ seconds: 61 });
    return {
      services,
      async act(process) {
        await register(process, 'galaxy-2');
        await deliverForUser(process, phone.caller);
      },
      isTrue: () => services.sessions.content.views.size === 3,
      expected: ['force_logout push-galaxy-1', 'login_alert push-iphone-1'],
    };
  },
};

const pushesOf = ({ sent }: TestServices) =>
  [...new Set(sent.map(({ kind, message }) => `${kind} ${message.token}`))].sort();
const owing = ({ sessions }: TestServices) =>
  [...sessions.content.accounts.values()].filter(
    ({ document: { isOwed, outbox } }) => isOwed || outbox.length > 0,
  );

/** What the safety net does once nobody has anything in hand any more. */
async function sweepLater(services: TestServices) {
  services.pass({ seconds: 60 });
  await sweep(services);
}

for (const [what, setUp] of Object.entries(scenes)) {
  describe(`${what} is told`, () => {
    it('at once, and nothing stays owed', async () => {
      const { services, act, isTrue, expected } = await setUp();
      await act(services).catch(() => {});
      assert.ok(isTrue());
      assert.deepEqual(pushesOf(services), expected);
      assert.equal(services.sent.length, expected.length);
      assert.deepEqual(owing(services), []);
    });

    for (const death of ['before', 'after'] as Death[]) {
      it(`whenever the process dies, ${death} a call takes effect`, async () => {
        let at = 0;
        for (let died = true; died;) {
          const { services, act, isTrue, expected } = await setUp();
          const process = dyingAt(services, (at += 1), death);
          await act(process.services).catch(() => {});
          died = process.died();
          await sweepLater(services);
          const told = isTrue() ? expected : [];
          assert.deepEqual(pushesOf(services), told, `died at call ${at}`);
          const ids = services.sent.map(({ message }) => message.data.pushId);
          assert.equal(new Set(ids).size, told.length, 'each push keeps its name');
          assert.deepEqual(owing(services), [], `died at call ${at}`);
        }
        assert.ok(at > 3, `died at ${at} calls`);
      });
    }

    it('when FCM fails and the queue refuses, by the sweep', async () => {
      const { services, act, expected } = await setUp();
      services.pushQueue.enqueue = () => Promise.reject(new Error('no queue'));
      services.outcome = { kind: 'retry', afterSeconds: 60 };
      await act(services).catch(() => {});
      services.outcome = new Error('down');
      await sweepLater(services);
      services.outcome = { kind: 'sent' };
      services.sent.length = 0;
      services.pass({ hours: 1 });
      await sweep(services);
      assert.deepEqual(pushesOf(services), expected);
      assert.deepEqual(owing(services), []);
    });

    it('once more where clearing it fails, under the same name', async () => {
      const { services, act, expected } = await setUp();
      const { commit } = services.sessions;
      // What is sent has been written before; what follows is not.
      services.sessions.commit = (...change) =>
        services.sent.length > 0 ? Promise.reject(new Error('unavailable')) : commit(...change);
      await act(services).catch(() => {});
      services.sessions.commit = commit;
      await sweepLater(services);
      assert.deepEqual(pushesOf(services), expected);
      const ids = services.sent.map(({ message }) => message.data.pushId);
      assert.equal(new Set(ids).size, expected.length);
      assert.deepEqual(owing(services), []);
    });

    it('is tried five times at most, with a line in the log for each', async () => {
      const { services, act, expected } = await setUp();
      services.outcome = { kind: 'retry', afterSeconds: 60 };
      await act(services).catch(() => {});
      for (let run = 1; run <= 10; run += 1) {
        services.pass({ hours: 1 });
        await sweep(services);
      }
      assert.deepEqual(owing(services), []);
      assert.equal(services.sent.length, 5 * expected.length);
      assert.equal(services.logged.filter(isGivenUp).length, expected.length);
    });

    it('to nobody whose push token is dead, and the token is forgotten', async () => {
      const { services, act, expected } = await setUp();
      services.outcome = { kind: 'dead_token' };
      await act(services).catch(() => {});
      assert.equal(services.sent.length, expected.length);
      assert.deepEqual(owing(services), []);
      const devices = Object.values(accountOf(services).devices);
      const values = devices.map(({ pushToken }) => pushToken?.value);
      for (const push of expected) assert.ok(!values.includes(push.split(' ')[1]), push);
    });
  });
}

describe('what is owed', () => {
  it('is sent by the same call again', async () => {
    for (const what of ['a session closed', 'all other sessions closed', 'a "no"']) {
      const { services, act, expected } = await scenes[what]!();
      services.outcome = { kind: 'retry', afterSeconds: 60 };
      await act(services);
      services.outcome = { kind: 'sent' };
      services.sent.length = 0;
      await act(services);
      assert.deepEqual(pushesOf(services), expected, what);
      assert.deepEqual(owing(services), []);
    }
  });

  it('is not given up because somebody asks again and again while FCM is down', async () => {
    for (const what of ['a session closed', 'all other sessions closed', 'a "no"']) {
      const { services, act, expected } = await scenes[what]!();
      services.outcome = { kind: 'retry', afterSeconds: 60 };
      for (let times = 0; times < maxAttempts + 1; times += 1) {
        await act(services);
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
    const { services, act, expected } = await scenes['a "no"']!();
    services.outcome = { kind: 'retry', afterSeconds: 60 };
    await act(services);
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
    const { services, phone, login, sessionId } = await household();
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
    assert.notEqual(login.session.sessionId, phone.session.sessionId);
  });

  it('to an ended session keeps its push token until it is accepted, and no longer', async () => {
    const { services, act } = await scenes['a session closed']!();
    const tokens = () => JSON.stringify(accountOf(services));
    services.outcome = { kind: 'retry', afterSeconds: 60 };
    await act(services);
    assert.ok(tokens().includes('push-galaxy-1'));
    services.outcome = { kind: 'sent' };
    services.pass({ hours: 1 });
    await sweep(services);
    assert.ok(!tokens().includes('push-galaxy-1'));
  });

  it('names the push and its receiver, whatever it is', async () => {
    for (const setUp of Object.values(scenes)) {
      const { services, act } = await setUp();
      await act(services).catch(() => {});
      for (const { sessionId, message } of services.sent) {
        assert.match(message.data.pushId ?? '', /^[A-Za-z0-9_-]{22}$/);
        assert.equal(message.data.receiverSessionId, sessionId);
      }
    }
  });
});
