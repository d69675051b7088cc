// Attacks by asking often, or in an odd order: what must hold whatever keeps the state.
import assert from 'node:assert/strict';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { answerLogin, answerLoginAlert } from '../../src/operations/answerLogin.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { sweep } from '../../src/operations/sweep.ts';
import type { RegisteredDevice } from '../doubles/device.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { limitedTo } from '../doubles/limits.ts';
import { alice } from '../doubles/lookInside.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';

/** A thief's device that registers again and again, each time showing what it got last. */
async function registerOften(services: TestServices, times: number, first: RegisteredDevice) {
  let device = first;
  for (let count = 0; count < times; count += 1) {
    services.pass({ seconds: 2 });
    device = await register(services, 'thief', signInNow(services), {
      ...again(device),
      refreshToken: device.tokens.refresh_token,
    });
  }
  return device;
}

describe('a thief who asks often', () => {
  it('does not outrun a "no" by eleven registrations, nor a "close"', async () => {
    for (const close of ['no', 'alert', 'close'] as const) {
      const services = testServices();
      const phone = await register(services, 'phone');
      services.pass({ hours: 1 });
      const first = await register(services, 'thief');
      await deliverForUser(services, alice);
      const { answerToken = '' } = services.sent.at(-1)!.message.data;
      const { sessionId } = first.session;
      const last = await registerOften(services, 11, first);
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

  it('has each of twenty devices told of each of ten logins in one burst, after an outage of FCM', async () => {
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
    services.outcome = { kind: 'retry', afterSeconds: 60 };
    const logins = Array.from({ length: 10 }, (_, at) => register(services, `thief-${at}`));
    await Promise.all(logins);
    // Each login has a trigger of its own, and one of them finds what the others have left.
    await Promise.allSettled(logins.map(() => deliverForUser(services, alice)));
    services.outcome = { kind: 'sent' };
    services.sent.length = 0;
    services.pass({ hours: 1 });
    await sweep(services);
    const told = services.sent.filter(({ kind }) => kind === 'login_alert');
    assert.equal(new Set(told.map(({ message }) => message.token)).size, 20);
    assert.deepEqual([...new Set(told.map(({ message }) => message.data?.count))], ['10']);
    // One "no" from any of them is about them all.
    const { answerToken = '' } = told.at(-1)?.message.data ?? {};
    await answerLoginAlert(services, { token: answerToken, wasMe: false });
    const { sessions } = await listSessions(services, phone.caller);
    assert.equal(sessions.length, 20);
  });
});
