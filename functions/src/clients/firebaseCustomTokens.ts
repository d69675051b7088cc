// Custom tokens by Firebase Authentication.
import type { Auth } from 'firebase-admin/auth';
import type { CustomTokens } from '../services.ts';

/** In production the runtime's service account needs the role Service Account Token Creator on itself. */
export function firebaseCustomTokens(auth: Pick<Auth, 'createCustomToken'>): CustomTokens {
  return {
    async createCustomToken({ userId, sessionId, deviceId }) {
      return await auth.createCustomToken(userId, { sid: sessionId, device_id: deviceId });
    },
  };
}
