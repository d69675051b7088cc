// The Firebase JS SDK as transports: callables, endpoints, and who is signed in.
import type { FirebaseApp } from 'firebase/app';
import { getAuth, signInWithCustomToken, signOut } from 'firebase/auth';
import { getFunctions, httpsCallable } from 'firebase/functions';
import type { Transports } from './core/options.ts';

export interface FirebaseTransportsOptions {
  /** The params REGION of the deployment; `us-central1` if absent. */
  region?: string;
  /** Where the HTTPS endpoints are, without a slash at the end: `https://us-central1-<project>.cloudfunctions.net` if absent. */
  endpoints?: string;
}

export function firebaseTransports(
  app: FirebaseApp,
  { region = 'us-central1', endpoints }: FirebaseTransportsOptions = {},
): Transports {
  const auth = getAuth(app);
  const functions = getFunctions(app, region);
  const base = endpoints ?? `https://${region}-${app.options.projectId ?? ''}.cloudfunctions.net`;
  return {
    call: async (name, data) => (await httpsCallable(functions, name)(data)).data,

    async post(name, body) {
      const answer = await fetch(`${base}/${name}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: await answer.json().catch(() => null) };
    },

    async identity() {
      await auth.authStateReady();
      if (auth.currentUser === null) return null;
      const { claims } = await auth.currentUser.getIdTokenResult();
      const { sid, auth_time: signedInAt } = claims;
      return {
        userId: auth.currentUser.uid,
        sessionId: typeof sid === 'string' ? sid : null,
        signedInAt: Number(signedInAt),
      };
    },

    signInWithCustomToken: (token) => signInWithCustomToken(auth, token),
    signOut: () => signOut(auth),
    fetch: (request) => fetch(request),
  };
}
