// What was unusual about a login stays with its session, whatever follows.
import assert from 'node:assert/strict';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { again, register } from '../doubles/device.ts';
import { moscow, testServices } from '../doubles/services.ts';

const unusual = ['new_device', 'new_country', 'impossible_travel'];

/** The owner's phone in Moscow, and a minute later a login in Berlin. */
async function scene() {
  const services = testServices();
  const phone = await register(services, 'iphone-1');
  await deliverForUser(services, phone.caller);
  services.pass({ seconds: 60 });
  services.place = {
    ...moscow,
    ...{ city: 'Berlin', country: 'Germany', countryCode: 'DE', latitude: 52.52, longitude: 13.4 },
  };
  const login = await register(services, 'galaxy-1');
  await deliverForUser(services, login.caller);
  const signals = async () => {
    const { sessions } = await listSessions(services, phone.caller);
    return sessions.map((one) => one.signals);
  };
  return { services, phone, login, signals };
}

describe('the signals of a session', () => {
  it('are shown in the list; none where nothing was unusual', async () => {
    assert.deepEqual(await (await scene()).signals(), [[], unusual]);
  });

  it('stay when the login is confirmed', async () => {
    const { services, phone, login, signals } = await scene();
    await answerLogin(services, phone.caller, { ...login.session, wasMe: true });
    assert.deepEqual(await signals(), [[], unusual]);
  });

  it('stay where the unconfirmed device registers again, from where it has been seen by then', async () => {
    for (const shown of ['the device token', 'the refresh token too']) {
      const { services, login, signals } = await scene();
      services.pass({ seconds: 60 });
      const refreshToken = shown.includes('too') ? login.tokens.refresh_token : undefined;
      const more = { ...again(login), ...(refreshToken && { refreshToken }) };
      await register(services, 'galaxy-1', undefined, more);
      await deliverForUser(services, login.caller);
      assert.deepEqual(await signals(), [[], unusual], shown);
    }
  });

  it('are of one login: a known device that comes back as usual has none', async () => {
    const { services, phone, login } = await scene();
    await answerLogin(services, phone.caller, { ...login.session, wasMe: true });
    await signOut(services, login.caller);
    services.pass({ hours: 10 });
    const back = await register(services, 'galaxy-1', undefined, again(login));
    await deliverForUser(services, back.caller);
    const { sessions } = await listSessions(services, back.caller);
    assert.deepEqual(sessions[0]?.signals, []);
  });
});
