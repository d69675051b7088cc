// Many users of three sessions each, two of which an incident concerns, and runs of it that are killed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Firestore } from '@google-cloud/firestore';
import { until } from '../../../../clients/js/testing/until.ts';
import type { Account } from '../../../src/domain/account/account.ts';
import { isAccount, openDevices } from '../../../src/domain/account/account.ts';
import { accountIdOf, hashed } from '../../../src/domain/account/accountId.ts';
import { toView } from '../../../src/domain/account/view.ts';
import { newId } from '../../../src/newId.ts';
import { deliverForUser } from '../../../src/operations/deliverForUser.ts';
import { toAccountFields } from '../../../src/store/accountFields.ts';
import * as documents from '../../../src/store/documents.ts';
import { firestoreSessions } from '../../../src/store/firestoreSessions.ts';
import { generateSessionKeys } from '../../../src/tokens/sessionKeys.ts';
import { register, signInNow } from '../../doubles/device.ts';
import { policy, servicesOver } from '../../doubles/services.ts';
import { deployedParams } from '../../functions/environment.ts';
import type { ToldPage } from './endEverybody.ts';

export interface Everybody {
  signedInBefore: Date;
  /** The ids of the sessions that are concerned, and of the others. */
  meant: string[];
  others: string[];
}

/** Copies of one user whose three devices have registered, each with ids and push tokens of its own. */
export async function makeEverybody(firestore: Firestore, users: number): Promise<Everybody> {
  const owner = { userId: 'user-0', tenantId: null };
  const services = servicesOver(firestoreSessions(firestore));
  const open = async (name: string) => {
    await register(services, name, signInNow(services, owner.userId));
    services.pass({ hours: 1 });
  };
  const nowSecond = Math.floor(Date.now() / 1000);
  services.pass({ days: -1, seconds: nowSecond - services.now().getTime() / 1000 });
  await open('phone');
  await open('tablet');
  const signedInBefore = services.now();
  await open('browser');
  await deliverForUser(services, owner);
  const { stored } = await services.sessions.readAccount(accountIdOf(owner));
  if (!isAccount(stored)) throw new Error('nobody has registered');
  const all: Everybody = { signedInBefore, meant: [], others: [] };
  for (const [, { session }] of openDevices(stored)) sort(all, session);
  let batch = firestore.batch();
  for (let count = 1; count < users; count += 1) {
    const copy = copyOf(stored, `user-${count}`);
    batch.set(
      firestore.collection(documents.accountsCollection).doc(accountIdOf(copy)),
      toAccountFields(copy),
    );
    for (const [key, { session }] of openDevices(copy)) {
      sort(all, session);
      const { sessionId, ...view } = toView(copy, key, session, policy);
      batch.set(firestore.collection(documents.viewsCollection).doc(sessionId), view);
    }
    if (count % 100 > 0 && count < users - 1) continue;
    await batch.commit();
    batch = firestore.batch();
  }
  return all;
}

function sort(all: Everybody, { signedInAt, sessionId }: { signedInAt: Date; sessionId: string }) {
  (signedInAt < all.signedInBefore ? all.meant : all.others).push(sessionId);
}

function copyOf(account: Account, userId: string): Account {
  const copy = structuredClone({ ...account, userId });
  for (const device of Object.values(copy.devices)) {
    device.installation = newId();
    device.session!.sessionId = newId();
    device.pushToken!.value = newId();
  }
  copy.pushTokens = Object.values(copy.devices).map(({ pushToken }) => hashed(pushToken!.value));
  return copy;
}

export interface RunOptions {
  pageSize: number;
  after: string | null;
  /** Behind this page it is killed, once it has told a device of the next one; null: it runs through. */
  killedInPage: number | null;
}

/** A run as a process of its own. Resolves to what it last told; null where that is nothing. */
export async function runEverybodyOut(
  firestore: Firestore,
  project: string,
  { signedInBefore }: Everybody,
  { pageSize, after, killedInPage }: RunOptions,
): Promise<ToldPage | null> {
  const file = join(import.meta.dirname, 'endEverybody.ts');
  const time = signedInBefore.toISOString().replace('.000Z', 'Z');
  const child = spawn(process.execPath, [file, time, `${pageSize}`, after ?? ''], {
    // What it logs is not looked at.
    stdio: ['pipe', 'ignore', 'inherit', 'pipe'],
    env: {
      ...process.env,
      ...deployedParams,
      GCLOUD_PROJECT: project,
      FUNCTIONS_EMULATOR: 'true',
      EMULATOR_PATIENCE: '10',
      SESSION_KEYS: await generateSessionKeys(),
      SIGNED_IN_AFTER: time,
    },
  });
  const ended = once(child, 'exit') as Promise<[code: number | null]>;
  let last: ToldPage | null = null;
  let pages = 0;
  if (killedInPage === null) child.stdin!.end();
  for await (const line of createInterface({ input: child.stdio[3] as Readable })) {
    last = JSON.parse(line) as ToldPage;
    pages += 1;
    if (killedInPage === null) continue;
    const told = pages === killedInPage ? await countTold(firestore) : 0;
    child.stdin!.write('.');
    if (pages < killedInPage) continue;
    // It cannot be through with that page: there it would wait.
    await until('another device is told', async () => (await countTold(firestore)) > told);
    child.kill('SIGKILL');
    break;
  }
  const [code] = await ended;
  if ((code === 0) !== (killedInPage === null)) throw new Error(`the run ended with ${code}`);
  return last;
}

async function countTold(firestore: Firestore): Promise<number> {
  return (await firestore.collection(documents.outboxCollection).count().get()).data().count;
}

/** How it stands with these sessions, as the documents say. */
export async function lookAt(firestore: Firestore, { meant, others }: Everybody) {
  const all = async (collection: string) => (await firestore.collection(collection).get()).docs;
  const live = new Set<string>();
  const reasons = new Set<unknown>();
  for (const view of await all(documents.viewsCollection)) {
    if (view.get('revoked') === false) live.add(view.id);
    else reasons.add(view.get('revokedReason'));
  }
  const told = new Map<string, number>();
  for (const push of await all(documents.outboxCollection)) {
    const id = push.get('message.data.sessionId') as string;
    told.set(id, (told.get(id) ?? 0) + 1);
  }
  const events = (await all(documents.eventsCollection)).filter(
    (event) => event.get('revokedReason') === 'incident',
  );
  const accounts = await all(documents.accountsCollection);
  return {
    meantThatLive: meant.filter((id) => live.has(id)).length,
    othersThatEnded: others.filter((id) => !live.has(id)).length,
    reasons: [...reasons],
    /** How many of those that are meant were told so often. */
    toldTimes: [0, 1, 2, 3].map(
      (times) => meant.filter((id) => (told.get(id) ?? 0) === times).length,
    ),
    othersTold: others.filter((id) => told.has(id)).length,
    endings: events.length,
    owing: accounts.filter((account) => account.get('isOwed') === true).length,
  };
}
