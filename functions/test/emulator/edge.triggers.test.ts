// The trigger and the task queue as they are deployed: events that come twice, late, or about nothing.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { accountIdOf } from '../../src/domain/account/accountId.ts';
import { listSessions } from '../../src/functions/listSessions.ts';
import { updateSession } from '../../src/functions/updateSession.ts';
import { newId } from '../../src/newId.ts';
import { useDeployed } from './support/deployed.ts';

const newUser = () => `user-${randomUUID()}`;
const ownerOf = (userId: string) => ({ userId, tenantId: null });
const samsung = { deviceName: 'Samsung Galaxy S24', deviceType: 'ANDROID' };
const moscow = { 'x-forwarded-for': '77.88.55.242' };

describe('onSessionCreated', () => {
  const { firestore, call, register, deliverCreated, pushesTo } = useDeployed();

  /** The owner's phone, and a login on a new device in Moscow. */
  async function newLogin() {
    const uid = newUser();
    const phone = await register(uid);
    await deliverCreated(phone.session.sessionId);
    const login = await register(uid, samsung, moscow);
    return { phone, login };
  }

  it('alerts by its installation id a device that has named one', async () => {
    const uid = newUser();
    const pushInstallationId = randomUUID();
    const phone = await register(uid, { pushToken: '', pushInstallationId });
    await deliverCreated(phone.session.sessionId);
    const login = await register(uid, samsung, moscow);
    await deliverCreated(login.session.sessionId);
    const [alert, ...more] = await pushesTo(pushInstallationId);
    assert.deepEqual(more, []);
    assert.equal(alert?.fid, pushInstallationId);
    assert.equal(alert.data['action'], 'login_alert');
    assert.equal((await call(listSessions, phone.idToken)).pushes, 'ok');
    const update = await call(updateSession, phone.idToken, { pushInstallationId: null });
    assert.equal(update.pushes, 'none');
  });

  it('alerts once when the event comes twice at once; a run that is not the one asks again', async () => {
    const { phone, login } = await newLogin();
    const runs = await Promise.allSettled(
      [1, 2].map(() => deliverCreated(login.session.sessionId)),
    );
    assert.equal((await pushesTo(phone.pushToken)).length, 1);
    assert.ok(runs.some(({ status }) => status === 'fulfilled'));
    await deliverCreated(login.session.sessionId);
    assert.equal((await pushesTo(phone.pushToken)).length, 1);
  });

  it('takes an event about a user of whom nothing is kept for done', async () => {
    const { phone, login } = await newLogin();
    const { sessionId } = login.session;
    const view = await firestore().doc(`deviceSessions/${sessionId}`).get();
    const id = accountIdOf(ownerOf(String(view.get('userId'))));
    await firestore().doc(`deviceSessionAccounts/${id}`).delete();
    await deliverCreated(sessionId);
    assert.deepEqual(await pushesTo(phone.pushToken), []);
  });
});

describe('deliverPush', () => {
  const { firestore, register, dispatchPush, pushesTo } = useDeployed();

  it('sends what the account of its task owes, once', async () => {
    const uid = newUser();
    const login = await register(uid, samsung);
    const { sessionId } = login.session;
    const accountId = accountIdOf(ownerOf(uid));
    const pushId = newId();
    const account = firestore().doc(`deviceSessionAccounts/${accountId}`);
    const logout = {
      ...{ kind: 'force_logout', pushId, attempts: 0, notBefore: null, sessionId },
      ...{ until: new Date(Date.now() + 60_000), device: 'device-1', deviceType: 'ANDROID' },
      pushToken: { kind: 'token', value: login.pushToken },
    };
    await account.update({ outbox: [logout], isOwed: true });
    await dispatchPush(accountId);
    await dispatchPush(accountId);
    const [message, ...more] = await pushesTo(login.pushToken);
    assert.deepEqual(more, []);
    assert.partialDeepStrictEqual(message?.data, { action: 'force_logout', pushId });
    const stored = await account.get();
    assert.deepEqual([stored.get('outbox'), stored.get('isOwed')], [[], false]);
  });
});
