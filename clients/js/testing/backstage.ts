// What no app sees: the pushes that went out, and how far the backend's work in the background is.
// Read as the Admin SDK reads, from the running Firestore emulator.
import { randomUUID } from 'node:crypto';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import type { Firestore, Timestamp } from 'firebase-admin/firestore';
import { getFirestore } from 'firebase-admin/firestore';
import type { PushKind } from '../../../functions/src/domain/push/pushMessage.ts';
import type { FcmMessage } from '../../../functions/src/domain/push/fcmPayload.ts';
import { hourMs } from '../../../functions/src/domain/session/policy.ts';
import { findStack } from './stack.ts';
import { until } from './until.ts';

export interface SentPush {
  kind: PushKind;
  message: FcmMessage;
}

export interface Backstage {
  firestore: Firestore;
  /** Every push that went out to this push token, oldest first; one that went out again counts once. */
  pushesTo(pushToken: string): Promise<SentPush[]>;
  /** Waits until nothing of this new session is owed any more: place found, pushes sent. */
  untilAnnounced(sessionId: string): Promise<void>;
  /** Sessions of the user that nobody has ended. */
  countOpenSessions(userId: string): Promise<number>;
  /** Logins on new devices of the user within the last hour: these are limited. */
  countNewDevices(userId: string): Promise<number>;
  close(): Promise<void>;
}

export function openBackstage(): Backstage {
  const app = initializeApp({ projectId: findStack().project }, `backstage-${randomUUID()}`);
  const firestore = getFirestore(app);
  const accounts = firestore.collection('deviceSessionAccounts');
  return {
    firestore,

    async pushesTo(pushToken) {
      const sent = firestore.collection('pushOutbox').where('message.token', '==', pushToken);
      const pushes = (await sent.get()).docs
        .map((document) => document.data() as SentPush & { createdAt: Timestamp })
        .toSorted((a, b) => a.createdAt.toMillis() - b.createdAt.toMillis())
        .map(({ kind, message }) => ({ kind, message }));
      const ids = pushes.map(({ message }) => message.data.pushId);
      return pushes.filter((_, at) => ids[at] === undefined || ids.indexOf(ids[at]) === at);
    },

    async untilAnnounced(sessionId) {
      const view = await firestore.collection('deviceSessions').doc(sessionId).get();
      const account = accounts.where('userId', '==', view.get('userId'));
      await until('the new session is announced', async () => {
        const [found] = (await account.get()).docs;
        return found?.get('isOwed') === false;
      });
    },

    async countOpenSessions(userId) {
      const open = firestore
        .collection('deviceSessions')
        .where('userId', '==', userId)
        .where('revoked', '==', false);
      return (await open.count().get()).data().count;
    },

    async countNewDevices(userId) {
      const [account] = (await accounts.where('userId', '==', userId).get()).docs;
      const logins = (account?.get('newDevices') ?? []) as { at: Timestamp }[];
      const hourAgo = Date.now() - hourMs;
      return logins.filter(({ at }) => at.toMillis() > hourAgo).length;
    },

    close: () => deleteApp(app),
  };
}
