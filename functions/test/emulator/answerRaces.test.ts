// Answers at once, on Firestore: deny wins over confirm, and nothing else ends that should not.
import assert from 'node:assert/strict';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { listUserSessions } from '../../src/operations/listSessions.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import type { RaceScene } from './support/races.ts';
import { reasonsOf, useRaces } from './support/races.ts';

describe('answers at once', () => {
  const races = useRaces();

  /** Two confirmed devices, and a login on a new one. */
  async function loginOf({ services, userId }: RaceScene) {
    const phone = await register(services, 'iphone-1', signInNow(services, userId));
    const tablet = await register(services, 'tablet-1', signInNow(services, userId));
    services.pass({ days: 7 });
    const login = await register(services, 'galaxy-1', signInNow(services, userId));
    const { sessionId } = login.session;
    const answer = (from: typeof phone, wasMe: boolean) =>
      answerLogin(services, from.caller, { sessionId, wasMe });
    const stored = async () => (await services.sessions.findView(sessionId))!;
    const liveNames = async () => {
      const owner = { userId, tenantId: null };
      const { sessions: open } = await listUserSessions(services, owner);
      return open.map(({ deviceName }) => deviceName).sort();
    };
    return { services, userId, phone, tablet, login, answer, stored, liveNames };
  }

  function race(title: string, run: (all: Awaited<ReturnType<typeof loginOf>>) => Promise<void>) {
    races.race(title, async (scene) => run(await loginOf(scene)));
  }

  race('confirm against deny: denied, whichever came first', async (all) => {
    const { phone, tablet, answer, stored } = all;
    await Promise.all([answer(phone, true), answer(tablet, false)]);
    assert.equal((await stored()).revokedReason, 'denied');
    await answer(phone, true);
    assert.equal((await stored()).revokedReason, 'denied');
  });

  race('two denials: one push to the device, one to the other, whoever sends it', async (all) => {
    const { services, phone, tablet, answer, stored } = all;
    await Promise.all([answer(phone, false), answer(tablet, false)]);
    assert.equal((await stored()).revokedReason, 'denied');
    // Whoever comes second also sends what is still owed: apps tell the repetition by its id.
    const pushes = new Map(services.sent.map(({ kind, message }) => [message.data.pushId, kind]));
    assert.deepEqual([...pushes.values()].sort(), ['force_logout', 'login_answered']);
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

  race('deny while that device registers again: neither session lives', async (all) => {
    const { services, phone, login, answer, liveNames } = all;
    const [denied] = await Promise.allSettled([
      answer(phone, false),
      register(services, 'galaxy-1', login.signIn, again(login)),
    ]);
    assert.equal(denied.status, 'fulfilled');
    assert.deepEqual(await liveNames(), ['Phone iphone-1', 'Phone tablet-1']);
  });

  race('deny while the answering phone registers again: the login has ended', async (all) => {
    const { services, userId, phone, answer, stored, liveNames } = all;
    // A sign-in of the same second as that of a denied login would be spent with it.
    services.pass({ seconds: 1 });
    const signIn = signInNow(services, userId);
    const [denied, registered] = await Promise.allSettled([
      answer(phone, false),
      register(services, 'iphone-1', signIn, again(phone)),
    ]);
    assert.equal(registered.status, 'fulfilled');
    if (denied.status === 'fulfilled') {
      assert.equal((await stored()).revokedReason, 'denied');
      assert.deepEqual(await liveNames(), ['Phone iphone-1', 'Phone tablet-1']);
    } else {
      // The ID token of the session that it had has ended; the alert's token would still do.
      assert.deepEqual(reasonsOf([denied]), ['session_revoked']);
    }
  });
});
