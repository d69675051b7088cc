// Each operation on a Firestore that answers over a wire: each RPC fails before it is made, each commit
// also after it took effect. FAULTS=all tries every kind of
// failure, else the commits whose answer is lost.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type { Firestore } from '@google-cloud/firestore';
import { boundedServices } from '../../src/boundedServices.ts';
import { toAccountFields } from '../../src/store/accountFields.ts';
import {
  accountsCollection,
  toAccount,
  toView,
  viewsCollection,
} from '../../src/store/documents.ts';
import { firestoreSessions } from '../../src/store/firestoreSessions.ts';
import type { TestServices } from '../doubles/services.ts';
import { servicesOver } from '../doubles/services.ts';
import { startFirestore, type EmbeddedFirestore } from '../embeddedFirestore.ts';
import type { Situation } from './scenarios.ts';
import { scenarios } from './scenarios.ts';
import type { WireFault, WireProxy } from './wireProxy.ts';
import { startWireProxy } from './wireProxy.ts';
import type { Outcome } from './world.ts';
import { answerOf, copyOf, outcomeOf, recover } from './world.ts';

/** gRPC's DEADLINE_EXCEEDED, ABORTED and UNAVAILABLE. */
const statuses = [4, 10, 14];
const kinds: Omit<WireFault, 'at'>[] =
  process.env.FAULTS === 'all'
    ? statuses.flatMap((status) => [
        { status, when: 'before' },
        { status, when: 'after' },
      ])
    : [{ status: 14, when: 'after' }];

/** What the SDK waits by between two tries; a file that its package does not export. */
const require = createRequire(import.meta.url);
const { setTimeoutHandler } = require(
  require.resolve('@google-cloud/firestore').replace(/index\.js$/, 'backoff.js'),
) as { setTimeoutHandler(handler: (work: () => void) => unknown): void };

describe('an operation on a Firestore whose RPCs fail', () => {
  let engine: EmbeddedFirestore;
  let proxy: WireProxy;
  let direct: Firestore;
  let through: Firestore;
  let struck = 0;

  before(async () => {
    // The SDK's waits between two tries make no difference here.
    setTimeoutHandler((work) => setTimeout(work, 0));
    engine = await startFirestore();
    proxy = await startWireProxy(engine.address);
    direct = engine.connect();
    through = engine.connect(proxy.address);
  });

  after(async () => {
    setTimeoutHandler(setTimeout);
    if (process.env.FAULTS === 'all') console.log(`      ${struck} RPCs failed`);
    await Promise.all([through.terminate(), direct.terminate()]);
    await proxy.close();
    await engine.stop();
  });

  for (const [name, prepare] of Object.entries(scenarios)) {
    it(name, async () => {
      const situation = await prepare();
      const { world, run } = situation;
      const healthy = copyOf(world);
      const right = answerOf((await Promise.allSettled([run(healthy)]))[0]);
      await recover(healthy);
      const done = outcomeOf(healthy);
      for (const kind of kinds) {
        let at = 1;
        while (await strike(situation, { ...kind, at }, { done, right })) at += 1;
        struck += at - 1;
      }
    });
  }

  /** Whether so many RPCs were made. */
  async function strike(
    { world, run, again, isBackground }: Situation,
    fault: WireFault,
    { done, right }: { done: Outcome; right: string },
  ): Promise<boolean> {
    const about = JSON.stringify(fault);
    await engine.clear();
    await upload(direct, world);
    const services = overWire(world);
    proxy.fail(fault);
    const [result] = await Promise.allSettled([run(boundedServices(services))]);
    const wasMade = proxy.made() >= fault.at;
    proxy.fail(null);
    const isFailure = answerOf(result) === 'unavailable';
    if (isFailure) {
      const [second] = await Promise.allSettled([run(boundedServices(services))]);
      assert.ok([right, again].includes(answerOf(second)), `${about}: then ${answerOf(second)}`);
    } else if (!isBackground) {
      assert.ok([right, again].includes(answerOf(result)), `${about}: ${answerOf(result)}`);
    }
    const left = copyOf(world);
    await download(direct, left);
    left.sent.push(...services.sent);
    left.mails.push(...services.mails);
    left.queued.push(...services.queued);
    await recover(left);
    assert.deepEqual(outcomeOf(left), done, about);
    return wasMade;
  }

  function overWire(world: TestServices) {
    const services = servicesOver(firestoreSessions(through), world.policy);
    services.pass({ seconds: (world.now().getTime() - services.now().getTime()) / 1000 });
    services.account = world.account;
    if (world.loginMails) {
      services.loginMails = { create: async (mail) => void services.mails.push(mail) };
    }
    return services;
  }
});

async function upload(firestore: Firestore, { sessions }: TestServices): Promise<void> {
  const { accounts, views } = sessions.content;
  const batch = firestore.batch();
  for (const [id, { document }] of accounts) {
    batch.set(firestore.collection(accountsCollection).doc(id), toAccountFields(document));
  }
  for (const { sessionId, ...view } of views.values()) {
    batch.set(firestore.collection(viewsCollection).doc(sessionId), view);
  }
  await batch.commit();
}

async function download(firestore: Firestore, { sessions }: TestServices): Promise<void> {
  const { accounts, views } = sessions.content;
  accounts.clear();
  views.clear();
  for (const snapshot of (await firestore.collection(accountsCollection).get()).docs) {
    accounts.set(snapshot.id, { document: toAccount(snapshot)!, version: 1 });
  }
  for (const snapshot of (await firestore.collection(viewsCollection).get()).docs) {
    views.set(snapshot.id, toView(snapshot)!);
  }
}
