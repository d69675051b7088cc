// The receipt of a logout: the device says that it has wiped itself.
import assert from 'node:assert/strict';
import { confirmLogout } from '../../src/operations/confirmLogout.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { endUserSessions } from '../../src/operations/endUserSessions.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { sweep } from '../../src/operations/sweep.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { alice, pushesOf, viewOf } from '../doubles/lookInside.ts';
import { testServices } from '../doubles/services.ts';

/** A login that the owner's phone has closed, and the token of the push that told it. */
async function closed() {
  const services = testServices();
  const phone = await register(services, 'iphone-1');
  const login = await register(services, 'galaxy-1');
  await deliverForUser(services, alice);
  await revokeSession(services, phone.caller, login.session);
  const receipt = services.sent.at(-1)?.message.data.receiptToken ?? assert.fail();
  const shown = () => listSessions(services, phone.caller, { includeEnded: true });
  return { services, phone, login, receipt, shown };
}

describe('the receipt of a logout', () => {
  it('is recorded once, and shown to who asks for ended sessions', async () => {
    const { services, phone, login, receipt, shown } = await closed();
    const expected = {
      ...login.session,
      ...{ location: 'Moscow, Russia', expiresAt: null, signals: ['new_device'] },
      ...{ isCurrentDevice: false, revokedReason: 'user' },
      revokedAt: '2026-03-01T12:00:00.000Z',
      logoutConfirmedAt: null as string | null,
    };
    assert.deepEqual((await shown()).sessions[1], expected);
    services.pass({ seconds: 120 });
    const confirmed = await confirmLogout(services, receipt);
    services.pass({ seconds: 60 });
    assert.deepEqual(await confirmLogout(services, receipt), confirmed);
    expected.logoutConfirmedAt = '2026-03-01T12:02:00.000Z';
    assert.deepEqual((await shown()).sessions[1], expected);
    assert.equal((await listSessions(services, phone.caller)).sessions.length, 1);
  });

  it('survives whatever is done or found out later', async () => {
    const { services, phone, login, receipt } = await closed();
    const { logoutConfirmedAt } = await confirmLogout(services, receipt);
    const { sessionId } = login.session;
    await revokeSession(services, phone.caller, { sessionId });
    services.pass({ hours: 1 });
    await register(services, 'galaxy-1', signInNow(services), again(login));
    await deliverForUser(services, alice);
    await revokeOtherSessions(services, phone.caller);
    services.pass({ days: 7 });
    await sweep(services);
    await endUserSessions(services, alice);
    const { logoutConfirmedAt: at, revokedReason } = viewOf(services, sessionId);
    assert.deepEqual([at?.toISOString(), revokedReason], [logoutConfirmedAt, 'user']);
  });

  it('is refused for a live session, with another token, and after 30 days', async () => {
    const { services, phone, login, receipt } = await closed();
    const longer = await services.tokens.issueReceiptToken({
      sessionId: login.session.sessionId,
      expiresAt: new Date(services.now().getTime() + 31 * 86_400_000),
    });
    const live = await services.tokens.issueReceiptToken({
      sessionId: phone.session.sessionId,
      expiresAt: new Date(services.now().getTime() + 60_000),
    });
    for (const wrong of [live, `${receipt}x`, phone.tokens.refresh_token]) {
      await assert.rejects(confirmLogout(services, wrong), { reason: 'token_invalid' });
    }
    services.pass({ days: 30 });
    for (const late of [receipt, longer]) {
      await assert.rejects(confirmLogout(services, late), { reason: 'token_invalid' });
    }
  });

  it('is asked for by no push where its token cannot be made: the push goes out all the same', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const login = await register(services, 'galaxy-1');
    services.tokens.issueReceiptToken = () => Promise.reject(new Error('secret'));
    await revokeSession(services, phone.caller, login.session);
    assert.deepEqual(pushesOf(services), ['force_logout push-galaxy-1']);
    assert.equal(services.sent[0]?.message.data.receiptToken, undefined);
    assert.equal(services.logged.length, 1);
    assert.doesNotMatch(JSON.stringify(services.logged), /secret|push-galaxy-1/);
  });

  it('is shown for 30 days', async () => {
    const { services, phone, shown } = await closed();
    services.pass({ days: 29 });
    await updateSession(services, phone.caller, {});
    assert.equal((await shown()).sessions.length, 2);
    services.pass({ days: 1, seconds: 1 });
    assert.equal((await shown()).sessions.length, 1);
  });
});
