// What the embedded engine promises about waiting, beyond what the official one does.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { FieldValue, type Firestore } from 'firebase-admin/firestore';
import { connect, uniqueProject } from './clients.ts';
import { startEmbedded, stopEngine } from './engines.ts';
import type { RunningEngine } from './engines.ts';

const holdTransaction = fileURLToPath(new URL('fixtures/holdTransaction.ts', import.meta.url));

describe('contention, embedded engine', () => {
  const project = uniqueProject();
  let engine: RunningEngine;
  let db: Firestore;

  before(async () => {
    engine = await startEmbedded();
    db = connect(engine.address, project);
  });
  after(async () => {
    await db.terminate();
    await stopEngine(engine);
  });

  it('lets fifty transactions on one document through in turn, none of them twice', async () => {
    const document = db.doc('counters/shared');
    let attempts = 0;
    const count = (): Promise<void> =>
      db.runTransaction(async (transaction) => {
        attempts += 1;
        const { n = 0 } = (await transaction.get(document)).data() ?? {};
        transaction.set(document, { n: n + 1 });
      });
    await Promise.all(Array.from({ length: 50 }, count));
    assert.deepEqual((await document.get()).data(), { n: 50 });
    assert.equal(attempts, 50);
  });

  it('lets two queries for different values go on at once', async () => {
    const rooms = db.collection('rooms');
    const order: string[] = [];
    await db.runTransaction(async (outer) => {
      await outer.get(rooms.where('owner', '==', 'ann'));
      await db.runTransaction(async (inner) => {
        await inner.get(rooms.where('owner', '==', 'bob'));
        inner.create(rooms.doc('bob'), { owner: 'bob' });
        order.push('inner');
      });
      outer.create(rooms.doc('ann'), { owner: 'ann' });
      order.push('outer');
    });
    assert.deepEqual(order, ['inner', 'outer']);
  });

  it('ends a deadlock at once, by having the younger transaction try again', async () => {
    const [left, right] = [db.doc('counters/left'), db.doc('counters/right')];
    const attempts = { older: 0, younger: 0 };
    let youngerHolds: () => void;
    const held = new Promise<void>((resolve) => (youngerHolds = resolve));
    const older = db.runTransaction(async (transaction) => {
      attempts.older += 1;
      await transaction.get(left);
      void younger();
      await held;
      await transaction.get(right);
      transaction.set(left, { by: 'older' });
    });
    let youngerDone: Promise<void> | undefined;
    const younger = (): Promise<void> =>
      (youngerDone ??= db.runTransaction(async (transaction) => {
        attempts.younger += 1;
        await transaction.get(right);
        youngerHolds();
        await transaction.get(left);
        transaction.set(right, { n: FieldValue.increment(1) });
      }));
    await older;
    await youngerDone;
    assert.deepEqual(attempts, { older: 1, younger: 2 });
  });

  it('frees what a transaction held when its client is gone', async () => {
    const document = db.doc('counters/held');
    await document.set({ n: 1 });
    const args = [holdTransaction, engine.address, project, document.path];
    const client = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(client.stdout, 'data');
    let written = false;
    const write = document.set({ n: 2 }).then(() => (written = true));
    await db.doc('counters/other').set({});
    assert.equal(written, false);
    client.kill('SIGKILL');
    await write;
    assert.deepEqual((await document.get()).data(), { n: 2 });
  });
});
