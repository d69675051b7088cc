import assert from 'node:assert/strict';
import { alertLogin } from '../../src/operations/alertLogin.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { register, signInNow } from '../doubles/device.ts';
import { testServices } from '../doubles/services.ts';

describe('alertLogin', () => {
  it('stores the place and alerts the user’s other confirmed devices', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    await alertLogin(services, phone.session.sessionId);
    const tablet = await register(services, 'tablet-1');
    const bob = await register(services, 'laptop-1', signInNow(services, 'bob'));
    await alertLogin(services, bob.session.sessionId);
    const thief = await register(services, 'galaxy-1');
    await alertLogin(services, thief.session.sessionId);

    const { location } = services.sessions.sessionsById.get(thief.session.sessionId)!;
    assert.equal(location, 'Moscow, Russia');
    assert.equal(tablet.session.confirmed, false);
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

  it('keeps country and coordinates where only the backend sees them', async () => {
    const services = testServices();
    const { session } = await register(services, 'iphone-1');
    await alertLogin(services, session.sessionId);
    const secrets = services.sessions.secretsById.get(session.sessionId)!;
    assert.deepEqual(secrets.countries, [{ code: 'RU', seenAt: services.now() }]);
    assert.deepEqual(secrets.coordinates, { latitude: 55.75, longitude: 37.62 });
  });

  it('alerts nobody of a first device', async () => {
    const services = testServices();
    const { session } = await register(services, 'iphone-1');
    await alertLogin(services, session.sessionId);
    assert.deepEqual(services.sent, []);
  });

  it('alerts nobody of a known device', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    await register(services, 'tablet-1');
    services.pass({ days: 7 });
    const again = await register(services, 'tablet-1');
    await alertLogin(services, again.session.sessionId);
    assert.deepEqual(services.sent, []);
  });

  it('sends one alert when the same event comes twice', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    const { session } = await register(services, 'galaxy-1');
    await alertLogin(services, session.sessionId);
    await alertLogin(services, session.sessionId);
    assert.equal(services.sent.length, 1);
  });

  it('sends one alert when the same event comes twice at once, and asks for the second again', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    const { session } = await register(services, 'galaxy-1');
    const runs = await Promise.allSettled([
      alertLogin(services, session.sessionId),
      alertLogin(services, session.sessionId),
    ]);
    assert.deepEqual(runs.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.equal(services.sent.length, 1);
  });

  it('sends the alert later when the run that leased it has died', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    const { session } = await register(services, 'galaxy-1');
    const { findRecentSecrets } = services.sessions;
    services.sessions.findRecentSecrets = () => Promise.reject(new Error('instance killed'));
    await assert.rejects(alertLogin(services, session.sessionId), /instance killed/);
    services.sessions.findRecentSecrets = findRecentSecrets;
    await assert.rejects(alertLogin(services, session.sessionId), /being alerted about/);
    services.pass({ seconds: 120 });
    await alertLogin(services, session.sessionId);
    assert.equal(services.sent.length, 1);
  });

  it('sends the alert without a place when the search for it breaks', async () => {
    const services = testServices();
    await register(services, 'iphone-1');
    const { session } = await register(services, 'galaxy-1');
    services.locator.locate = () => Promise.reject(new Error('GEO_PROVIDERS'));
    await alertLogin(services, session.sessionId);
    assert.equal(
      services.sent[0]?.message.data?.body,
      'Logged in on Phone galaxy-1. Was that you?',
    );
  });

  it('does nothing about a session that is gone, and alerts nobody of one already revoked', async () => {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const { session } = await register(services, 'galaxy-1', undefined, { pushToken: null });
    await revokeSession(services, phone.caller, session);
    await alertLogin(services, session.sessionId);
    await alertLogin(services, 'x'.repeat(22));
    assert.deepEqual(services.sent, []);
  });

  it('logs out, once, the sessions that the new one pushed over the limit', async () => {
    const services = testServices({ maxSessions: 2 });
    await register(services, 'iphone-1', undefined, { pushToken: null });
    services.pass({ seconds: 1 });
    await register(services, 'galaxy-1');
    services.pass({ seconds: 1 });
    const { session } = await register(services, 'galaxy-2');
    await alertLogin(services, session.sessionId);
    await alertLogin(services, session.sessionId);
    assert.deepEqual(
      services.sent.map(({ kind, message }) => [kind, message.token]),
      [['force_logout', 'push-galaxy-1']],
    );
    assert.deepEqual(services.sessions.secretsById.get(session.sessionId)?.evicted, []);
  });
});
