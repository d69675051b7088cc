// Histories, and logins that nobody was told of yet, written past the product by copying real ones.
import { randomUUID } from 'node:crypto';
import type { Firestore } from '@google-cloud/firestore';
import type { OwedPush, Owner } from '../../../functions/src/domain/session/session.ts';
import { newId } from '../../../functions/src/newId.ts';
import type { RegisteredDevice } from '../../../functions/test/doubles/device.ts';
import { register, signInNow } from '../../../functions/test/doubles/device.ts';
import { copySession } from './crowd.ts';
import { type BenchServices, personWith } from './people.ts';

export interface Past {
  /** Of this user, or each of another. */
  ofUser: boolean;
  /** How many of their devices are still known. */
  known: number;
}

/** Adds sessions that have ended, each on a device of its own, in the last 30 days. */
export async function addPast(
  firestore: Firestore,
  { now }: BenchServices,
  { session, caller }: RegisteredDevice,
  count: number,
  { ofUser, known }: Past,
): Promise<void> {
  const days = 30;
  const copies = Array.from({ length: count }, (_, index) => {
    const { userId } = caller;
    const owner = { userId: ofUser ? userId : `${userId}-${index}` };
    const endedMs = now().getTime() - (((index % 1000) + 1) / 1001) * days * 86_400_000;
    const endedAt = new Date(endedMs);
    return {
      id: newId(),
      session: { ...owner, revoked: true, revokedAt: endedAt, revokedReason: 'sign_out' },
      secrets: {
        ...owner,
        ...{ state: 'ended', endedAt, registeredAt: endedAt, signIns: [`past-${index}`] },
        ...{ installation: newId(), pushToken: null, isOwed: false, owed: [] },
        device: index < known ? 'known' : 'forgotten',
      },
    };
  });
  await copySession(firestore, session.sessionId, copies);
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
  const owners: Owner[] = [{ userId, tenantId: null }];
  for (const device of [phone, ...opened]) {
    const { sessionId } = device.session;
    const secrets = await firestore.doc(`sessionSecrets/${sessionId}`).get();
    const owed = secrets.get('owed') as OwedPush[];
    const copies = Array.from({ length: users - 1 }, (_, user) => {
      const owner = { userId: `${userId}-${user}` };
      const ofCopy = (id: string) => `${id.slice(0, 12)}-${user}`;
      const owedByCopy = owed.map((one) => ({
        ...one,
        receiver: one.receiver === null ? null : ofCopy(one.receiver),
      }));
      const id = ofCopy(sessionId);
      return { id, session: owner, secrets: { ...owner, owed: owedByCopy } };
    });
    await copySession(firestore, sessionId, copies);
  }
  for (let user = 0; user < users - 1; user += 1) {
    owners.push({ userId: `${userId}-${user}`, tenantId: null });
  }
  return owners.flatMap((owner) => opened.map(() => owner));
}
