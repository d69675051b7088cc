// The user's account in Firebase Authentication, as far as sessions need it.
import type { Auth } from 'firebase-admin/auth';
import type { Accounts } from '../services.ts';

export function firebaseAccounts(
  auth: Pick<Auth, 'createCustomToken' | 'verifyIdToken' | 'getUser'>,
): Accounts {
  return {
    /** In production the runtime's service account needs the role Service Account Token Creator on itself. */
    async createCustomToken({ userId, sessionId, deviceId }) {
      return await auth.createCustomToken(userId, { sid: sessionId, device_id: deviceId });
    },

    async verifyReauthentication(idToken) {
      try {
        // Also asks whether the account is disabled or all its tokens were revoked.
        const token = await auth.verifyIdToken(idToken, true);
        return {
          userId: token.uid,
          signedInAt: new Date(token.auth_time * 1000),
          provider: token.firebase.sign_in_provider,
          secondFactor: token.firebase.sign_in_second_factor !== undefined,
        };
      } catch {
        return null;
      }
    },

    async findSignInMethods(userId) {
      const { providerData, multiFactor } = await auth.getUser(userId);
      return {
        providers: providerData.map(({ providerId }) => providerId),
        secondFactor: (multiFactor?.enrolledFactors.length ?? 0) > 0,
      };
    },
  };
}
