// The Firebase JS SDK as transports: callables, endpoints, and who is signed in.
import type { FirebaseApp } from 'firebase/app';
import { getAuth, onAuthStateChanged, signInWithCustomToken, signOut } from 'firebase/auth';
import { getFunctions, httpsCallableFromURL } from 'firebase/functions';
import { findFunctionUrls, type FunctionUrlsOptions } from './core/functionUrls.ts';
import { sessionIdIn, type Transports } from './core/options.ts';

export interface FirebaseTransportsOptions extends FunctionUrlsOptions {
  /**
   * Says where all functions are, so that nothing else need be told: the `iss` of the access tokens,
   * or a site that publishes the metadata at `/.well-known/oauth-authorization-server`.
   */
  issuer?: string;
  /** Without an issuer, the param REGION of the deployment; `us-central1` if absent. */
  region?: string;
  /** Without an issuer, where the HTTPS endpoints are, without a slash at the end: `https://us-central1-<project>.cloudfunctions.net` if absent. */
  endpoints?: string;
}

export function firebaseTransports(
  app: FirebaseApp,
  options: FirebaseTransportsOptions = {},
): Transports {
  const { issuer, region = 'us-central1', endpoints } = options;
  const auth = getAuth(app);
  const functions = getFunctions(app, region);
  const base = endpoints ?? `https://${region}-${app.options.projectId ?? ''}.cloudfunctions.net`;
  const urlOf =
    issuer === undefined
      ? async (name: string) => `${base}/${name}`
      : (findFunctionUrls(issuer, undefined, options) as (name: string) => Promise<string>);
  return {
    call: async (name, data) =>
      (await httpsCallableFromURL(functions, await urlOf(name))(data)).data,

    async post(name, data) {
      const answer = await fetch(await urlOf(name), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(data),
      });
      const text = await answer.text();
      let body: unknown = text || null;
      try {
        body = JSON.parse(text);
      } catch {
        // The text as it is.
      }
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
