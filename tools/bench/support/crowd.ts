// Many sessions at once, written past the product: copies of a real one, under other ids and users.
import type { Firestore } from '@google-cloud/firestore';
import { accountIdOf, hashed } from '../../../functions/src/domain/account/accountId.ts';
import type { Owner } from '../../../functions/src/domain/session/session.ts';
import { newId } from '../../../functions/src/newId.ts';
import { accountsCollection, viewsCollection } from '../../../functions/src/store/documents.ts';

/** What differs between a document and its copy. */
export type Difference = Record<string, unknown>;

export interface Copy {
  id: string;
  fields: Difference;
}

/** As many writes as one commit takes. */
const batchSize = 500;
/** Commits on their way at a time. */
const commitsAtOnce = 4;

/** Writes these copies of the document at `template`, beside it. */
export async function copyDocument(
  firestore: Firestore,
  template: string,
  copies: readonly Copy[],
): Promise<void> {
  const original = await firestore.doc(template).get();
  const fields = original.data();
  if (!fields) throw new Error(`there is no ${template}`);
  const collection = original.ref.parent;
  const batches: Copy[][] = [];
  for (let at = 0; at < copies.length; at += batchSize) {
    batches.push(copies.slice(at, at + batchSize));
  }
  const commit = async () => {
    for (let some = batches.pop(); some; some = batches.pop()) {
      const batch = firestore.batch();
      for (const { id, fields: own } of some) batch.set(collection.doc(id), { ...fields, ...own });
      await batch.commit();
    }
  };
  await Promise.all(Array.from({ length: commitsAtOnce }, commit));
}

/** Copies a user of one session: the account and its view, under other ids, and with push tokens of its own. */
export async function copyUser(
  firestore: Firestore,
  owner: Owner,
  sessionId: string,
  userIds: readonly string[],
): Promise<void> {
  const path = `${accountsCollection}/${accountIdOf(owner)}`;
  const devices = (await firestore.doc(path).get()).get('devices') as Record<string, StoredDevice>;
  const copies = userIds.map((userId) => ({ userId, sessionId: newId() }));
  const { tenantId } = owner;
  await copyDocument(
    firestore,
    path,
    copies.map(({ userId }) => ({
      id: accountIdOf({ userId, tenantId }),
      fields: { userId, ...ownPushTokens(devices) },
    })),
  );
  await copyDocument(
    firestore,
    `${viewsCollection}/${sessionId}`,
    copies.map(({ userId, sessionId: id }) => ({ id, fields: { userId } })),
  );
}

interface StoredDevice {
  pushToken?: { value: string };
}

/** A token that many hold would be looked for among all of them. */
function ownPushTokens(devices: Record<string, StoredDevice>) {
  const own = Object.entries(devices).map(([key, device]): [string, StoredDevice] => [
    key,
    device.pushToken ? { ...device, pushToken: { ...device.pushToken, value: newId() } } : device,
  ]);
  const values = own.flatMap(([, { pushToken }]) => (pushToken ? [pushToken.value] : []));
  return { devices: Object.fromEntries(own), pushTokens: values.map(hashed) };
}
