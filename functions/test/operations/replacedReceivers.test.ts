// What is owed to a session reaches what has replaced it since, as an answer does.
import assert from 'node:assert/strict';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { answerLogin, answerLoginAlert } from '../../src/operations/answerLogin.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { sweep } from '../../src/operations/sweep.ts';
import type { RegisteredDevice } from '../doubles/device.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';

const alice = { userId: 'alice', tenantId: null };

/** The owner's phone, confirmed, and a login on a new device whose trigger has not run yet. */
async function scene() {
  const services = testServices();
  const phone = await register(services, 'phone');
  await deliverForUser(services, alice);
  services.pass({ hours: 1 });
  const login = await register(services, 'thief');
  services.pass({ seconds: 5 });
  return { services, phone, login };
}

/** The app on this device starts again and goes on with its session, under another push token. */
function restart(services: TestServices, device: RegisteredDevice) {
  return register(services, device.caller.deviceId, signInNow(services), {
    ...again(device),
    refreshToken: device.tokens.refresh_token,
    pushToken: { kind: 'token', value: 'push-renewed' },
  });
}

const pushesOf = ({ sent }: TestServices) =>
  sent.map(({ kind, message }) => `${kind} ${message.token}`).sort();

describe('a receiver that has registered again before the push is sent', () => {
  it('is alerted of the login, and its "no" counts', async () => {
    const { services, phone, login } = await scene();
    const now = await restart(services, phone);
    await deliverForUser(services, alice);
    assert.deepEqual(pushesOf(services), ['login_alert push-renewed']);
    const { answerToken = '', receiverSessionId } = services.sent[0]!.message.data;
    assert.equal(receiverSessionId, now.session.sessionId);
    await answerLoginAlert(services, { token: answerToken, wasMe: false });
    const stored = services.sessions.content.views.get(login.session.sessionId);
    assert.equal(stored?.revokedReason, 'denied');
  });

  it('is told of a theft and of an answer by the sweep', async () => {
    const { services, phone } = await scene();
    const laptop = await register(services, 'laptop');
    await answerLogin(services, phone.caller, { sessionId: laptop.session.sessionId, wasMe: true });
    await deliverForUser(services, alice);
    services.sent.length = 0;
    const second = await refreshTokens(services, laptop.tokens.refresh_token);
    services.pass({ seconds: 1 });
    await refreshTokens(services, second.refresh_token);
    services.outcome = { kind: 'retry', afterSeconds: 60 };
    await assert.rejects(refreshTokens(services, laptop.tokens.refresh_token));
    services.outcome = { kind: 'sent' };
    services.sent.length = 0;
    services.pass({ hours: 1 });
    await restart(services, phone);
    await sweep(services);
    assert.deepEqual(pushesOf(services), [
      'force_logout push-laptop',
      'security_alert push-renewed',
    ]);
  });

  it('is nobody where it has signed out', async () => {
    const { services, phone } = await scene();
    await signOut(services, phone.caller);
    await deliverForUser(services, alice);
    assert.deepEqual(pushesOf(services), []);
    assert.equal(services.unalerted.length, 1);
  });

  it('is no other user of the same device', async () => {
    const { services, phone } = await scene();
    await signOut(services, phone.caller);
    await register(services, 'phone', signInNow(services, 'bob'), again(phone));
    await deliverForUser(services, alice);
    assert.deepEqual(pushesOf(services), []);
  });
});
