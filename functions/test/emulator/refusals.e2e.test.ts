// What every callable refuses, as it is on the wire. In one process: functions/callers.test.ts, http/inputs.test.ts.
import assert from 'node:assert/strict';
import { postCallable, refusalIn } from '../../../clients/js/testing/wire.ts';
import { callables, iPhone, refusals, useDevices } from './support/devices.ts';

describe('refusals', () => {
  const { install, logInEach } = useDevices();

  it('every callable wants an ID token, and takes no rubbish for one', async () => {
    const app = await install(iPhone);
    for (const [name, inputOf] of Object.entries(callables)) {
      for (const credential of [{}, { bearer: 'rubbish' }]) {
        const answer = await postCallable(name, await inputOf(app), credential);
        assert.deepEqual(refusalIn(answer), refusals.signInRequired, name);
        assert.equal(answer.body.error?.status, 'UNAUTHENTICATED');
      }
    }
  });

  it('every callable but registerSession wants an ID token with a session', async () => {
    const [{ app, firstIdToken: bearer }] = (await logInEach(iPhone)).devices;
    for (const [name, inputOf] of Object.entries(callables)) {
      if (name === 'registerSession') continue;
      const answer = await app.raw.post(name, await inputOf(app), { bearer });
      assert.deepEqual(refusalIn(answer), refusals.sessionRequired, name);
      assert.equal(answer.body.error?.status, 'FAILED_PRECONDITION');
    }
  });

  it('every callable refuses a field that it does not know, and changes nothing', async () => {
    const [{ app }] = (await logInEach(iPhone)).devices;
    for (const [name, inputOf] of Object.entries(callables)) {
      const answer = await app.raw.post(name, { ...(await inputOf(app)), userId: 'somebody' });
      const refusal = { status: 400, reason: 'invalid_input', field: 'userId' };
      assert.deepEqual(refusalIn(answer), refusal, name);
    }
    assert.ok(await app.client.list());
  });
});
