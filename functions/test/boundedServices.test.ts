import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { boundedServices } from '../src/boundedServices.ts';
import { SessionError } from '../src/errors.ts';
import { testServices } from './doubles/services.ts';

const alice = { userId: 'alice', tenantId: null };

/** A service that fails with this. */
function failing(error: unknown) {
  const doubles = testServices();
  doubles.sessions.findView = async () => {
    throw error;
  };
  doubles.accounts.findAccount = async () => {
    throw error;
  };
  return { doubles, services: boundedServices(doubles) };
}

const withCode = (code: unknown) => Object.assign(new Error('secret words'), { code });

describe('services with deadlines', () => {
  for (const code of [1, 2, 4, 8, 10, 13, 14, 16]) {
    it(`are unavailable where gRPC answers ${code}`, async () => {
      const { services, doubles } = failing(withCode(code));
      await assert.rejects(services.sessions.findView('id'), { reason: 'unavailable' });
      assert.deepEqual(doubles.logged, [
        {
          level: 'warn',
          message: 'a service is unavailable',
          fields: { service: 'sessions', error: `Error ${code}` },
        },
      ]);
    });
  }

  for (const code of [
    'auth/internal-error',
    'auth/quota-exceeded',
    'app/network-error',
    'app/network-timeout',
    'app/invalid-credential',
  ]) {
    it(`are unavailable where the Admin SDK says ${code}`, async () => {
      const { services } = failing(withCode(code));
      await assert.rejects(services.accounts.findAccount(alice), { reason: 'unavailable' });
    });
  }

  for (const code of [3, 5, 7, 9, 'auth/insufficient-permission', 'auth/project-not-found']) {
    it(`pass on ${code}, which no waiting helps`, async () => {
      const error = withCode(code);
      const { services } = failing(error);
      await assert.rejects(services.sessions.findView('id'), (thrown) => thrown === error);
    });
  }

  it('pass refusals on as they are, those of a service inside another too', async () => {
    const refusal = new SessionError('unavailable');
    const { services, doubles } = failing(refusal);
    await assert.rejects(services.sessions.findView('id'), (thrown) => thrown === refusal);
    assert.deepEqual(doubles.logged, []);
  });

  it('do not wait for ever', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const doubles = testServices();
      doubles.accounts.findAccount = () => new Promise(() => {});
      const answer = boundedServices(doubles).accounts.findAccount(alice);
      answer.catch(() => {});
      mock.timers.tick(3000);
      await assert.rejects(answer, { reason: 'unavailable' });
    } finally {
      mock.timers.reset();
    }
  });
});
