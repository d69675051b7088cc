// The safety net on the running stack: what trigger and queue have left owed goes out at the next sweep.
import assert from 'node:assert/strict';
import { findStack } from '../../../clients/js/testing/stack.ts';
import { owe, owedOf } from '../../src/domain/session/owed.ts';
import { newId } from '../../src/newId.ts';
import { browser, iPhone, useDevices } from './support/devices.ts';

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
    const { devices } = await logInEach(iPhone, browser);
    const { app, session } = devices[1];
    const { sessionId } = session;
    const push = owe('force_logout', sessionId, new Date(Date.now() + 3_600_000), { newId });
    const { firestore } = backstage;
    await firestore.doc(`sessions/${sessionId}`).update({ revoked: true, revokedReason: 'user' });
    const secrets = firestore.doc(`sessionSecrets/${sessionId}`);
    await secrets.update({ state: 'ended', ...owedOf([push]), owedNotBefore: null });
    assert.equal(await runSweep(), 200);
    assert.equal(await runSweep(), 200);
    const pushIds = (await pushedTo(app, 'force_logout')).map(({ pushId }) => pushId);
    assert.deepEqual(pushIds, [push.pushId]);
    const left = await secrets.get();
    assert.deepEqual([left.get('isOwed'), left.get('pushToken')], [false, null]);
  });
});
