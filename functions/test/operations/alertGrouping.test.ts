import assert from 'node:assert/strict';
import type { PushMessage } from '../../src/domain/push/pushMessage.ts';
import type { RegistrationInput } from '../../src/operations/registerSession.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { changeInside, outboxOf } from '../doubles/lookInside.ts';
import { living } from '../doubles/limits.ts';
import type { TestServices } from '../doubles/services.ts';
import { moscow, testServices } from '../doubles/services.ts';

const berlin = {
  city: 'Berlin',
  country: 'Germany',
  countryCode: 'DE',
  latitude: 52.52,
  longitude: 13.4,
};

/** The owner's phone, announced in Moscow, a while ago. */
async function scene(limits = {}) {
  const services = testServices(limits);
  const phone = await register(services, 'iphone-1');
  await deliverForUser(services, phone.caller);
  services.pass({ hours: 1 });
  return { services, phone };
}

async function logIn(
  services: TestServices,
  deviceId: string,
  more: Partial<RegistrationInput> = {},
) {
  const login = await register(services, deviceId, undefined, { pushToken: null, ...more });
  await deliverForUser(services, login.caller);
  return login;
}

function dataOf(push: PushMessage | undefined): Record<string, string> {
  assert.ok(push?.message.data);
  return push.message.data;
}

const lastAlert = ({ sent }: TestServices) => dataOf(sent.at(-1));
const signalsOf = (services: TestServices) =>
  JSON.parse(lastAlert(services).signals ?? '') as string[];

describe('an alert', () => {
  it('says that a device is new, and no more where nothing else is unusual', async () => {
    const { services } = await scene();
    await logIn(services, 'galaxy-1');
    assert.deepEqual(signalsOf(services), ['new_device']);
    assert.equal(
      lastAlert(services).body,
      'Logged in on Phone galaxy-1 from Moscow. Was that you?',
    );
  });

  it('says that a country is new, in one more sentence', async () => {
    const { services } = await scene();
    services.pass({ hours: 10 });
    services.place = berlin;
    await logIn(services, 'galaxy-1');
    assert.deepEqual(signalsOf(services), ['new_device', 'new_country']);
    assert.match(lastAlert(services).body ?? '', /from Berlin\. Was that you\? .+\.$/);
  });

  it('says that nobody travels so fast', async () => {
    const { services } = await scene();
    services.place = berlin;
    await logIn(services, 'galaxy-1');
    assert.deepEqual(signalsOf(services), ['new_device', 'new_country', 'impossible_travel']);
  });

  it('knows a country from a session that has been closed', async () => {
    const { services } = await scene();
    services.pass({ hours: 10 });
    services.place = berlin;
    const trip = await logIn(services, 'galaxy-1');
    await signOut(services, trip.caller);
    services.pass({ days: 20 });
    await logIn(services, 'galaxy-2');
    assert.deepEqual(signalsOf(services), ['new_device']);
  });

  it('takes a country for new again after 180 days', async () => {
    const { services, phone } = await scene(living('365d/365d'));
    services.pass({ days: 181 });
    services.place = berlin;
    const anew = await register(services, 'iphone-1', undefined, again(phone));
    await deliverForUser(services, anew.caller);
    services.pass({ hours: 10 });
    services.place = moscow;
    await logIn(services, 'galaxy-1');
    assert.deepEqual(signalsOf(services), ['new_device', 'new_country']);
    assert.notEqual(anew.session.sessionId, phone.session.sessionId);
  });

  it('gives no signal of place without one to compare with, or without coordinates', async () => {
    const services = testServices();
    services.place = null;
    await logIn(services, 'iphone-1');
    const { sessionId } = [...services.sessions.content.views.values()][0]!;
    changeInside(services, ({ devices }) => {
      for (const device of Object.values(devices)) {
        if (device.session?.sessionId !== sessionId) continue;
        device.pushToken = { kind: 'token', value: 'p', setAt: services.now() };
      }
    });
    services.place = berlin;
    await logIn(services, 'galaxy-1');
    assert.deepEqual(signalsOf(services), ['new_device']);

    const { services: others } = await scene();
    others.place = { ...berlin, city: null, latitude: null, longitude: null };
    await logIn(others, 'galaxy-1');
    assert.deepEqual(signalsOf(others), ['new_device', 'new_country']);
  });
});

describe('alerts in a row', () => {
  it('count themselves in while each comes within a minute of the last', async () => {
    const { services } = await scene();
    const bodies = [];
    for (const deviceId of ['galaxy-1', 'galaxy-2', 'galaxy-3']) {
      const login = await logIn(services, deviceId);
      const data = lastAlert(services);
      assert.equal(data.sessionId, login.session.sessionId);
      bodies.push([data.count, data.body]);
      services.pass({ seconds: 60 });
    }
    assert.deepEqual(bodies, [
      ['1', 'Logged in on Phone galaxy-1 from Moscow. Was that you?'],
      ['2', '2 new sign-ins. Review your sessions.'],
      ['3', '3 new sign-ins. Review your sessions.'],
    ]);
    services.pass({ seconds: 1 });
    await logIn(services, 'galaxy-4');
    assert.equal(lastAlert(services).count, '1');
    const tags = services.sent.map(({ message }) => message.data?.tag);
    assert.deepEqual(
      [tags[0] === tags[1], tags[1] === tags[2], tags[2] === tags[3]],
      [true, true, false],
    );
  });

  it('are sent as one that stands for all, so that none masks another', async () => {
    const { services } = await scene();
    const real = await register(services, 'thief-01', undefined, { pushToken: null });
    const decoy = await register(services, 'thief-02', undefined, { pushToken: null });
    // The triggers may run in any order: the first tells of both, and names the newest.
    await deliverForUser(services, decoy.caller);
    await deliverForUser(services, real.caller);
    const [push = assert.fail(), ...others] = services.sent;
    assert.deepEqual(others, []);
    const { count, body, sessionId } = dataOf(push);
    assert.deepEqual([count, body], ['2', '2 new sign-ins. Review your sessions.']);
    assert.ok([real, decoy].some(({ session }) => session.sessionId === sessionId));
  });

  it('count a device that registers twice as one', async () => {
    const { services } = await scene();
    const first = await logIn(services, 'galaxy-1');
    const { session } = await register(services, 'galaxy-1', first.signIn, {
      pushToken: null,
      deviceToken: first.deviceToken,
    });
    await deliverForUser(services, first.caller);
    assert.equal(lastAlert(services).count, '1');
    assert.equal(lastAlert(services).sessionId, session.sessionId);
  });

  it('count a session that is continued as one alert, however often', async () => {
    const { services } = await scene();
    await logIn(services, 'galaxy-0');
    let device = await register(services, 'galaxy-1');
    await deliverForUser(services, device.caller);
    for (let count = 1; count <= 12; count += 1) {
      services.pass({ seconds: 60 });
      device = await register(services, 'galaxy-1', signInNow(services), {
        refreshToken: device.tokens.refresh_token,
      });
    }
    services.pass({ hours: 2 });
    await logIn(services, 'galaxy-2');
    assert.equal(lastAlert(services).silent, undefined);
  });

  it('make no sound after ten in a day', async () => {
    const { services } = await scene();
    for (let count = 1; count <= 12; count += 1) {
      await logIn(services, `galaxy-${count}`);
      assert.equal(lastAlert(services).silent, count > 10 ? 'true' : undefined, String(count));
      services.pass({ seconds: 600 });
    }
    services.pass({ days: 1 });
    await logIn(services, 'galaxy-13');
    assert.equal(lastAlert(services).silent, undefined);
  });
});

describe('a login that no other device can be told of', () => {
  it('goes to the team’s extension point', async () => {
    const { services, phone } = await scene();
    await signOut(services, phone.caller);
    services.pass({ seconds: 1 });
    services.place = berlin;
    const login = await logIn(services, 'galaxy-1');
    assert.deepEqual(services.sent, []);
    assert.deepEqual(services.unalerted, [
      {
        userId: 'alice',
        tenantId: null,
        sessionId: login.session.sessionId,
        deviceName: 'Phone galaxy-1',
        location: 'Berlin, Germany',
        signals: ['new_device', 'new_country', 'impossible_travel'],
        createdAt: services.now(),
      },
    ]);
  });

  it('does not go there when it is the user’s very first, or the device is known', async () => {
    const { services, phone } = await scene();
    await signOut(services, phone.caller);
    services.pass({ seconds: 1 });
    await logIn(services, 'iphone-1', again(phone));
    assert.deepEqual(services.unalerted, []);
  });

  it('does not fail when the team’s code does', async () => {
    const { services, phone } = await scene();
    const tablet = await register(services, 'tablet-1', undefined, { pushToken: null });
    services.onUnalertedLogin = () => Promise.reject(new Error('smtp password'));
    await revokeSession(services, phone.caller, tablet.session);
    await signOut(services, phone.caller);
    services.pass({ seconds: 1 });
    await logIn(services, 'galaxy-1');
    assert.deepEqual(outboxOf(services), []);
    assert.deepEqual(
      services.logged.map(({ message }) => message),
      ['login alerted to no device', 'onUnalertedLogin failed'],
    );
    assert.doesNotMatch(JSON.stringify(services.logged), /smtp/);
  });
});
