// The Firebase JS SDK as transports: callables, endpoints, and who is signed in.
import type { FirebaseApp } from 'firebase/app';
import { getAuth, onAuthStateChanged, signInWithCustomToken, signOut } from 'firebase/auth';
import { getFunctions, httpsCallableFromURL } from 'firebase/functions';
import { findFunctionUrls, type FunctionUrlsOptions } from './core/functionUrls.ts';
import { sessionIdIn, type Transports } from './core/options.ts';

export interface FirebaseTransportsOptions extends FunctionUrlsOptions {
  /**
   * Says where all functions are, so that nothing else need be told: the `iss` of the access tokens,
   * or a site that publishes the metadata at `/.well-known/oauth-authorization-server`. The functions
   * of the app's project in `us-central1` if absent.
   */
  issuer?: string;
  /** In place of an issuer, where the functions are by their own names, without a slash at the end: no metadata is asked for. */
  endpoints?: string;
}

export function firebaseTransports(
  app: FirebaseApp,
  options: FirebaseTransportsOptions = {},
): Transports {
  const { projectId = '' } = app.options;
  const { endpoints, issuer = `https://us-central1-${projectId}.cloudfunctions.net` } = options;
  const auth = getAuth(app);
  const urlOf = (
    endpoints
      ? async (name) => `${endpoints}/${name}`
      : findFunctionUrls(issuer, undefined, options)
  ) as (name: string) => Promise<string>;
  return {
    call: async (name, data) =>
      (await httpsCallableFromURL(getFunctions(app), await urlOf(name))(data)).data,

    async post(name, data) {
      const answer = await fetch(await urlOf(name), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(data),
      });
      const text = await answer.text();
      // What is no JSON is handed on as it is.
      const body: unknown = await Promise.resolve(text || 'null')
        .then(JSON.parse)
        .catch(() => text);
      return { status: answer.status, body };
    },

    async identity(fresh) {
      await auth.authStateReady();
      const user = auth.currentUser;
      if (user === null) return null;
      const { claims } = await user.getIdTokenResult(fresh);
      return {
        userId: user.uid,
        sessionId: sessionIdIn(claims),
        signedInAt: Number(claims['auth_time']),
      };
    },

    signInWithCustomToken: (token) => signInWithCustomToken(auth, token),
    signOut: () => signOut(auth),
    fetch: (request) => fetch(request),
    watch: (changed) => onAuthStateChanged(auth, changed),
  };
}
