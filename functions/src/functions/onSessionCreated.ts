// onSessionCreated: finds the place of a new session and alerts the user's other devices.
import { onDocumentCreated } from 'firebase-functions/v2/firestore';
import { backgroundOptions, placeSecrets, sessionKeys } from '../config.ts';
import type { Owner } from '../domain/session/session.ts';
import { deliverForUser } from '../operations/deliverForUser.ts';
import { services } from '../wiring.ts';

export const onSessionCreated = onDocumentCreated(
  {
    document: 'deviceSessions/{sessionId}',
    ...backgroundOptions,
    retry: true,
    secrets: [sessionKeys, ...placeSecrets],
    memory: '512MiB',
    timeoutSeconds: 50,
  },
  async (event) => {
    const session = event.data?.data() as Owner | undefined;
    if (session) await deliverForUser(services(), session);
  },
);
