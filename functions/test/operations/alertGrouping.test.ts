import assert from 'node:assert/strict';
import type { PushMessage } from '../../src/domain/push/pushMessage.ts';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import type { RegistrationInput } from '../../src/operations/registerSession.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { again, register } from '../doubles/device.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';

const berlin = {
  city: 'Berlin',
  country: 'Germany',
  countryCode: 'DE',
  latitude: 52.52,
  longitude: 13.4,
};

/** The owner's phone, announced in Moscow, a while ago. */
async function scene() {
  const services = testServices();
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

describe('what was unusual about a login', () => {
  it('stands in its alert and in the list, and stays where it goes on or is confirmed', async () => {
    const { services, phone } = await scene();
    services.place = berlin;
    const login = await logIn(services, 'galaxy-1');
    const unusual = ['new_device', 'new_country', 'impossible_travel'];
    assert.deepEqual(JSON.parse(lastAlert(services).signals ?? ''), unusual);
    assert.match(lastAlert(services).body ?? '', /from Berlin\. Was that you\? .+\.$/);
    const signals = async () => {
      const { sessions } = await listSessions(services, phone.caller);
      return sessions.map((one) => one.signals);
    };
    assert.deepEqual(await signals(), [[], unusual]);
    services.pass({ seconds: 60 });
    const next = await logIn(services, 'galaxy-1', again(login));
    assert.deepEqual(await signals(), [[], unusual]);
    await answerLogin(services, phone.caller, { ...next.session, wasMe: true });
    assert.deepEqual(await signals(), [[], unusual]);
    services.pass({ hours: 10 });
    await logIn(services, 'galaxy-1', again(login));
    assert.deepEqual(await signals(), [[], []]);
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
