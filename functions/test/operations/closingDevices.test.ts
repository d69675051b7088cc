// Closing a session closes the device it was shown for, however often that has registered since.
import assert from 'node:assert/strict';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { testServices } from '../doubles/services.ts';

/** A thief with a copy of the tablet's device token has registered twice, and signed out again. */
async function copied() {
  const services = testServices();
  const phone = await register(services, 'phone');
  const tablet = await register(services, 'tablet');
  await answerLogin(services, phone.caller, { sessionId: tablet.session.sessionId, wasMe: true });
  services.pass({ hours: 1 });
  const first = await register(services, 'thief', signInNow(services), again(tablet));
  assert.equal(first.session.confirmed, true);
  services.pass({ seconds: 5 });
  const second = await register(services, 'thief', signInNow(services), {
    ...again(tablet),
    refreshToken: first.tokens.refresh_token,
  });
  await signOut(services, second.caller);
  const comesBack = async () => {
    services.pass({ hours: 1 });
    return await register(services, 'thief', signInNow(services), again(tablet));
  };
  return { services, phone, sessionId: first.session.sessionId, comesBack };
}

describe('a device that has signed in and out again since', () => {
  for (const row of ['first', 'second'] as const) {
    it(`is not known any more once its ${row} session is closed`, async () => {
      const services = testServices();
      const phone = await register(services, 'phone');
      const first = await register(services, 'tablet');
      const { sessionId } = first.session;
      await answerLogin(services, phone.caller, { sessionId, wasMe: true });
      await signOut(services, first.caller);
      services.pass({ hours: 1 });
      const second = await register(services, 'tablet', signInNow(services), again(first));
      assert.equal(second.session.confirmed, true);
      await signOut(services, second.caller);
      await revokeSession(services, phone.caller, { first, second }[row].session);
      services.pass({ hours: 1 });
      const third = await register(services, 'tablet', signInNow(services), again(first));
      assert.equal(third.session.confirmed, false);
    });
  }
});

describe('a sign-out with forget that comes late', () => {
  it('forgets the device by whatever has ended on it since', async () => {
    const { services, phone, comesBack } = await copied();
    const tablet = await comesBack();
    assert.equal(tablet.session.confirmed, true);
    await signOut(services, tablet.caller);
    const other = await comesBack();
    await signOut(services, other.caller);
    await signOut(services, tablet.caller, { forget: true });
    assert.equal((await comesBack()).session.confirmed, false);
    assert.equal((await listSessions(services, phone.caller)).sessions.length, 2);
  });

  it('changes nothing where somebody has signed in there since', async () => {
    const { services, comesBack } = await copied();
    const tablet = await comesBack();
    await signOut(services, tablet.caller);
    const other = await comesBack();
    await signOut(services, tablet.caller, { forget: true });
    await listSessions(services, other.caller);
    assert.equal((await comesBack()).session.confirmed, true);
  });
});

describe('a device whose session is replaced and over when the owner acts', () => {
  it('is not known any more after a "no"', async () => {
    const { services, phone, sessionId, comesBack } = await copied();
    await answerLogin(services, phone.caller, { sessionId, wasMe: false });
    assert.equal((await comesBack()).session.confirmed, false);
  });

  it('is not known any more once it is closed', async () => {
    const { services, phone, sessionId, comesBack } = await copied();
    await revokeSession(services, phone.caller, { sessionId });
    assert.equal((await comesBack()).session.confirmed, false);
  });
});
