// The same call again, after one whose answer was lost and whose pushes never went out: it finds its work
// done, and sends at once what is still owed.
import assert from 'node:assert/strict';
import { boundedServices } from '../../src/boundedServices.ts';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import type { Caller } from '../../src/domain/session/session.ts';
import type { Services } from '../../src/services.ts';
import { register } from '../doubles/device.ts';
import { pushesOf } from '../doubles/lookInside.ts';
import { testServices } from '../doubles/services.ts';
import { faultyServices } from './faultyServices.ts';

type Call = (services: Services, owner: Caller, sessionId: string) => Promise<unknown>;

describe('the same call again', () => {
  for (const [what, call] of Object.entries<Call>({
    'closed device': (s, owner, sessionId) => revokeSession(s, owner, { sessionId }),
    'only other device': (s, owner) => revokeOtherSessions(s, owner),
    'denied device': (s, owner, sessionId) => answerLogin(s, owner, { sessionId, wasMe: false }),
  })) {
    it(`logs the ${what} out`, async () => {
      const services = testServices();
      const { caller: owner } = await register(services, 'phone');
      services.pass({ hours: 1 });
      const { sessionId } = (await register(services, 'other')).caller;
      // Nothing works any more once the database has taken the change.
      const failing = boundedServices(faultyServices(services, 'outage after', 2).services);
      await assert.rejects(call(failing, owner, sessionId), { reason: 'unavailable' });
      assert.deepEqual(services.sent, []);
      services.pass({ seconds: 5 });
      await call(services, owner, sessionId);
      assert.deepEqual(pushesOf(services), ['force_logout push-other']);
    });
  }
});
