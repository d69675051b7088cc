import assert from 'node:assert/strict';
import { forceLogoutMessage } from '../../src/domain/push/forceLogout.ts';
import { deliverPush } from '../../src/operations/deliverPush.ts';
import { sendPushes } from '../../src/operations/sendPushes.ts';
import { register } from '../doubles/device.ts';
import { testServices } from '../doubles/services.ts';

async function scene() {
  const services = testServices();
  const { session } = await register(services, 'galaxy-1');
  const { sessionId, deviceType } = session;
  const pushToken = { kind: 'token' as const, value: 'push-galaxy-1' };
  const push = forceLogoutMessage(
    { sessionId, deviceType, pushToken, locale: null },
    {},
    services.now(),
  );
  const storedToken = () => services.sessions.secretsById.get(sessionId)?.pushToken;
  return { services, push, storedToken };
}

describe('sendPushes', () => {
  it('forgets a token that FCM calls dead', async () => {
    const { services, push, storedToken } = await scene();
    services.outcome = { kind: 'dead_token' };
    await sendPushes(services, [push]);
    assert.equal(storedToken(), null);
  });

  it('keeps a newer token of the same session', async () => {
    const { services, push, storedToken } = await scene();
    services.sessions.secretsById.get(push.sessionId)!.pushToken = { kind: 'token', value: 'new' };
    services.outcome = { kind: 'dead_token' };
    await sendPushes(services, [push]);
    assert.equal(storedToken()?.value, 'new');
  });

  it('queues what failed for a passing reason', async () => {
    const { services, push, storedToken } = await scene();
    services.outcome = { kind: 'retry', afterSeconds: 60 };
    await sendPushes(services, [push]);
    assert.deepEqual(services.queued, [{ task: push, afterSeconds: 60 }]);
    assert.equal(storedToken()?.value, 'push-galaxy-1');
  });

  it('never throws, not even when the queue fails too', async () => {
    const { services, push } = await scene();
    services.outcome = { kind: 'retry', afterSeconds: 60 };
    services.pushQueue.enqueue = () => Promise.reject(new Error('push-galaxy-1'));
    await sendPushes(services, [push]);
    assert.equal(services.logged.length, 1);
    assert.doesNotMatch(JSON.stringify(services.logged), /push-galaxy-1/);
  });
});

describe('deliverPush', () => {
  it('throws while the push should be tried again, and settles once it need not', async () => {
    const { services, push, storedToken } = await scene();
    services.outcome = { kind: 'retry', afterSeconds: 60 };
    await assert.rejects(deliverPush(services, push), /force_logout not delivered yet/);
    services.outcome = { kind: 'dead_token' };
    await deliverPush(services, push);
    assert.equal(storedToken(), null);
    assert.deepEqual(services.queued, []);
  });
});
