// What only time or another call would do to a stored session, done at once: to its account and its view.
import type { Firestore } from '@google-cloud/firestore';
import { accountIdOf } from '../../../src/domain/account/accountId.ts';

async function storedSession(firestore: Firestore, sessionId: string) {
  const view = firestore.doc(`deviceSessions/${sessionId}`);
  const { userId, tenantId, device } = (await view.get()).data() as Record<string, string | null>;
  const owner = { userId: String(userId), tenantId: tenantId ?? null };
  const account = firestore.doc(`deviceSessionAccounts/${accountIdOf(owner)}`);
  return { view, account, path: `devices.${device}.session` };
}

/** Ends a session, as another one of the user would. */
export async function endStored(firestore: Firestore, sessionId: string): Promise<void> {
  const { view, account, path } = await storedSession(firestore, sessionId);
  await account.update({ [path]: null });
  await view.update({ revoked: true, revokedReason: 'user', revokedAt: new Date() });
}

/** As if the second had passed in which a session changes its account no more than once. */
export async function passASecond(firestore: Firestore, sessionId: string): Promise<void> {
  const { account, path } = await storedSession(firestore, sessionId);
  await account.update({ [`${path}.changedAt`]: null });
}
