// Who may read sessions: the owner with a live session, and a session its own document. Nobody writes.
import assert from 'node:assert/strict';
import type { RulesTestEnvironment } from '@firebase/rules-unit-testing';
import { assertFails, assertSucceeds } from '@firebase/rules-unit-testing';
import type { Client } from './environment.ts';
import { clientOf, openRules, past, seed, sessionIdOf, sessionOf } from './environment.ts';

const live = sessionIdOf('live');
const other = sessionIdOf('other');
const revoked = sessionIdOf('revoked');
const expired = sessionIdOf('expired');
const foreign = sessionIdOf('foreign');

describe('rules of sessions', () => {
  let rules: RulesTestEnvironment;

  before(async () => {
    rules = await openRules('demo-rules-sessions');
    await rules.clearFirestore();
    await seed(rules, {
      [`deviceSessions/${live}`]: sessionOf('alice'),
      [`deviceSessions/${other}`]: sessionOf('alice'),
      [`deviceSessions/${revoked}`]: sessionOf('alice', { revoked: true, revokedReason: 'user' }),
      [`deviceSessions/${expired}`]: sessionOf('alice', { expiresAt: past }),
      [`deviceSessions/${foreign}`]: sessionOf('mallory'),
    });
  });
  after(() => rules.cleanup());

  const get = (client: Client, id: string) => client.doc(`deviceSessions/${id}`).get();
  const listOf = (client: Client, userId: string) =>
    client.collection('deviceSessions').where('userId', '==', userId).get();

  describe('with a live session', () => {
    it('the owner gets each own session, in whatever state', async () => {
      const client = clientOf(rules, 'alice', live);
      for (const id of [live, other, revoked, expired]) await assertSucceeds(get(client, id));
    });

    it('the owner lists own sessions', async () => {
      const { docs } = await assertSucceeds(listOf(clientOf(rules, 'alice', live), 'alice'));
      assert.deepEqual(docs.map(({ id }) => id).sort(), [live, other, revoked, expired].sort());
    });

    it("another user's sessions can be neither got nor listed", async () => {
      await assertFails(get(clientOf(rules, 'alice', live), foreign));
      await assertFails(get(clientOf(rules, 'alice', live), sessionIdOf('nothing')));
      await assertFails(listOf(clientOf(rules, 'alice', live), 'mallory'));
    });

    it('a list that does not ask for own sessions only is refused', async () => {
      const sessions = clientOf(rules, 'alice', live).collection('deviceSessions');
      await assertFails(sessions.get());
      await assertFails(sessions.where('revoked', '==', false).get());
      await assertFails(sessions.where('userId', 'in', ['alice', 'mallory']).get());
      await assertFails(sessions.limit(1).get());
    });

    it('a collection group of sessions is closed', async () => {
      const group = clientOf(rules, 'alice', live).collectionGroup('deviceSessions');
      await assertFails(group.where('userId', '==', 'alice').get());
    });
  });

  describe('in a tenant', () => {
    const ofTenant = sessionIdOf('tenant');
    before(() =>
      seed(rules, { [`deviceSessions/${ofTenant}`]: sessionOf('alice', { tenantId: 't1' }) }),
    );
    after(() =>
      rules.withSecurityRulesDisabled((context) =>
        context.firestore().doc(`deviceSessions/${ofTenant}`).delete(),
      ),
    );

    it('the owner gets and lists the sessions of that tenant', async () => {
      const client = clientOf(rules, 'alice', ofTenant, 't1');
      await assertSucceeds(get(client, ofTenant));
      const sessions = client.collection('deviceSessions').where('userId', '==', 'alice');
      const { docs } = await assertSucceeds(sessions.where('tenantId', '==', 't1').get());
      assert.deepEqual(
        docs.map(({ id }) => id),
        [ofTenant],
      );
    });

    it('the same uid elsewhere is somebody else', async () => {
      for (const tenant of ['t2', undefined]) {
        await assertFails(get(clientOf(rules, 'alice', ofTenant, tenant), ofTenant));
        await assertFails(listOf(clientOf(rules, 'alice', ofTenant, tenant), 'alice'));
      }
      await assertFails(get(clientOf(rules, 'alice', ofTenant, 't1'), live));
      await assertFails(listOf(clientOf(rules, 'alice', ofTenant, 't1'), 'alice'));
    });
  });

  for (const [state, own] of [
    ['a revoked session', revoked],
    ['an expired session', expired],
  ] as const) {
    describe(`with ${state}`, () => {
      it('its own document can be got', async () => {
        const snapshot = await assertSucceeds(get(clientOf(rules, 'alice', own), own));
        assert.equal(snapshot.get('userId'), 'alice');
      });

      it('its own document can be listened to', async () => {
        const reference = clientOf(rules, 'alice', own).doc(`deviceSessions/${own}`);
        const snapshot = await new Promise<{ exists: boolean }>((resolve, reject) => {
          const stop = reference.onSnapshot((first) => {
            stop();
            resolve(first);
          }, reject);
        });
        assert.ok(snapshot.exists);
      });

      it('no sibling can be got', async () => {
        const client = clientOf(rules, 'alice', own);
        for (const id of [live, other, revoked, expired].filter((one) => one !== own)) {
          await assertFails(get(client, id));
        }
      });

      it('nothing can be listed', async () => {
        await assertFails(listOf(clientOf(rules, 'alice', own), 'alice'));
      });
    });
  }

  it('a listener sees its own session revoked, then loses the list', async () => {
    const id = sessionIdOf('listening');
    await seed(rules, { [`deviceSessions/${id}`]: sessionOf('bob') });
    const client = clientOf(rules, 'bob', id);
    await assertSucceeds(listOf(client, 'bob'));
    // The revocation comes once the listener listens.
    const listening = Promise.withResolvers<void>();
    const seen = Promise.withResolvers<void>();
    const stop = client.doc(`deviceSessions/${id}`).onSnapshot((snapshot) => {
      listening.resolve();
      if (snapshot.get('revoked') === true) seen.resolve();
    }, seen.reject);
    await Promise.race([listening.promise, seen.promise]);
    await seed(rules, { [`deviceSessions/${id}`]: sessionOf('bob', { revoked: true }) });
    await seen.promise;
    stop();
    await assertFails(listOf(client, 'bob'));
  });

  describe('with a sid that opens nothing', () => {
    async function assertClosed(client: Client): Promise<void> {
      for (const id of [live, revoked]) await assertFails(get(client, id));
      await assertFails(listOf(client, 'alice'));
    }

    it("another user's session reads nothing, not even that session", async () => {
      await assertClosed(clientOf(rules, 'alice', foreign));
      await assertFails(get(clientOf(rules, 'alice', foreign), foreign));
    });

    it("the owner's sid in another user's token reads nothing", async () => {
      await assertClosed(clientOf(rules, 'mallory', live));
    });

    // Their forms: hasLiveSession.test.ts.
    for (const sid of [undefined, sessionIdOf('nothing'), null, [live], `${live}\n`, `${live}_`]) {
      it(`a sid of ${JSON.stringify(sid)} reads nothing`, async () => {
        await assertClosed(clientOf(rules, 'alice', sid));
      });
    }

    it('nobody signed in reads nothing', async () => {
      await assertClosed(rules.unauthenticatedContext().firestore());
    });
  });

  describe('writing', () => {
    const fields = sessionOf('alice');

    for (const [who, sid] of [
      ['the owner with a live session', live],
      ['the owner with a revoked session', revoked],
      ['the owner without a session', undefined],
    ] as const) {
      it(`is refused to ${who}, own document or not`, async () => {
        const client = clientOf(rules, 'alice', sid);
        for (const id of [live, other, revoked, foreign]) {
          const document = client.doc(`deviceSessions/${id}`);
          await assertFails(document.set(fields));
          await assertFails(document.update({ revoked: false }));
          await assertFails(document.update({ expiresAt: new Date(Date.now() + 1e12) }));
          await assertFails(document.delete());
        }
        await assertFails(client.doc(`deviceSessions/${sessionIdOf('new')}`).set(fields));
        await assertFails(client.collection('deviceSessions').add(fields));
      });
    }

    it('is refused to somebody who is not signed in', async () => {
      const document = rules.unauthenticatedContext().firestore().doc(`deviceSessions/${live}`);
      await assertFails(document.set(fields));
      await assertFails(document.delete());
    });
  });
});
