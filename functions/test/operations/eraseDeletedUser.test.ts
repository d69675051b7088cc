// What becomes of a user's sessions when Firebase Authentication deletes the account.
import assert from 'node:assert/strict';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { eraseDeletedUser, eraseWithAccount } from '../../src/operations/eraseUser.ts';
import { isAccount } from '../../src/domain/account/account.ts';
import { sweep } from '../../src/operations/sweep.ts';
import type { SessionError } from '../../src/errors.ts';
import { register } from '../doubles/device.ts';
import { alice, pushesOf } from '../doubles/lookInside.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';

/** Nothing that says whose it was is kept. */
async function assertErased({ sessions }: TestServices): Promise<void> {
  const { account, ...rest } = await sessions.findAllOf(alice);
  assert.deepEqual(rest, { sessions: [], events: [] });
  assert.ok(!isAccount(account));
  assert.doesNotMatch(JSON.stringify(account), /alice/);
}

describe('the deletion of an account', () => {
  it('logs the devices out, erases, and does so again when no custom token lives any more', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    services.account = null;
    await eraseWithAccount(services, alice);
    assert.deepEqual(
      services.sent.map(({ kind, sessionId }) => [kind, sessionId]),
      [['force_logout', phone.session.sessionId]],
    );
    await assertErased(services);
    assert.deepEqual(services.erasures, [{ task: alice, afterSeconds: 4200 }]);
  });

  for (const [when, hours, expected] of [
    ['within an hour', 0.5, ['force_logout push-iphone-1']],
    ['not later', 1, []],
  ] as const) {
    it(`keeps the logout of a device that could not be told yet, and sends it ${when}`, async () => {
      const services = testServices();
      await register(services, 'iphone-1');
      services.account = null;
      services.outcome = new Error('FCM is down');
      await eraseWithAccount(services, alice);
      await assertErased(services);
      services.outcome = { kind: 'sent' };
      services.sent.length = 0;
      services.pass({ hours });
      await sweep(services);
      await sweep(services);
      assert.deepEqual(pushesOf(services), expected);
    });
  }

  it('erases nothing while nobody can tell whether the account exists again', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    services.account = new Error('Authentication is down');
    await assert.rejects(eraseDeletedUser(services, alice), /is down/);
    assert.equal((await services.sessions.findAllOf(alice)).sessions.length, 1);
  });

  it('erases as well what is past its time and that nobody has deleted yet', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    services.pass({ days: 61 });
    services.account = null;
    await eraseDeletedUser(services, alice);
    await assertErased(services);
    assert.deepEqual(services.sent, []);
  });

  for (const [when, step] of [
    ['reads the account', 'readAccount'],
    ['commits', 'commit'],
  ] as const) {
    for (const isFirst of [true, false]) {
      it(`between the look of a registration and when it ${when} leaves ${isFirst ? 'a first' : 'another'} one no session`, async () => {
        const services = testServices();
        if (!isFirst) await register(services, 'iphone-1');
        services.pass({ seconds: 5 });
        const { sessions } = services;
        const original = sessions[step] as (...parameters: unknown[]) => Promise<never>;
        Object.assign(sessions, {
          [step]: async (...parameters: unknown[]) => {
            Object.assign(sessions, { [step]: original });
            // The look has been made: it says that the account is there.
            assert.ok(services.lookedAt > 0);
            services.account = null;
            await eraseWithAccount(services, alice);
            return await original(...parameters);
          },
        });
        const late = await register(services, 'iphone-2').catch(
          ({ reason }: SessionError) => reason,
        );
        // Of nobody there is nothing to erase: what is created all the same is seen by its trigger.
        if (isFirst) await deliverForUser(services, alice);
        else assert.equal(late, 'recent_sign_in_required');
        await assertErased(services);
      });
    }
  }

  it('is not taken for granted where Authentication does not answer the trigger', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    services.account = new Error('Authentication is down');
    await deliverForUser(services, alice);
    assert.equal((await services.sessions.findAllOf(alice)).sessions.length, 1);
  });
});
