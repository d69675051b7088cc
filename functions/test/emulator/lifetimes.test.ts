// Sessions by the clock, with a short life on the web: day by day, on Firestore, as the guard and the rules see them.
import assert from 'node:assert/strict';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { introspectToken } from '../../src/operations/introspectToken.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { requireLiveSession } from '../../src/operations/requireLiveSession.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import type { RegisteredDevice } from '../doubles/device.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { living } from '../doubles/limits.ts';
import type { RaceScene } from './support/races.ts';
import { useRaces } from './support/races.ts';

const web = { deviceType: 'WEB', deviceName: 'Office browser', pushToken: null } as const;
const gone = { reason: 'session_expired' };

describe('sessions with WEB:12h/7d', () => {
  const { scene } = useRaces();

  /** The owner's phone. */
  async function begin() {
    const all = scene(living('30d/365d,WEB:12h/7d'));
    const phone = await register(all.services, 'phone-01', signInNow(all.services, all.userId));
    await deliverForUser(all.services, phone.caller);
    return { ...all, phone };
  }

  /** A sign-in in the browser, which keeps its device token. Says how many were alerted of it. */
  async function signIn({ services, userId }: RaceScene, before?: RegisteredDevice) {
    const sentBefore = services.sent.length;
    const more = { ...web, ...(before && again(before)) };
    const device = await register(services, 'browser1', signInNow(services, userId), more);
    await deliverForUser(services, device.caller);
    const alerts = services.sent
      .slice(sentBefore)
      .filter(({ message }) => message.data.action === 'login_alert').length;
    return { device, alerts, confirmed: device.session.confirmed };
  }

  /** So many hours in which it is used once an hour. */
  async function work({ services }: RaceScene, { caller }: RegisteredDevice, hours: number) {
    for (let hour = 0; hour < hours; hour += 1) {
      services.pass({ hours: 1 });
      await updateSession(services, caller, {});
    }
  }

  const liveNow = async ({ services }: RaceScene, { caller }: RegisteredDevice) => {
    const { sessions } = await listSessions(services, caller);
    return sessions.map(({ deviceName, confirmed }) => [deviceName, confirmed]);
  };

  it('that run out every night are confirmed on day 8, each sign-in until then alerted once', async () => {
    const all = await begin();
    const days = [];
    let browser: RegisteredDevice | undefined;
    for (let day = 1; day <= 9; day += 1) {
      const { device, alerts, confirmed } = await signIn(all, browser);
      days.push([day, confirmed, alerts]);
      browser = device;
      await work(all, browser, 10);
      // The night: what has run out unanswered is still shown to the owner.
      all.services.pass({ hours: 13 });
      await assert.rejects(requireLiveSession(all.services, browser.caller), gone);
      const shown = await liveNow(all, all.phone);
      const isShown = shown.some(([name]) => name === 'Office browser');
      assert.equal(isShown, day < 8, `in the night of day ${day}`);
      all.services.pass({ hours: 1 });
    }
    assert.deepEqual(days, [
      ...[1, 2, 3, 4, 5, 6, 7].map((day) => [day, false, 1]),
      ...[8, 9].map((day) => [day, true, 0]),
    ]);
  });

  it('end to the minute, for the guard and at introspection, and a phone’s go on', async () => {
    const all = await begin();
    const { services, phone } = all;
    const { device: browser } = await signIn(all);
    const { refresh_token: token } = browser.tokens;
    const isActive = async () => (await introspectToken(services, token, 'refresh_token')).active;
    services.pass({ hours: 12, seconds: -60 });
    await requireLiveSession(services, browser.caller);
    assert.equal(await isActive(), true);
    services.pass({ seconds: 60 });
    await assert.rejects(requireLiveSession(services, browser.caller), gone);
    assert.equal(await isActive(), false);
    await assert.rejects(updateSession(services, browser.caller, {}), gone);
    await requireLiveSession(services, phone.caller);
  });

  it('that were longer end by the shorter lifetime with the next change of their account', async () => {
    const all = scene();
    const { services, userId } = all;
    const phone = await register(services, 'phone-01', signInNow(services, userId));
    const { device: used } = await signIn(all);
    const idle = await register(services, 'browser2', signInNow(services, userId), web);
    services.pass({ hours: 10 });
    await updateSession(services, used.caller, {});
    services.pass({ hours: 3 });
    services.policy = { ...services.policy, ...living('30d/365d,WEB:12h/7d') };
    await assert.rejects(updateSession(services, idle.caller, {}), gone);
    // A refused call has written nothing, and the guard goes by what is written.
    await requireLiveSession(services, idle.caller);
    await updateSession(services, phone.caller, {});
    await assert.rejects(requireLiveSession(services, idle.caller), gone);
    services.pass({ hours: 9, seconds: -1 });
    await requireLiveSession(services, used.caller);
    services.pass({ seconds: 1 });
    await assert.rejects(requireLiveSession(services, used.caller), gone);
  });
});
