// The Firebase JS SDK as transports: callables, endpoints, and who is signed in.
import type { FirebaseApp } from 'firebase/app';
import { getAuth, signInWithCustomToken, signOut } from 'firebase/auth';
import { getFunctions, httpsCallable, httpsCallableFromURL } from 'firebase/functions';
import type { FunctionName } from './core/contract.ts';
import { findFunctionUrls } from './core/functionUrls.ts';
import type { Transports } from './core/options.ts';

export interface FirebaseTransportsOptions {
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
  { issuer, region = 'us-central1', endpoints }: FirebaseTransportsOptions = {},
): Transports {
  const auth = getAuth(app);
  const functions = getFunctions(app, region);
  const base = endpoints ?? `https://${region}-${app.options.projectId ?? ''}.cloudfunctions.net`;
  const found = issuer === undefined ? null : findFunctionUrls(issuer);
  return {
    async call(name, data) {
      const callable = found
        ? httpsCallableFromURL(functions, await found(name as FunctionName))
        : httpsCallable(functions, name);
      return (await callable(data)).data;
    },

    async post(name, body) {
      const url = found ? await found(name as FunctionName) : `${base}/${name}`;
      const answer = await fetch(url, {
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
