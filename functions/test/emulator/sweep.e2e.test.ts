// The safety net on the running stack: what trigger and queue have left owed goes out at the next sweep.
import assert from 'node:assert/strict';
import { findStack } from '../../../clients/js/testing/stack.ts';
import { newId } from '../../src/newId.ts';
import { browser, iPhone, useDevices } from './support/devices.ts';

interface Stored {
  session: { sessionId: string } | null;
  pushToken: { value: string } | null;
}

describe('sweep', () => {
  const { backstage, logInEach, pushedTo } = useDevices();

  /** As Cloud Scheduler does every five minutes. */
  async function runSweep(): Promise<number> {
    const { project, region, functions } = findStack();
    const trigger = `functions/projects/${project}/triggers/${region}-sweep-0`;
    const response = await fetch(`http://${functions}/${trigger}`, { method: 'POST' });
    await response.arrayBuffer();
    return response.status;
  }

  it('delivers what was left owed, once', async () => {
    const { user, devices } = await logInEach(iPhone, browser);
    const { app, session } = devices[1];
    const { sessionId } = session;
    const { firestore } = backstage;
    const pushId = newId();
    const found = await firestore
      .collection('deviceSessionAccounts')
      .where('userId', '==', user.userId)
      .get();
    const [account] = found.docs;
    const token = Object.values((account?.get('devices') ?? {}) as Record<string, Stored>)
      .map(({ session, pushToken }) => (session?.sessionId === sessionId ? pushToken : null))
      .find((one) => one !== null);
    const logout = {
      ...{ kind: 'force_logout', pushId, attempts: 0, notBefore: null, sessionId },
      ...{ until: new Date(Date.now() + 3_600_000), device: 'device-1', deviceType: 'WEB' },
      pushToken: { kind: 'token', value: token?.value },
    };
    await account?.ref.update({ outbox: [logout], isOwed: true });
    assert.equal(await runSweep(), 200);
    assert.equal(await runSweep(), 200);
    const pushIds = (await pushedTo(app, 'force_logout')).map(({ pushId }) => pushId);
    assert.deepEqual(pushIds, [pushId]);
    const left = await account?.ref.get();
    assert.deepEqual([left?.get('isOwed'), left?.get('outbox')], [false, []]);
  });
});
