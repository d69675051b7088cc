// What every callable refuses, as it is on the wire.
import assert from 'node:assert/strict';
import { postCallable, refusalIn } from '../../../clients/js/testing/wire.ts';
import { callables, iPhone, refusals, useDevices } from './support/devices.ts';

describe('refusals', () => {
  const { install, logInEach } = useDevices();

  for (const [name, inputOf] of Object.entries(callables)) {
    describe(name, () => {
      it('wants an ID token', async () => {
        const answer = await postCallable(name, await inputOf(await install(iPhone)));
        assert.deepEqual(refusalIn(answer), refusals.signInRequired);
        assert.equal(answer.body.error?.status, 'UNAUTHENTICATED');
      });

      it('takes no rubbish for an ID token', async () => {
        const app = await install(iPhone);
        const answer = await postCallable(name, await inputOf(app), { bearer: 'rubbish' });
        assert.deepEqual(refusalIn(answer), refusals.signInRequired);
      });

      if (name !== 'registerSession') {
        it('wants an ID token with a session', async () => {
          const { devices } = await logInEach(iPhone);
          const [{ app, firstIdToken: bearer }] = devices;
          const answer = await app.raw.post(name, await inputOf(app), { bearer });
          assert.deepEqual(refusalIn(answer), refusals.sessionRequired);
          assert.equal(answer.body.error?.status, 'FAILED_PRECONDITION');
        });
      }

      it('refuses a field that it does not know, and changes nothing', async () => {
        const { devices } = await logInEach(iPhone);
        const [{ app }] = devices;
        const answer = await app.raw.post(name, { ...(await inputOf(app)), userId: 'somebody' });
        assert.deepEqual(refusalIn(answer), {
          status: 400,
          reason: 'invalid_input',
          field: 'userId',
        });
        assert.ok(await app.client.list());
      });
    });
  }

  // Firestore keeps such ids for itself: asked for one, it answers after many tries, with an error.
  const reserved = `__${'x'.repeat(18)}__`;
  const reservedIds: Record<string, [field: string, input: object]> = {
    revokeSession: ['sessionId', { sessionId: reserved }],
    renameSession: ['sessionId', { sessionId: reserved, deviceName: 'Phone' }],
    answerLogin: ['sessionId', { sessionId: reserved, wasMe: false }],
    listSecurityEvents: ['pageToken', { pageToken: `1.${reserved}` }],
  };
  for (const [name, [field, input]] of Object.entries(reservedIds)) {
    it(`${name} takes no id that Firestore keeps for itself`, async () => {
      const { devices } = await logInEach(iPhone);
      const [{ app }] = devices;
      const answer = await app.raw.post(name, input);
      assert.deepEqual(refusalIn(answer), { status: 400, reason: 'invalid_input', field });
    });
  }

  const hostile: Record<string, object> = {
    deviceId: { deviceId: '../../x' },
    deviceName: { deviceName: ['iPhone'] },
    deviceType: { deviceType: 'TOASTER' },
    platform: { platform: 17 },
    appVersion: { appVersion: 1.2 },
    pushToken: { pushToken: 'with space' },
    locale: { locale: { language: 'en' } },
  };
  for (const [field, change] of Object.entries(hostile)) {
    it(`registerSession names the field that is wrong: ${field}`, async () => {
      const { devices } = await logInEach(iPhone);
      const [{ app }] = devices;
      const answer = await app.raw.post('registerSession', {
        ...(await app.raw.registration()),
        ...change,
      });
      assert.deepEqual(refusalIn(answer), { status: 400, reason: 'invalid_input', field });
    });
  }
});
