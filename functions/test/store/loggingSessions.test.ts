// Each security event leaves one line in the log, once it is written, with nothing secret in it.
import assert from 'node:assert/strict';
import { unchanged } from '../../src/domain/session/plan.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { loggingSessions } from '../../src/store/loggingSessions.ts';
import { register } from '../doubles/device.ts';
import { memorySessions } from '../doubles/memorySessions.ts';
import { servicesOver } from '../doubles/services.ts';

function loggedServices() {
  const services = servicesOver(memorySessions());
  services.sessions = Object.assign(
    services.sessions,
    loggingSessions({ ...services.sessions }, services.log),
  );
  return services;
}

const linesOf = ({ logged }: ReturnType<typeof loggedServices>) =>
  logged.filter(({ message }) => message === 'security event');

describe('the log of security events', () => {
  it('has a line for a registration, by the name that CAEP gives it', async () => {
    const services = loggedServices();
    const { session } = await register(services, 'iphone-1');
    const [line, ...more] = linesOf(services);
    assert.deepEqual(more, []);
    const { event, sessionId, userId } = line?.fields as Record<string, unknown>;
    assert.deepEqual(
      [line?.level, event, sessionId, userId],
      ['info', 'session-established', session.sessionId, 'alice'],
    );
  });

  it('has a warning for a theft, without a token, a hash, a push token, a name or an address', async () => {
    const services = loggedServices();
    const phone = await register(services, 'iphone-1');
    const stolen = phone.tokens.refresh_token;
    let token = stolen;
    for (let round = 0; round < 2; round += 1) {
      token = (await refreshTokens(services, token)).refresh_token;
      services.pass({ seconds: 60 });
    }
    await assert.rejects(refreshTokens(services, stolen), { reason: 'token_invalid' });
    const events = linesOf(services).map(({ level, fields }) => [
      level,
      (fields as { event: string }).event,
    ]);
    assert.ok(events.some((one) => one.join() === 'warn,credential-compromise'));
    assert.ok(events.some((one) => one.join() === 'info,session-revoked'));
    const text = JSON.stringify(services.logged);
    const { session, secrets } = (await services.sessions.findRecord(phone.session.sessionId))!;
    for (const secret of [
      ...[stolen, token, phone.deviceToken, phone.customToken, secrets.installation],
      ...[session.deviceHash, session.deviceName, 'push-iphone-1', '77.88.55.242'],
    ]) {
      assert.ok(secret.length > 5 && !text.includes(secret), secret);
    }
  });

  it('has no line for what is not committed', async () => {
    const services = loggedServices();
    await assert.rejects(
      services.sessions.changeRecord('x'.repeat(22), () => {
        throw new Error('refused');
      }),
    );
    await services.sessions.changeRecord('x'.repeat(22), () => unchanged(null));
    assert.deepEqual(services.logged, []);
  });

  it('hands each event on once it is written, and none of a change that is refused', async () => {
    const services = servicesOver(memorySessions());
    const published: string[] = [];
    const store = loggingSessions({ ...services.sessions }, services.log, async ({ type }) => {
      published.push(type);
    });
    services.sessions = Object.assign(services.sessions, store);
    const phone = await register(services, 'iphone-1');
    await assert.rejects(
      register(services, 'iphone-1', { ...phone.signIn, signedInAt: new Date(0) }),
    );
    assert.deepEqual(published, ['session-established']);
  });
});
