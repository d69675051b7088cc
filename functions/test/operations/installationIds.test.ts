// A device that FCM reaches by its Firebase installation id, up to what goes over the wire to FCM.
import assert from 'node:assert/strict';
import { fcmPushSender } from '../../src/clients/fcm.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import { accepted, startFcmServer, type FcmServer } from '../clients/fcmServer.ts';
import { again, register, signInNow, type RegisteredDevice } from '../doubles/device.ts';
import { alice, openOf } from '../doubles/lookInside.ts';
import { testServices, type TestServices } from '../doubles/services.ts';

const id = 'cAbCdEfGhIjKlMnOpQrSt-';
const byId = { kind: 'fid', value: id } as const;
const byToken = { kind: 'token', value: `${id}:APA91b` } as const;
/** FCM's answer for an id, or a token, that no app has any more. */
const unregistered = {
  status: 404,
  body: {
    error: {
      ...{ code: 404, message: 'Requested entity was not found.', status: 'NOT_FOUND' },
      details: [
        {
          '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError',
          errorCode: 'UNREGISTERED',
        },
      ],
    },
  },
};

describe('a device with a Firebase installation id', () => {
  let fcm: FcmServer;
  let services: TestServices;

  before(async () => (fcm = await startFcmServer()));
  after(() => fcm.close());
  beforeEach(() => {
    fcm.requests.length = 0;
    fcm.answer(accepted);
    services = testServices();
    services.pushes = fcmPushSender({ messaging: fcm.messaging, log: services.log });
  });

  const phone = (pushToken: typeof byId | typeof byToken | null = byId) =>
    register(services, 'phone', signInNow(services), { pushToken });
  /** Signs in on a new device, and has everybody told. */
  async function loginElsewhere() {
    await register(services, 'galaxy', signInNow(services));
    await deliverForUser(services, alice);
  }
  const messages = () =>
    fcm.requests.map(({ body }) => (body as { message: Record<string, unknown> }).message);
  const tokenOf = ({ caller }: RegisteredDevice) => {
    const { pushToken } = openOf(services, caller.sessionId, caller);
    return pushToken && { kind: pushToken.kind, value: pushToken.value };
  };

  it('gets the alert about a login by it, and by nothing else', async () => {
    await phone();
    await loginElsewhere();
    const [alert, ...more] = messages();
    assert.deepEqual(more, []);
    assert.equal(alert?.['fid'], id);
    assert.ok(!('token' in alert));
    assert.equal((alert['data'] as { action: string }).action, 'login_alert');
    assert.doesNotMatch(JSON.stringify(services.logged), new RegExp(id));
  });

  it('is out of reach once FCM does not know it, and says so, until it names one again', async () => {
    const { caller } = await phone();
    assert.equal((await listSessions(services, caller)).pushes, 'ok');
    fcm.answer(unregistered);
    await loginElsewhere();
    assert.equal(fcm.requests.length, 1);
    assert.equal((await listSessions(services, caller)).pushes, 'dead');
    assert.equal((await updateSession(services, caller, {})).pushes, 'dead');
    services.pass({ seconds: 2 });
    assert.equal((await updateSession(services, caller, { pushToken: byId })).pushes, 'ok');
    services.pass({ seconds: 2 });
    assert.equal((await updateSession(services, caller, { pushToken: null })).pushes, 'none');
  });

  it('takes from the last user of the app the token that the app had before', async () => {
    const before = await phone(byToken);
    services.pass({ seconds: 2 });
    const bob = await register(services, 'phone', signInNow(services, 'bob'), {
      ...again(before),
      pushToken: byId,
    });
    await deliverForUser(services, bob.caller);
    assert.equal(tokenOf(before), null);
    assert.deepEqual(tokenOf(bob), byId);
  });

  it('that sessions of two users have by id and by token hears no answer and no place', async () => {
    services = testServices({ sharedPushTokens: true });
    services.pushes = fcmPushSender({ messaging: fcm.messaging, log: services.log });
    const before = await phone(byToken);
    const bobs = signInNow(services, 'bob');
    await register(services, 'phone', bobs, { ...again(before), pushToken: byId });
    await loginElsewhere();
    const [alert] = messages();
    assert.equal(alert?.['token'], byToken.value);
    assert.doesNotMatch(JSON.stringify(alert), /answerToken|Moscow/);
  });
});
