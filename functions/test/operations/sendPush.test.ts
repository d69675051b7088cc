import assert from 'node:assert/strict';
import { forceLogoutMessage } from '../../src/domain/push/forceLogout.ts';
import { sendPush } from '../../src/operations/sendPush.ts';
import { register } from '../doubles/device.ts';
import { testServices } from '../doubles/services.ts';

async function scene() {
  const services = testServices();
  const { session } = await register(services, 'galaxy-1');
  const { sessionId, deviceType } = session;
  const pushToken = { kind: 'token' as const, value: 'push-galaxy-1' };
  const push = forceLogoutMessage(
    { sessionId, deviceType, pushToken, locale: null },
    { pushId: 'p'.repeat(22), until: new Date('2026-03-29T12:00:00Z') },
    services.now(),
  );
  const stored = () => services.sessions.secretsById.get(sessionId)!;
  return { services, push, stored };
}

describe('sendPush', () => {
  it('forgets a token that FCM calls dead, and since when', async () => {
    const { services, push, stored } = await scene();
    services.outcome = { kind: 'dead_token' };
    assert.equal(await sendPush(services, push), 'refused');
    assert.equal(stored().pushToken, null);
    assert.deepEqual(stored().pushTokenDiedAt, services.now());
  });

  it('keeps a newer token of the same session', async () => {
    const { services, push, stored } = await scene();
    stored().pushToken = { kind: 'token', value: 'new' };
    services.outcome = { kind: 'dead_token' };
    await sendPush(services, push);
    assert.equal(stored().pushToken?.value, 'new');
    assert.equal(stored().pushTokenDiedAt, null);
  });

  it('tells what may pass from what no further try can help', async () => {
    const { services, push, stored } = await scene();
    services.outcome = { kind: 'retry', afterSeconds: 60 };
    assert.equal(await sendPush(services, push), 'failed');
    services.outcome = { kind: 'failed' };
    assert.equal(await sendPush(services, push), 'refused');
    services.outcome = { kind: 'sent' };
    assert.equal(await sendPush(services, push), 'accepted');
    assert.equal(stored().pushToken?.value, 'push-galaxy-1');
  });

  it('never throws, and logs no push token', async () => {
    const { services, push } = await scene();
    services.outcome = new Error('push-galaxy-1');
    assert.equal(await sendPush(services, push), 'failed');
    assert.equal(services.logged.length, 1);
    assert.doesNotMatch(JSON.stringify(services.logged), /push-galaxy-1/);
  });
});
