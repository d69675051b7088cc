// Secrets in Firestore whose session TTL has deleted: they still speak, and are still cleared.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { endUserSessions } from '../../src/operations/endUserSessions.ts';
import { sweep } from '../../src/operations/sweep.ts';
import { firestoreSessions } from '../../src/store/firestoreSessions.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { servicesOver } from '../doubles/services.ts';
import { openFirestore } from './support/firestore.ts';

describe('secrets whose session is deleted', () => {
  const firestore = openFirestore();
  after(() => firestore.terminate());

  async function scene() {
    const options = { now: (): Date => services.now(), newDevicesPerHour: 10 };
    const services = servicesOver(firestoreSessions(firestore, options));
    const owner = { userId: `user-${randomUUID()}`, tenantId: null };
    const tablet = await register(services, 'tablet', signInNow(services, owner.userId));
    services.pass({ days: 31 });
    const { sessionId } = tablet.session;
    await firestore.collection('sessions').doc(sessionId).delete();
    return { services, owner, tablet, sessionId };
  }

  it('keep their device known, until an operator ends all', async () => {
    const { services, owner, tablet } = await scene();
    const signIn = () => signInNow(services, owner.userId);
    const back = await register(services, 'tablet', signIn(), again(tablet));
    assert.equal(back.session.confirmed, true);
    const other = await scene();
    await endUserSessions(other.services, other.owner);
    const returning = await register(
      other.services,
      'tablet',
      signInNow(other.services, other.owner.userId),
      again(other.tablet),
    );
    assert.equal(returning.session.confirmed, false);
  });

  it('lose their address on its day', async () => {
    const { services, sessionId } = await scene();
    await sweep(services);
    const secrets = await firestore.collection('sessionSecrets').doc(sessionId).get();
    assert.deepEqual([secrets.get('ip'), secrets.get('eraseOn')], [null, null]);
  });
});
