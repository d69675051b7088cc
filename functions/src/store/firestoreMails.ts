// Mails about logins, as documents in the collection that the team's "Trigger Email from Firestore" reads.
import type { Firestore } from '@google-cloud/firestore';
import type { LoginMails } from '../services.ts';

/** gRPC's ALREADY_EXISTS. */
const alreadyExists = 6;

/** The id of the mail about this login. */
export function loginMailId(sessionId: string): string {
  return `login-${sessionId}`;
}

/** Each mail is written once: its id is that of the login. */
export function firestoreMails(firestore: Firestore, collection: string): LoginMails {
  return {
    async create({ sessionId, userId, tenantId, to, subject, text, html }) {
      try {
        const document = firestore.collection(collection).doc(loginMailId(sessionId));
        // By its owner it is found, and erased, when the session itself is long forgotten.
        await document.create({ to, message: { subject, text, html }, userId, tenantId });
      } catch (error) {
        if ((error as { code?: unknown }).code !== alreadyExists) throw error;
      }
    },
  };
}
