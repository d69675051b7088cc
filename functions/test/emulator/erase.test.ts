// Erasing a user from Firestore: page by page, to the last document, and whatever happens beside it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Owner } from '../../src/domain/session/session.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { confirmUserSession } from '../../src/operations/answerLogin.ts';
import { eraseDeletedUser, eraseUser } from '../../src/operations/eraseUser.ts';
import { firestoreSessions } from '../../src/store/firestoreSessions.ts';
import { register, signInNow } from '../doubles/device.ts';
import { servicesOver } from '../doubles/services.ts';
import { isEmbedded, openFirestore } from './support/firestore.ts';

const collections = ['deviceSessions', 'deviceSessionEvents', 'deviceSessionAccounts'];
// Google's emulator is slower by far where many ask at once.
const times = isEmbedded ? 10 : 1;

describe('what is kept of a user', () => {
  const firestore = openFirestore();
  const sessions = firestoreSessions(firestore, { mailCollection: 'mail' });
  after(() => firestore.terminate());

  const newOwner = () => ({ userId: `user-${randomUUID()}`, tenantId: null });

  async function countOf({ userId }: Owner): Promise<number[]> {
    const ofUser = (name: string) =>
      firestore.collection(name).where('userId', '==', userId).count().get();
    return (await Promise.all(collections.map(ofUser))).map((found) => found.data().count);
  }

  /** So many more documents of the user in each collection, as one that is there. */
  async function multiply(owner: Owner, count: number): Promise<void> {
    const writer = firestore.bulkWriter();
    for (const name of collections.slice(0, 2)) {
      const { docs } = await firestore
        .collection(name)
        .where('userId', '==', owner.userId)
        .limit(1)
        .get();
      const data = { ...docs[0]!.data(), ...(name === 'deviceSessions' && { revoked: true }) };
      for (let at = 0; at < count; at += 1) {
        void writer.create(firestore.collection(name).doc(randomUUID()), data);
      }
    }
    await writer.close();
  }

  it('goes to the last document, however many there are, and nothing of others goes', async () => {
    const [owner, other] = [newOwner(), newOwner()];
    const services = servicesOver(sessions);
    await register(services, 'device-01', signInNow(services, owner.userId));
    await register(services, 'device-02', signInNow(services, other.userId));
    await multiply(owner, 400);
    assert.deepEqual(await countOf(owner), [401, 401, 1]);
    await eraseUser(services, owner);
    assert.deepEqual(await countOf(owner), [0, 0, 0]);
    assert.deepEqual(await countOf(other), [1, 1, 1]);
    assert.deepEqual(
      services.sent.map(({ kind }) => kind),
      ['force_logout'],
    );
  });

  it('goes with the mails about the logins', async () => {
    const owner = newOwner();
    const services = servicesOver(sessions);
    const { session } = await register(services, 'device-01', signInNow(services, owner.userId));
    const mail = firestore.doc(`mail/login-${session.sessionId}`);
    await mail.set({ to: 'alice@example.com', ...owner });
    // That of a session which TTL has deleted, and that of another user.
    const late = firestore.doc(`mail/login-late-${owner.userId}`);
    const foreign = firestore.doc(`mail/login-of-another-${owner.userId}`);
    await late.set({ to: 'alice@example.com', ...owner });
    await foreign.set({ to: 'bob@example.com', userId: 'bob', tenantId: null });
    await eraseUser(services, owner);
    const left = await Promise.all([mail, late, foreign].map((one) => one.get()));
    assert.deepEqual(
      left.map(({ exists }) => exists),
      [false, false, true],
    );
  });

  it('leaves nothing of a registration that was under way as the account was deleted', async () => {
    await Promise.all(
      Array.from({ length: times }, async () => {
        const owner = newOwner();
        const services = servicesOver(sessions);
        await register(services, 'device-01', signInNow(services, owner.userId));
        const late = register(services, 'device-02', signInNow(services, owner.userId));
        // Its look at the account has been made, or is being made.
        services.account = null;
        await Promise.allSettled([late, eraseDeletedUser(services, owner)]);
        // What a session that was created all the same sets off.
        if ((await countOf(owner))[0] !== 0) await deliverForUser(services, owner);
        assert.deepEqual(await countOf(owner), [0, 0, 0]);
      }),
    );
  });

  it('has no session of an id that Firestore would refuse', async () => {
    for (const id of ['', 'a/b', '..', `__${'x'.repeat(18)}__`]) {
      await assert.rejects(confirmUserSession(servicesOver(sessions), newOwner(), id), {
        reason: 'session_not_found',
      });
    }
  });
});
