// Answers at once, on Firestore: deny wins over confirm, and nothing else ends that should not.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { firestoreSessions } from '../../src/store/firestoreSessions.ts';
import { register, signInNow } from '../doubles/device.ts';
import { servicesOver } from '../doubles/services.ts';
import { isEmbedded, openFirestore } from './support/firestore.ts';

// Google's emulator waits seconds for locks that Firestore itself releases in milliseconds.
const times = isEmbedded ? 10 : 1;

describe('answers at once', () => {
  const firestore = openFirestore();
  const sessions = firestoreSessions(firestore);
  after(() => firestore.terminate());

  async function scene() {
    const services = servicesOver(sessions);
    const userId = `user-${randomUUID()}`;
    const phone = await register(services, 'iphone-1', signInNow(services, userId));
    const tablet = await register(services, 'tablet-1', signInNow(services, userId));
    services.pass({ days: 7 });
    const login = await register(services, 'galaxy-1', signInNow(services, userId));
    const { sessionId } = login.session;
    const answer = (from: typeof phone, wasMe: boolean) =>
      answerLogin(services, from.caller, { sessionId, wasMe });
    const stored = async () => (await sessions.findSession(sessionId))!;
    return { services, userId, phone, tablet, login, answer, stored };
  }

  function race(title: string, run: (all: Awaited<ReturnType<typeof scene>>) => Promise<void>) {
    it(title, async () => {
      await Promise.all(Array.from({ length: times }, async () => run(await scene())));
    });
  }

  race('confirm against deny: denied, whichever came first', async (all) => {
    const { phone, tablet, answer, stored } = all;
    await Promise.all([answer(phone, true), answer(tablet, false)]);
    assert.equal((await stored()).revokedReason, 'denied');
    await answer(phone, true);
    assert.equal((await stored()).revokedReason, 'denied');
  });

  race('two denials: one push to the device, one context to the other', async (all) => {
    const { services, phone, tablet, answer, stored } = all;
    await Promise.all([answer(phone, false), answer(tablet, false)]);
    assert.equal((await stored()).revokedReason, 'denied');
    assert.deepEqual(services.sent.map(({ kind }) => kind).sort(), [
      'force_logout',
      'login_answered',
    ]);
  });

  race('deny during that device’s refresh: the family is dead', async (all) => {
    const { services, phone, login, answer } = all;
    const [refreshed] = await Promise.allSettled([
      refreshTokens(services, login.tokens.refresh_token),
      answer(phone, false),
    ]);
    const tokens = refreshed.status === 'fulfilled' ? refreshed.value : login.tokens;
    await assert.rejects(refreshTokens(services, tokens.refresh_token), {
      reason: 'session_revoked',
    });
  });

  race('deny of a session that is being closed otherwise: ended once', async (all) => {
    const { services, phone, tablet, login, answer, stored } = all;
    await Promise.all([
      answer(phone, false),
      revokeSession(services, tablet.caller, login.session),
    ]);
    assert.ok(['denied', 'user'].includes((await stored()).revokedReason ?? ''));
    const logouts = services.sent.filter(({ kind }) => kind === 'force_logout');
    assert.equal(logouts.length, 1);
  });

  race('deny while that device registers again: neither session lives', async (all) => {
    const { services, userId, phone, login, answer } = all;
    await Promise.allSettled([answer(phone, false), register(services, 'galaxy-1', login.signIn)]);
    const open = await sessions.findOpenSessions(userId);
    assert.ok(open.every(({ deviceName }) => deviceName !== 'Phone galaxy-1'));
  });

  race('two new devices denying each other: neither may', async (all) => {
    const { services, userId, login } = all;
    const other = await register(services, 'galaxy-2', signInNow(services, userId));
    const results = await Promise.allSettled([
      answerLogin(services, login.caller, { sessionId: other.session.sessionId, wasMe: false }),
      answerLogin(services, other.caller, { sessionId: login.session.sessionId, wasMe: false }),
    ]);
    for (const result of results) {
      assert.equal(result.status, 'rejected');
      assert.equal((result.reason as { reason: string }).reason, 'session_unconfirmed');
    }
    assert.equal((await sessions.findOpenSessions(userId)).length, 4);
  });

  race('the thief against the owner: the owner stays', async (all) => {
    const { services, userId, phone, login, answer } = all;
    const [byThief, byOwner] = await Promise.allSettled([
      revokeOtherSessions(services, login.caller),
      answer(phone, false),
    ]);
    assert.equal(byThief.status, 'rejected');
    assert.equal(byOwner.status, 'fulfilled');
    assert.equal((await sessions.findOpenSessions(userId)).length, 2);
  });

  it('fifty refreshes at once of one token give one child, and no alarm', async () => {
    const { services, login } = await scene();
    const all = await Promise.all(
      Array.from({ length: isEmbedded ? 50 : 5 }, () =>
        refreshTokens(services, login.tokens.refresh_token),
      ),
    );
    assert.equal(new Set(all.map((tokens) => tokens.refresh_token)).size, 1);
    assert.deepEqual(services.sent, []);
  });
});
