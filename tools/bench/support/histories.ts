// Histories, and logins that nobody was told of yet, written past the product by copying real ones.
import { randomUUID } from 'node:crypto';
import type { Firestore } from '@google-cloud/firestore';
import { accountIdOf } from '../../../functions/src/domain/account/accountId.ts';
import type { Account } from '../../../functions/src/domain/account/account.ts';
import type { Owner } from '../../../functions/src/domain/session/session.ts';
import { newId } from '../../../functions/src/newId.ts';
import { viewsCollection } from '../../../functions/src/store/documents.ts';
import type { RegisteredDevice } from '../../../functions/test/doubles/device.ts';
import { register, signInNow } from '../../../functions/test/doubles/device.ts';
import { copyDocument, copyUser } from './crowd.ts';
import { type BenchServices, personWith } from './people.ts';

export interface Past {
  /** Of this user, or each of another. */
  ofUser: boolean;
  /** How many of their devices are still known. */
  known: number;
}

/** Adds the views of sessions that have ended in the last 30 days, and so many known devices. */
export async function addPast(
  firestore: Firestore,
  { now, sessions }: BenchServices,
  { session, caller }: RegisteredDevice,
  count: number,
  { ofUser, known }: Past,
): Promise<void> {
  const days = 30;
  const endedAt = (index: number) =>
    new Date(now().getTime() - (((index % 1000) + 1) / 1001) * days * 86_400_000);
  await copyDocument(
    firestore,
    `${viewsCollection}/${session.sessionId}`,
    Array.from({ length: count }, (_, index) => {
      const userId = ofUser ? caller.userId : `${caller.userId}-${index}`;
      const end = { revoked: true, revokedAt: endedAt(index), revokedReason: 'sign_out' };
      return { id: newId(), fields: { userId, ...end } };
    }),
  );
  const read = await sessions.readAccount(accountIdOf(caller));
  const account = structuredClone(read.stored) as Account;
  const [template] = Object.values(account.devices);
  if (!template) throw new Error('the user has no device');
  for (let index = 0; index < known; index += 1) {
    account.devices[`past${index}`] = {
      ...template,
      ...{ session: null, pushToken: null, installation: newId(), standing: 'known' },
      lastSeenAt: endedAt(index),
    };
  }
  await sessions.commit(read, { account, views: [], forgotten: [], events: [] });
}

/** So many users with a phone and logins elsewhere, all of which the trigger has yet to tell; an owner an event. */
export async function loginsOfMany(
  firestore: Firestore,
  services: BenchServices,
  users: number,
  logins: number,
): Promise<Owner[]> {
  const { userId, phone } = await personWith(services, 1);
  const opened: RegisteredDevice[] = [];
  while (opened.length < logins) {
    services.pass({ seconds: 5 });
    const signIn = signInNow(services, userId);
    opened.push(await register(services, `device-${randomUUID()}`, signIn));
  }
  const others = Array.from({ length: users - 1 }, (_, user) => `${userId}-${user}`);
  await copyUser(firestore, phone.caller, phone.session.sessionId, others);
  const owners = [userId, ...others].map((id) => ({ userId: id, tenantId: null }));
  return owners.flatMap((owner) => opened.map(() => owner));
}
