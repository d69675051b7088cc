import assert from 'node:assert/strict';
import { boundedServices } from '../../src/boundedServices.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { register, signInNow } from '../doubles/device.ts';
import { accountOf, alice, viewOf } from '../doubles/lookInside.ts';
import { testServices } from '../doubles/services.ts';
import { faultyServices } from '../faults/faultyServices.ts';

/** The owner's phone, and a login on a new device. */
async function newLogin() {
  const services = testServices();
  await register(services, 'iphone-1');
  await register(services, 'galaxy-1');
  return services;
}

describe('deliverForUser', () => {
  it('stores the place and alerts the user’s other confirmed devices', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    await deliverForUser(services, phone.caller);
    const tablet = await register(services, 'tablet-1');
    await deliverForUser(services, tablet.caller);
    services.sent.length = 0;
    services.pass({ seconds: 61 });
    const bob = await register(services, 'laptop-1', signInNow(services, 'bob'));
    await deliverForUser(services, bob.caller);
    const thief = await register(services, 'galaxy-1');
    await deliverForUser(services, thief.caller);

    assert.equal(viewOf(services, thief.session.sessionId).location, 'Moscow, Russia');
    const { countries, lastPlaces } = accountOf(services);
    const at = services.now();
    assert.deepEqual(countries, [
      { code: 'RU', seenAt: new Date(at.getTime() - 61_000), isConfirmed: true },
      { code: 'RU', seenAt: at, isConfirmed: false },
    ]);
    assert.deepEqual(lastPlaces.latest, { latitude: 55.75, longitude: 37.62, at });
    assert.deepEqual(
      services.sent.map(({ kind, sessionId, message }) => ({
        kind,
        sessionId,
        to: message.token,
        about: message.data?.sessionId,
        body: message.data?.body,
      })),
      [
        {
          kind: 'login_alert',
          sessionId: phone.session.sessionId,
          to: 'push-iphone-1',
          about: thief.session.sessionId,
          body: 'Logged in on Phone galaxy-1 from Moscow. Was that you?',
        },
      ],
    );
  });

  it('alerts at once though an answer is lost, also that by which it took the work in hand', async () => {
    // The account in Firebase, ours, and the commit.
    for (const at of [1, 2, 3]) {
      const services = testServices();
      await register(services, 'iphone-1');
      await deliverForUser(services, alice);
      await register(services, 'galaxy-1');
      const lost = faultyServices(services, 'fails after', at);
      await deliverForUser(boundedServices(lost.services), alice);
      assert.ok(lost.reached());
      assert.deepEqual(
        services.sent.map(({ kind }) => kind),
        ['login_alert'],
        `call ${at}`,
      );
    }
  });

  it('sends one alert when the same event comes twice at once, and later', async () => {
    const services = await newLogin();
    await Promise.all([deliverForUser(services, alice), deliverForUser(services, alice)]);
    await deliverForUser(services, alice);
    assert.equal(services.sent.length, 1);
  });

  it('gives its work back at once where it fails, so that the event’s next delivery sends', async () => {
    const services = await newLogin();
    const { commit } = services.sessions;
    // Only the lease is written, and what gives it back.
    let commits = 0;
    services.sessions.commit = (...change) =>
      (commits += 1) === 2 ? Promise.reject(new Error('down')) : commit(...change);
    services.outcome = new Error('down');
    await assert.rejects(deliverForUser(services, alice), /down/);
    services.sessions.commit = commit;
    services.outcome = { kind: 'sent' };
    services.sent.length = 0;
    await deliverForUser(services, alice);
    assert.equal(services.sent.length, 1);
  });

  it('throws where FCM has not taken the alert, so that the event comes again', async () => {
    const services = await newLogin();
    services.outcome = { kind: 'retry', afterSeconds: 60 };
    await assert.rejects(deliverForUser(services, alice), /not told to everybody yet/);
    services.outcome = { kind: 'sent' };
    services.pass({ seconds: 60 });
    await deliverForUser(services, alice);
    assert.equal(services.sent.length, 2);
    const [first, second] = services.sent.map(({ message }) => message.data.pushId);
    assert.equal(first, second);
  });

  it('does not fail because of what a later registration, or a call, owes meanwhile', async () => {
    const services = await newLogin();
    const { commit } = services.sessions;
    let commits = 0;
    services.sessions.commit = async (...change) => {
      if ((commits += 1) === 2) await register(services, 'pixel-01');
      return await commit(...change);
    };
    await deliverForUser(services, alice);
    services.sessions.commit = commit;
    services.sent.length = 0;
    await deliverForUser(services, alice);
    assert.equal(services.sent.length, 1);
  });

  it('sends the alert without a place when the search for it breaks', async () => {
    const services = await newLogin();
    services.locator.locate = () => Promise.reject(new Error('GEO_PROVIDERS'));
    await deliverForUser(services, alice);
    assert.equal(
      services.sent[0]?.message.data?.body,
      'Logged in on Phone galaxy-1. Was that you?',
    );
  });

  it('tells nobody of a login that a confirmed session has closed since', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const { session } = await register(services, 'galaxy-1', undefined, { pushToken: null });
    await revokeSession(services, phone.caller, session);
    await deliverForUser(services, alice);
    await deliverForUser(services, { userId: 'nobody', tenantId: null });
    assert.deepEqual(services.sent, []);
  });

  it('tells of a login that has ended itself since, without asking', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    const thief = await register(services, 'galaxy-1');
    await signOut(services, thief.caller);
    await deliverForUser(services, alice);
    const [{ message } = assert.fail()] = services.sent;
    assert.equal(message.token, 'push-iphone-1');
    assert.equal(message.data.body, 'Logged in on Phone galaxy-1 from Moscow, and out again.');
    assert.equal('answerToken' in message.data, false);
  });
});
