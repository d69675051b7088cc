import assert from 'node:assert/strict';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import { loggingSessions, securityEventMessage } from '../../src/store/loggingSessions.ts';
import { register } from '../doubles/device.ts';
import { testServices } from '../doubles/services.ts';

function scene() {
  const services = testServices();
  const { content } = services.sessions;
  services.sessions = { ...loggingSessions(services.sessions, services.log), content };
  const lines = () => services.logged.filter(({ message }) => message === securityEventMessage);
  return { services, lines };
}

describe('the log of security events', () => {
  it('has a line for each event that is committed, with ids and words of ours only', async () => {
    const { services, lines } = scene();
    const phone = await register(services, 'iphone-1');
    const galaxy = await register(services, 'galaxy-1');
    services.logged.length = 0;
    await revokeSession(services, phone.caller, galaxy.session);
    const [line = assert.fail(), ...others] = lines();
    assert.deepEqual(others, []);
    const fields = line.fields as Record<string, unknown>;
    assert.match(String(fields.eventId), /^[A-Za-z0-9_-]{22}$/);
    assert.deepEqual(fields, {
      event: 'session-revoked',
      initiatingEntity: 'user',
      revokedReason: 'user',
      userId: 'alice',
      tenantId: null,
      eventId: fields.eventId,
      sessionId: galaxy.session.sessionId,
      actorSessionId: phone.session.sessionId,
    });
  });

  it('says when pushes reach a device in another way, without what it is reached by', async () => {
    const { services } = scene();
    const lines = () => services.logged.filter(({ message }) => message === 'pushes of a device');
    const { caller } = await register(services, 'galaxy-1');
    const device = { deviceType: 'ANDROID', pushes: 'ok', kind: 'token' };
    services.pass({ seconds: 2 });
    await updateSession(services, caller, { pushToken: { kind: 'token', value: 'another' } });
    assert.deepEqual(
      lines().map(({ level, fields }) => [level, fields]),
      [['info', device]],
    );
    services.pass({ seconds: 2 });
    await updateSession(services, caller, { pushToken: { kind: 'fid', value: 'secret-id' } });
    services.pass({ seconds: 2 });
    await updateSession(services, caller, { pushToken: null });
    assert.deepEqual(
      lines().map(({ fields }) => fields),
      [device, { ...device, kind: 'fid' }, { ...device, pushes: 'none', kind: null }],
    );
    assert.doesNotMatch(JSON.stringify(services.logged), /another|secret-id/);
  });

  it('has none of a change that is not committed', async () => {
    const services = testServices();
    const commit = () => Promise.reject(new Error('away'));
    Object.assign(
      services.sessions,
      loggingSessions({ ...services.sessions, commit }, services.log),
    );
    await assert.rejects(register(services, 'iphone-1'), /away/);
    assert.deepEqual(services.logged, []);
  });

  it('warns of a copied refresh token', async () => {
    const { services, lines } = scene();
    const { tokens } = await register(services, 'iphone-1');
    const next = await refreshTokens(services, tokens.refresh_token);
    services.pass({ seconds: 2 });
    await refreshTokens(services, next.refresh_token);
    await assert.rejects(refreshTokens(services, tokens.refresh_token));
    assert.deepEqual(
      lines().map(({ level }) => level),
      ['info', 'info', 'warn'],
    );
  });
});
