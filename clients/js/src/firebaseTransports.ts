// The Firebase JS SDK as transports: callables, endpoints, and who is signed in.
import type { FirebaseApp } from 'firebase/app';
import { getAuth, onAuthStateChanged, signInWithCustomToken, signOut } from 'firebase/auth';
import { getFunctions, httpsCallable, httpsCallableFromURL } from 'firebase/functions';
import type { FunctionName } from './core/contract.ts';
import { findFunctionUrls, type FunctionUrlsOptions } from './core/functionUrls.ts';
import type { Transports } from './core/options.ts';

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
  { issuer, region = 'us-central1', endpoints, allowHttp }: FirebaseTransportsOptions = {},
): Transports {
  const auth = getAuth(app);
  const functions = getFunctions(app, region);
  const base = endpoints ?? `https://${region}-${app.options.projectId ?? ''}.cloudfunctions.net`;
  const found = issuer === undefined ? null : findFunctionUrls(issuer, undefined, { allowHttp });
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
      return { status: answer.status, body: bodyIn(await answer.text()) };
    },

    async identity(fresh) {
      await auth.authStateReady();
      const user = auth.currentUser;
      if (user === null) return null;
      const { sid, auth_time: signedInAt } = (await user.getIdTokenResult(fresh)).claims;
      return {
        userId: user.uid,
        sessionId: typeof sid === 'string' ? sid : null,
        signedInAt: Number(signedInAt),
      };
    },

    signInWithCustomToken: (token) => signInWithCustomToken(auth, token),
    signOut: () => signOut(auth),
    fetch: (request) => fetch(request),
    watch: (changed) => onAuthStateChanged(auth, changed),
  };
}

function bodyIn(text: string): unknown {
  try {
    return JSON.parse(text || 'null');
  } catch {
    return text;
  }
}
