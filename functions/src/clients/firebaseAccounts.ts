// The user's account in Firebase Authentication, as far as reauthentication of the owner needs it.
import type { Auth } from 'firebase-admin/auth';
import type { Accounts } from '../services.ts';

export function firebaseAccounts(auth: Pick<Auth, 'verifyIdToken' | 'getUser'>): Accounts {
  return {
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
