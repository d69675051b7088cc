// The same call again, after one whose answer was lost and whose pushes never went out: it finds its work
// done, and sends at once what is still owed.
import assert from 'node:assert/strict';
import { boundedServices } from '../../src/boundedServices.ts';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { registerSession } from '../../src/operations/registerSession.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import type { Services } from '../../src/services.ts';
import { describeDevice, register, signInNow } from '../doubles/device.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';
import { faultyServices } from './faultyServices.ts';

/** Makes the call while nothing works any more once the database has taken the change, then again. */
async function twice<Answer>(
  services: TestServices,
  run: (services: Services) => Promise<Answer>,
): Promise<Answer> {
  const { services: failing } = faultyServices(services, 'outage after', 2);
  await assert.rejects(run(boundedServices(failing)), { reason: 'unavailable' });
  assert.deepEqual(services.sent, []);
  services.pass({ seconds: 5 });
  return await run(services);
}

describe('the same call again', () => {
  let services: TestServices;
  let owner: Awaited<ReturnType<typeof register>>;
  let other: Awaited<ReturnType<typeof register>>;
  beforeEach(async () => {
    services = testServices();
    owner = await register(services, 'the-owners-phone');
    services.pass({ hours: 1 });
    other = await register(services, 'another-phone');
  });

  it('logs the closed device out', async () => {
    const { sessionId } = other.caller;
    await twice(services, (s) => revokeSession(s, owner.caller, { sessionId }));
    assert.deepEqual(told(services), [`force_logout ${sessionId}`]);
  });

  it('logs all others out, which it counts no more', async () => {
    const answer = await twice(services, (s) => revokeOtherSessions(s, owner.caller));
    assert.deepEqual(answer, { revokedCount: 0 });
    assert.deepEqual(told(services), [`force_logout ${other.caller.sessionId}`]);
  });

  it('logs the denied device out', async () => {
    const { sessionId } = other.caller;
    await twice(services, (s) => answerLogin(s, owner.caller, { sessionId, wasMe: false }));
    assert.deepEqual(told(services), [`force_logout ${sessionId}`]);
  });

  it('gets the session that the same attempt has opened', async () => {
    const signIn = { ...signInNow(services), ip: null, officialApp: null };
    const input = { ...describeDevice('a-third-phone'), attempt: 'attempt-0123456789' };
    const run = (s: Services) => registerSession(s, signIn, input);
    // The account is read and asked, and the custom token made, before the commit.
    const lost = faultyServices(services, 'outage after', 4);
    await assert.rejects(run(boundedServices(lost.services)), { reason: 'unavailable' });
    const { session } = await run(services);
    const open = [...services.sessions.content.views.values()].filter(({ revoked }) => !revoked);
    assert.equal(open.length, 3);
    assert.ok(open.some(({ sessionId }) => sessionId === session.sessionId));
  });
});

function told({ sent }: TestServices): string[] {
  return sent.map(({ kind, sessionId }) => `${kind} ${sessionId}`);
}
