// Who is let in, and what is not served.
import assert from 'node:assert/strict';
import { Client as GrpcClient, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import type { Firestore } from 'firebase-admin/firestore';
import { initializeApp, deleteApp } from 'firebase/app';
import { connectFirestoreEmulator, doc, getDoc, getFirestore } from 'firebase/firestore';
import { connect, uniqueProject } from './clients.ts';
import { startEmbedded, stopEngine } from './engines.ts';
import type { RunningEngine } from './engines.ts';

const permissionDenied = { code: 7, message: /evaluates no rules and serves the Admin SDK only/ };

describe('access, embedded engine', () => {
  const project = uniqueProject();
  let engine: RunningEngine;
  const clients: Firestore[] = [];

  const client = (authorization?: string): Firestore => {
    const connected = connect(engine.address, project, authorization);
    clients.push(connected);
    return connected;
  };

  before(async () => {
    engine = await startEmbedded();
  });
  after(async () => {
    await Promise.all(clients.map((each) => each.terminate()));
    await stopEngine(engine);
  });

  for (const [name, authorization] of [
    ['an empty credential', ''],
    ["a user's token", 'Bearer eyJhbGciOiJub25lIn0.e30.'],
    ['a longer word than owner', 'Bearer owners'],
  ] as const) {
    it(`refuses reads, writes and queries with ${name}`, async () => {
      const stranger = client(authorization);
      await assert.rejects(stranger.doc('a/b').set({ n: 1 }), permissionDenied);
      await assert.rejects(stranger.doc('a/b').get(), permissionDenied);
      await assert.rejects(stranger.collection('a').get(), permissionDenied);
      await assert.rejects(stranger.listCollections(), permissionDenied);
    });
  }

  it('refuses a listener with a foreign credential', async () => {
    const stranger = client('Bearer stranger');
    const heard = new Promise((resolve, reject) => {
      stranger.doc('a/b').onSnapshot(resolve, reject);
    });
    await assert.rejects(heard, { message: permissionDenied.message });
  });

  it('refuses the client SDK', async () => {
    const app = initializeApp({ projectId: project });
    const [host, port] = engine.address.split(':');
    const firestore = getFirestore(app);
    connectFirestoreEmulator(firestore, host!, Number(port));
    await assert.rejects(getDoc(doc(firestore, 'a/b')), { code: 'permission-denied' });
    await deleteApp(app);
  });

  it('refuses documents over REST, with the owner credential too', async () => {
    const url = `http://${engine.address}/v1/projects/${project}/databases/(default)/documents/a/b`;
    const foreign = await fetch(url);
    assert.equal(foreign.status, 403);
    assert.equal((await errorOf(foreign)).status, 'PERMISSION_DENIED');
    const owner = await fetch(url, { headers: { authorization: 'Bearer owner' } });
    assert.equal(owner.status, 501);
    assert.equal((await errorOf(owner)).status, 'UNIMPLEMENTED');
  });

  it('names what it does not implement', async () => {
    const raw = new GrpcClient(engine.address, credentials.createInsecure());
    for (const name of ['GetDocument', 'CreateDocument', 'PartitionQuery']) {
      const error = await callUnary(raw, name);
      assert.equal(error?.code, 12);
      assert.equal(error?.details, `The embedded Firestore does not implement ${name}.`);
    }
    raw.close();
  });

  it('has no database but the default one', async () => {
    const other = client();
    other.settings({ databaseId: 'other' });
    await assert.rejects(other.doc('a/b').get(), { code: 5, message: /only, not other/ });
  });

  it('keeps the data of two projects apart', async () => {
    const here = client();
    const there = connect(engine.address, uniqueProject());
    clients.push(there);
    await here.doc('apart/x').set({ n: 1 });
    assert.equal((await there.doc('apart/x').get()).exists, false);
  });
});

/** Calls an RPC of Firestore with an empty request, as the owner, and gives its error. */
function callUnary(client: GrpcClient, name: string): Promise<ServiceError | null> {
  const metadata = new Metadata();
  metadata.set('authorization', 'Bearer owner');
  const path = `/google.firestore.v1.Firestore/${name}`;
  const pass = (bytes: Buffer): Buffer => bytes;
  return new Promise((resolve) => {
    client.makeUnaryRequest(path, pass, pass, Buffer.alloc(0), metadata, resolve);
  });
}

async function errorOf(response: Response): Promise<{ status: string }> {
  return ((await response.json()) as { error: { status: string } }).error;
}
