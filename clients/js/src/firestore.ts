// The quickest way to notice the end: a listener on this session's own document. It costs the Firestore
// SDK, so it is an entry of its own, to be loaded lazily.
import type { FirebaseApp } from 'firebase/app';
import { doc, getFirestore, onSnapshot } from 'firebase/firestore';
import type { SessionsClient } from './core/sessionsClient.ts';

/** Watches `deviceSessions/{sessionId}`: once it says revoked, or is closed to us, the server is asked. That it is confirmed, whoever waits for it hears at once. */
export function watchSession(
  app: FirebaseApp,
  client: Pick<SessionsClient, 'update' | 'handlePush'>,
  sessionId: string,
): () => void {
  // The refusal is the answer; the client has ended by it.
  const ask = () => void client.update().catch(() => {});
  let waits = false;
  return onSnapshot(
    doc(getFirestore(app), 'deviceSessions', sessionId),
    (snapshot) => {
      if (snapshot.get('revoked') === true) ask();
      const isConfirmed = snapshot.get('confirmed') === true;
      // A hint as the push is one.
      if (isConfirmed && waits) void client.handlePush({ action: 'login_answered' });
      waits = !isConfirmed;
    },
    ask,
  );
}
