// Better Auth with its Firestore adapter, doing the work that our functions do.
import { betterAuth } from 'better-auth';
import { bearer } from 'better-auth/plugins';
import { firestoreAdapter } from 'better-auth-firestore';
import { initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';

/** @param {string} projectId */
export async function openBetterAuth(projectId) {
  const firestore = getFirestore(initializeApp({ projectId }, projectId));
  const auth = betterAuth({
    database: firestoreAdapter({ firestore, migrationChecks: false }),
    baseURL: 'http://localhost:3000',
    secret: 'a secret of the bench, of no use elsewhere',
    plugins: [bearer()],
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
  const { internalAdapter } = await auth.$context;
  /** @param {string} token */
  const headersOf = (token) => new Headers({ authorization: `Bearer ${token}` });
  return {
    firestore,
    /** @param {string} email */
    async createUser(email) {
      const user = await internalAdapter.createUser({ email, name: 'Alice', emailVerified: true });
      return user.id;
    },
    /** The token of a new session. @param {string} userId */
    async create(userId) {
      return (await internalAdapter.createSession(userId)).token;
    },
    /** @param {string} token */
    async list(token) {
      return (await auth.api.listSessions({ headers: headersOf(token) })).length;
    },
    /** @param {string} token */
    async check(token) {
      return (await auth.api.getSession({ headers: headersOf(token) })) !== null;
    },
    /** @param {string} token @param {string} other */
    async revoke(token, other) {
      await auth.api.revokeSession({ headers: headersOf(token), body: { token: other } });
    },
    /** @param {string} token */
    async revokeOthers(token) {
      await auth.api.revokeOtherSessions({ headers: headersOf(token) });
    },
  };
}
