import assert from 'node:assert/strict';
import { forceLogoutMessage } from '../../src/domain/push/forceLogout.ts';
import { sendPush } from '../../src/operations/sendPush.ts';
import { testServices } from '../doubles/services.ts';

function scene() {
  const services = testServices();
  const pushToken = { kind: 'token' as const, value: 'push-galaxy-1' };
  const push = forceLogoutMessage(
    { sessionId: 's'.repeat(22), deviceType: 'ANDROID', pushToken, locale: null },
    { pushId: 'p'.repeat(22), until: new Date('2026-03-29T12:00:00Z') },
    services.now(),
  );
  return { services, push };
}

describe('sendPush', () => {
  it('tells what may pass from what no further try can help', async () => {
    const { services, push } = scene();
    services.outcome = { kind: 'retry', afterSeconds: 60 };
    assert.equal(await sendPush(services, push), 'failed');
    services.outcome = { kind: 'failed' };
    assert.equal(await sendPush(services, push), 'refused');
    services.outcome = { kind: 'dead_token' };
    assert.equal(await sendPush(services, push), 'dead');
    services.outcome = { kind: 'sent' };
    assert.equal(await sendPush(services, push), 'accepted');
  });

  it('never throws, and logs no push token', async () => {
    const { services, push } = scene();
    services.outcome = new Error('push-galaxy-1');
    assert.equal(await sendPush(services, push), 'failed');
    assert.equal(services.logged.length, 1);
    assert.doesNotMatch(JSON.stringify(services.logged), /push-galaxy-1/);
  });
});
