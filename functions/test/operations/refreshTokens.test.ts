import assert from 'node:assert/strict';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { listSessions, listUserSessions } from '../../src/operations/listSessions.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { sweep } from '../../src/operations/sweep.ts';
import { register } from '../doubles/device.ts';
import { living } from '../doubles/limits.ts';
import type { TestServices } from '../doubles/services.ts';
import { accountOf, eventsOf, outboxOf } from '../doubles/lookInside.ts';
import { testServices } from '../doubles/services.ts';

const refused = (reason: string) => ({ name: 'SessionError', reason });

const pushesOf = ({ sent }: TestServices) =>
  sent.map(({ kind, message }) => `${kind} ${message.token}`).sort();

/** Counts how often the store is asked for an account. */
function countingChanges(services: TestServices) {
  let changes = 0;
  const { readAccount } = services.sessions;
  services.sessions.readAccount = (id) => {
    changes += 1;
    return readAccount(id);
  };
  return () => changes;
}

/** An owner's phone, and a phone whose refresh token has been used twice, past the grace. */
async function theft() {
  const services = testServices();
  const phone = await register(services, 'iphone-1');
  services.pass({ days: 7 });
  const copied = await register(services, 'galaxy-1', undefined, {
    deviceName: 'Samsung Galaxy S24',
  });
  await deliverForUser(services, copied.caller);
  services.sent.length = 0;
  const second = await refreshTokens(services, copied.tokens.refresh_token);
  services.pass({ seconds: 1 });
  await refreshTokens(services, second.refresh_token);
  services.pass({ seconds: 11 });
  const reuse = () => refreshTokens(services, copied.tokens.refresh_token);
  return { services, phone, copied, reuse };
}

describe('refreshTokens', () => {
  it('answers with the next refresh token and a new access token of the same session', async () => {
    const services = testServices();
    const { tokens, caller } = await register(services, 'iphone-1');
    const next = await refreshTokens(services, tokens.refresh_token);
    assert.notEqual(next.refresh_token, tokens.refresh_token);
    assert.equal(next.expires_in, 600);
    const { sessionId, userId, deviceId } = await services.tokens.verifyAccessToken(
      next.access_token,
      services.now(),
    );
    assert.deepEqual([sessionId, userId, deviceId], [caller.sessionId, 'alice', 'iphone-1']);
  });

  it('asks the store nothing about a forged token', async () => {
    const services = testServices();
    const { tokens } = await register(services, 'iphone-1');
    const changes = countingChanges(services);
    const [sessionId, nonce, mac] = tokens.refresh_token.split('.');
    for (const forged of [
      `${sessionId}.${'A'.repeat(22)}.${mac}`,
      `${sessionId}.${nonce}.${'A'.repeat(43)}`,
      `${nonce}.${sessionId}.${mac}`,
      tokens.access_token,
      'rubbish',
    ]) {
      await assert.rejects(refreshTokens(services, forged), refused('token_invalid'));
    }
    assert.equal(changes(), 0);
  });

  it('gives the current token again within the grace, and writes nothing', async () => {
    const services = testServices();
    const { tokens } = await register(services, 'iphone-1');
    const next = await refreshTokens(services, tokens.refresh_token);
    services.pass({ seconds: 10 });
    const before = structuredClone(accountOf(services));
    const again = await refreshTokens(services, tokens.refresh_token);
    assert.equal(again.refresh_token, next.refresh_token);
    assert.deepEqual(accountOf(services), before);
  });

  it('gives one child to fifty refreshes at once of one token, and raises no alarm', async () => {
    const services = testServices();
    const { tokens } = await register(services, 'iphone-1');
    const all = await Promise.all(
      Array.from({ length: 50 }, () => refreshTokens(services, tokens.refresh_token)),
    );
    assert.equal(new Set(all.map((one) => one.refresh_token)).size, 1);
    assert.deepEqual(services.sent, []);
  });

  it('counts as activity once per interval, and never slides past its longest time', async () => {
    const services = testServices(living('30d/40d'));
    const { tokens, session } = await register(services, 'iphone-1');
    const stored = () => services.sessions.content.views.get(session.sessionId)!;
    services.pass({ seconds: 299 });
    let { refresh_token: token } = await refreshTokens(services, tokens.refresh_token);
    assert.deepEqual(stored().lastActiveAt, new Date('2026-03-01T12:00:00Z'));
    services.pass({ seconds: 1 });
    ({ refresh_token: token } = await refreshTokens(services, token));
    assert.deepEqual(stored().lastActiveAt, new Date('2026-03-01T12:05:00Z'));
    assert.deepEqual(stored().expiresAt, new Date('2026-03-31T12:05:00Z'));
    services.pass({ days: 29 });
    ({ refresh_token: token } = await refreshTokens(services, token));
    assert.deepEqual(stored().expiresAt, new Date('2026-04-10T12:00:00Z'));
    services.pass({ days: 11 });
    await assert.rejects(refreshTokens(services, token), refused('session_expired'));
  });

  it('gives no access token that outlives its session', async () => {
    const services = testServices(living('1d/1d'));
    const { tokens } = await register(services, 'iphone-1');
    assert.equal(tokens.expires_in, 600);
    services.pass({ seconds: 86_400 - 90 });
    const { access_token: token, expires_in } = await refreshTokens(services, tokens.refresh_token);
    const { expiresAt } = await services.tokens.verifyAccessToken(token, services.now());
    assert.deepEqual([expires_in, expiresAt], [90, new Date('2026-03-02T12:00:00Z')]);
  });

  it('is refused for a revoked, an expired and a vanished session, each by its reason', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const closed = await register(services, 'galaxy-1');
    await revokeSession(services, phone.caller, closed.session);
    const { refresh_token: token } = closed.tokens;
    await assert.rejects(refreshTokens(services, token), refused('session_revoked'));
    services.sessions.content.views.delete(closed.session.sessionId);
    await assert.rejects(refreshTokens(services, token), refused('session_expired'));
    services.pass({ days: 30 });
    await assert.rejects(
      refreshTokens(services, phone.tokens.refresh_token),
      refused('session_expired'),
    );
  });
});

describe('a refresh token used a second time', () => {
  it('ends its session and logs its device out', async () => {
    const { services, copied, reuse } = await theft();
    await assert.rejects(reuse(), refused('token_invalid'));
    const ended = services.sessions.content.views.get(copied.session.sessionId)!;
    assert.equal(ended.revokedReason, 'token_reuse');
    await assert.rejects(listSessions(services, copied.caller), refused('session_revoked'));
    await assert.rejects(reuse(), refused('session_revoked'));
  });

  it('is told to its device and the user’s other confirmed ones before the refusal', async () => {
    const { services, copied, phone, reuse } = await theft();
    await assert.rejects(reuse());
    assert.deepEqual(services.sent.map(({ kind, message }) => [kind, message.token]).sort(), [
      ['force_logout', 'push-galaxy-1'],
      ['security_alert', 'push-iphone-1'],
    ]);
    const alert = services.sent.find(({ kind }) => kind === 'security_alert');
    assert.equal(alert?.sessionId, phone.session.sessionId);
    assert.match(
      String(alert?.message.data?.body ?? alert?.message.data?.title),
      /Samsung Galaxy S24/,
    );
    assert.equal(alert?.message.data?.sessionId, copied.session.sessionId);
  });

  it('is never told to the session that it is about, confirmed as that may be', async () => {
    const { services, copied, reuse } = await theft();
    services.pass({ days: 8 });
    await assert.rejects(reuse());
    assert.deepEqual(pushesOf(services), [
      'force_logout push-galaxy-1',
      'security_alert push-iphone-1',
    ]);
    const { confirmed } = (
      await listUserSessions(services, copied.caller, { includeEnded: true })
    ).sessions.find(({ sessionId }) => sessionId === copied.session.sessionId)!;
    assert.equal(confirmed, true);
  });

  it('is told by the sweep when the instance dies between the end and the pushes', async () => {
    const { services, copied, reuse } = await theft();
    const { send } = services.pushes;
    services.pushes.send = () => new Promise(() => {});
    void reuse();
    await new Promise((done) => setImmediate(done));
    services.pushes.send = send;
    const ended = services.sessions.content.views.get(copied.session.sessionId)!;
    assert.equal(ended.revokedReason, 'token_reuse');
    services.pass({ seconds: 60 });
    await sweep(services);
    assert.deepEqual(pushesOf(services), [
      'force_logout push-galaxy-1',
      'security_alert push-iphone-1',
    ]);
    assert.deepEqual(outboxOf(services), []);
  });

  it('ends the session even when FCM and the queue fail, and is told later', async () => {
    const { services, copied, reuse } = await theft();
    services.outcome = { kind: 'retry', afterSeconds: 60 };
    services.pushQueue.enqueue = () => Promise.reject(new Error('no queue'));
    await assert.rejects(reuse(), refused('token_invalid'));
    assert.ok(services.sessions.content.views.get(copied.session.sessionId)?.revoked);
    services.outcome = { kind: 'sent' };
    services.sent.length = 0;
    services.pass({ seconds: 10 });
    await sweep(services);
    assert.equal(services.sent.length, 2);
  });

  it('is told once however many find it at once', async () => {
    const { services, reuse } = await theft();
    await Promise.allSettled([reuse(), reuse(), reuse()]);
    assert.equal(new Set(services.sent.map(({ message }) => message.data.pushId)).size, 2);
  });

  // What each event leaves in the log: store/loggingSessions.test.ts.
  it('leaves events for the owner', async () => {
    const { services, reuse } = await theft();
    await assert.rejects(reuse());
    assert.deepEqual(
      eventsOf(services)
        .slice(-2)
        .map(({ type, revokedReason }) => [type, revokedReason]),
      [
        ['session-revoked', 'token_reuse'],
        ['credential-compromise', null],
      ],
    );
  });
});

describe('where no lost answer is accepted', () => {
  it('a previous token ends its session after the grace, and not within it', async () => {
    const services = testServices({ lostAnswer: 'end' });
    const { tokens, session } = await register(services, 'iphone-1');
    await refreshTokens(services, tokens.refresh_token);
    services.pass({ seconds: 10 });
    await refreshTokens(services, tokens.refresh_token);
    services.pass({ seconds: 1 });
    await assert.rejects(refreshTokens(services, tokens.refresh_token), refused('token_invalid'));
    const { revokedReason } = services.sessions.content.views.get(session.sessionId)!;
    assert.equal(revokedReason, 'token_reuse');
  });
});

describe('the account behind a refresh', () => {
  async function scene() {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    services.lookedAt = 0;
    let token = phone.tokens.refresh_token;
    const refresh = async () => {
      ({ refresh_token: token } = await refreshTokens(services, token));
    };
    const stored = () => services.sessions.content.views.get(phone.session.sessionId)!;
    return { services, refresh, stored };
  }

  it('is looked at once an hour', async () => {
    const { services, refresh } = await scene();
    services.pass({ seconds: 3599 });
    await refresh();
    assert.equal(services.lookedAt, 0);
    services.pass({ seconds: 1 });
    await refresh();
    await refresh();
    assert.equal(services.lookedAt, 1);
    services.pass({ hours: 1 });
    await refresh();
    assert.equal(services.lookedAt, 2);
  });

  it('ends the session where it is gone, disabled, or was changed since the sign-in', async () => {
    const account = {
      disabled: false,
      createdAt: new Date('2026-03-01T00:00:00Z'),
      tokensValidAfter: null,
      email: null,
    };
    for (const now of [
      null,
      { ...account, disabled: true },
      { ...account, tokensValidAfter: new Date('2026-03-01T12:30:00Z') },
    ]) {
      const { services, refresh, stored } = await scene();
      services.account = now;
      services.pass({ hours: 1 });
      await assert.rejects(refresh(), {
        reason: 'session_revoked',
        details: { revokedReason: 'account' },
      });
      assert.equal(stored().revokedReason, 'account');
      assert.deepEqual(pushesOf(services), ['force_logout push-iphone-1']);
    }
  });

  it('is taken for good where nobody answers, with a line in the log', async () => {
    const { services, refresh, stored } = await scene();
    services.account = new Error('down');
    services.pass({ hours: 1 });
    await refresh();
    await refresh();
    assert.equal(stored().revoked, false);
    assert.equal(services.lookedAt, 2);
    assert.equal(services.logged.length, 2);
  });
});
