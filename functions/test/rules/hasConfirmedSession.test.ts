// hasConfirmedSession() as a team uses it, on documents as the backend writes them: a login on a new device
// reads nothing of what stands behind it until somebody has answered, or time has.
import assert from 'node:assert/strict';
import { Firestore } from '@google-cloud/firestore';
import type { RulesTestEnvironment } from '@firebase/rules-unit-testing';
import { assertFails, assertSucceeds } from '@firebase/rules-unit-testing';
import { answerLogin } from '../../src/operations/answerLogin.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { firestoreSessions } from '../../src/store/firestoreSessions.ts';
import type { RegisteredDevice } from '../doubles/device.ts';
import { register, signInNow } from '../doubles/device.ts';
import { servicesOver } from '../doubles/services.ts';
import type { Client } from './environment.ts';
import {
  clientOf,
  openRules,
  past,
  rulesWithSecrets,
  seed,
  sessionIdOf,
  sessionOf,
} from './environment.ts';

const projectId = 'demo-rules-confirmed';
const dayMs = 86_400_000;

describe('hasConfirmedSession()', () => {
  let rules: RulesTestEnvironment;
  let firestore: Firestore;

  before(async () => {
    rules = await openRules(projectId, rulesWithSecrets);
    await rules.clearFirestore();
    firestore = new Firestore({ projectId });
    await seed(rules, {
      'secrets/one': { text: 'hello' },
      'secrets/two': { text: 'world' },
      'notes/note': { text: 'hello' },
    });
  });
  after(async () => {
    await firestore.terminate();
    await rules.cleanup();
  });

  /** How many of the two documents this client is given, by the list and one by one. */
  async function readBy(client: Client): Promise<[listed: number, got: number]> {
    const orNone = (read: Promise<number>) => read.catch(() => 0);
    const listed = await orNone(
      client
        .collection('secrets')
        .get()
        .then(({ size }) => size),
    );
    const got = await Promise.all(
      ['one', 'two'].map((id) =>
        orNone(
          client
            .doc(`secrets/${id}`)
            .get()
            .then(({ exists }) => Number(exists)),
        ),
      ),
    );
    return [listed, got.reduce((sum, one) => sum + one, 0)];
  }

  async function assertRefused(client: Client): Promise<void> {
    assert.deepEqual(await readBy(client), [0, 0]);
    await assertFails(client.doc('secrets/one').set({ text: 'mine' }));
    await assertFails(client.doc('secrets/one').delete());
  }

  /** The owner's phone and a login on a new device, both of so many days ago, as the backend writes them. */
  async function household({ daysAgo = 0, tenant = null as string | null } = {}) {
    const services = servicesOver(firestoreSessions(firestore));
    const begun = Date.now() - services.now().getTime() - daysAgo * dayMs;
    const { now } = services;
    services.now = () => new Date(now().getTime() + begun);
    const userId = `user-${services.newId()}`;
    const signIn = () => signInNow(services, userId, tenant);
    const phone = await register(services, 'iphone-1', signIn());
    const newcomer = await register(services, 'galaxy-1', signIn());
    const client = ({ session }: RegisteredDevice, of = tenant ?? undefined) =>
      clientOf(rules, userId, session.sessionId, of);
    return { services, phone, newcomer, client };
  }

  it('gives a confirmed session all, and an unconfirmed one nothing', async () => {
    const { phone, newcomer, client } = await household();
    assert.deepEqual(await readBy(client(phone)), [2, 2]);
    await assertSucceeds(client(phone).doc('secrets/one').set({ text: 'hello' }));
    await assertRefused(client(newcomer));
    // It lives, so what asks for that alone is open to it, and its own document says why it waits.
    await assertSucceeds(client(newcomer).doc('notes/note').get());
    const own = await client(newcomer).doc(`deviceSessions/${newcomer.session.sessionId}`).get();
    assert.equal(own.get('confirmed'), false);
  });

  it('opens when somebody answers "it was me", and closes with the session', async () => {
    const { services, phone, newcomer, client } = await household();
    const { sessionId } = newcomer.session;
    await assertRefused(client(newcomer));
    await answerLogin(services, phone.caller, { sessionId, wasMe: true });
    assert.deepEqual(await readBy(client(newcomer)), [2, 2]);
    await revokeSession(services, phone.caller, { sessionId });
    await assertRefused(client(newcomer));
  });

  it('opens when the week is over, though nothing is written', async () => {
    const { newcomer, client } = await household({ daysAgo: 7.1 });
    const own = await client(newcomer).doc(`deviceSessions/${newcomer.session.sessionId}`).get();
    assert.equal(own.get('confirmed'), false);
    assert.deepEqual(await readBy(client(newcomer)), [2, 2]);
    const { newcomer: younger, client: clientOfYounger } = await household({ daysAgo: 6.9 });
    await assertRefused(clientOfYounger(younger));
  });

  it('is of one tenant', async () => {
    const { phone, newcomer, client } = await household({ tenant: 't1' });
    assert.deepEqual(await readBy(client(phone)), [2, 2]);
    await assertRefused(client(newcomer));
    await assertRefused(client(phone, 't2'));
  });

  const confirmed = { confirmed: true, confirmsAt: past };
  for (const [what, fields] of [
    ['without a standing', { confirmsAt: past }],
    ['whose standing is no boolean', { ...confirmed, confirmed: 'true' }],
    ['whose standing is a number', { ...confirmed, confirmed: 1 }],
    ['without a time', { confirmed: true }],
    ['whose time is no time', { confirmed: false, confirmsAt: 'now' }],
    ['whose time is null', { confirmed: false, confirmsAt: null }],
    ['that is revoked', { ...confirmed, revoked: true }],
    ['that has run out', { ...confirmed, expiresAt: past }],
  ] as const) {
    it(`refuses a session document ${what}`, async () => {
      const id = sessionIdOf('damaged');
      const document = `deviceSessions/${id}`;
      await seed(rules, { [document]: sessionOf('alice', confirmed) });
      assert.deepEqual(await readBy(clientOf(rules, 'alice', id)), [2, 2]);
      await seed(rules, { [document]: sessionOf('alice', fields) });
      await assertRefused(clientOf(rules, 'alice', id));
    });
  }
});
