import assert from 'node:assert/strict';
import { listSessions } from '../../src/operations/listSessions.ts';
import { deliverPush } from '../../src/operations/deliverPush.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { alertReuse } from '../../src/operations/endStolenSession.ts';
import { register } from '../doubles/device.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';

const refused = (reason: string) => ({ name: 'SessionError', reason });

/** Counts how often the store is asked to change something. */
function countingChanges(services: TestServices) {
  let changes = 0;
  const { changeRecords } = services.sessions;
  services.sessions.changeRecords = (ids, decide) => {
    changes += 1;
    return changeRecords(ids, decide);
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
  const second = await refreshTokens(services, copied.tokens.refresh_token);
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
    assert.deepEqual({ sessionId, userId, deviceId }, caller);
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
    const { tokens, session } = await register(services, 'iphone-1');
    const next = await refreshTokens(services, tokens.refresh_token);
    services.pass({ seconds: 10 });
    const before = structuredClone(services.sessions.secretsById.get(session.sessionId));
    const again = await refreshTokens(services, tokens.refresh_token);
    assert.equal(again.refresh_token, next.refresh_token);
    assert.deepEqual(services.sessions.secretsById.get(session.sessionId), before);
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

  it('counts as activity once per interval, and never slides past MAX_DAYS', async () => {
    const services = testServices({ maxDays: 40 });
    const { tokens, session } = await register(services, 'iphone-1');
    const stored = () => services.sessions.sessionsById.get(session.sessionId)!;
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

  it('is refused for a revoked, an expired and a vanished session, each by its reason', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const closed = await register(services, 'galaxy-1');
    await revokeSession(services, phone.caller, closed.session);
    const { refresh_token: token } = closed.tokens;
    await assert.rejects(refreshTokens(services, token), refused('session_revoked'));
    services.sessions.sessionsById.delete(closed.session.sessionId);
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
    const ended = services.sessions.sessionsById.get(copied.session.sessionId)!;
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

  it('is told later by the queued task when the instance dies in between', async () => {
    const { services, copied, reuse } = await theft();
    const { findOpenRecords } = services.sessions;
    services.sessions.findOpenRecords = () => Promise.reject(new Error('instance killed'));
    await assert.rejects(reuse(), /instance killed/);
    services.sessions.findOpenRecords = findOpenRecords;
    assert.deepEqual(services.sent, []);
    const [queued] = services.queued;
    assert.ok(queued);
    assert.deepEqual(queued, {
      task: { kind: 'token_reuse', sessionId: copied.session.sessionId },
      afterSeconds: 60,
    });
    await assert.rejects(deliverPush(services, queued.task), /is being told/);
    services.pass({ seconds: 60 });
    await deliverPush(services, queued.task);
    await deliverPush(services, queued.task);
    assert.equal(services.sent.length, 2);
  });

  it('ends the session even when the task cannot be queued', async () => {
    const { services, copied, reuse } = await theft();
    services.pushQueue.enqueue = () => Promise.reject(new Error('no queue'));
    await assert.rejects(reuse(), refused('token_invalid'));
    assert.equal(services.sent.length, 2);
    assert.ok(services.sessions.sessionsById.get(copied.session.sessionId)?.revoked);
    assert.equal(services.logged.length, 1);
  });

  it('is told once however many find it at once', async () => {
    const { services, copied, reuse } = await theft();
    await Promise.allSettled([reuse(), reuse(), reuse()]);
    assert.equal(services.sent.length, 2);
    assert.equal(await alertReuse(services, copied.session.sessionId), 'done');
  });
});
