// By which methods somebody signed in, each with its id, as a Firebase ID token tells it.
import type { SignInMethods } from '../session/session.ts';

/** The part of a verified Firebase ID token that tells it. */
export interface SignInClaims {
  firebase?: {
    identities?: Record<string, unknown>;
    sign_in_provider?: string;
    sign_in_second_factor?: string;
    second_factor_identifier?: string;
  };
}

/** These prove nothing: a password can be guessed or set, the others name nobody in particular. */
const proveNothing = new Set(['password', 'custom', 'anonymous']);

/** E.g. `{provider: "google.com:1234", secondFactor: "phone:abc"}`; null for what proves nothing. */
export function methodsOf({ firebase = {} }: SignInClaims): SignInMethods {
  const { sign_in_provider: provider, identities = {} } = firebase;
  const { sign_in_second_factor: factor, second_factor_identifier: factorId } = firebase;
  const ids: unknown = provider ? identities[provider] : undefined;
  const id: unknown = Array.isArray(ids) ? ids[0] : undefined;
  return {
    provider:
      provider && !proveNothing.has(provider) && typeof id === 'string'
        ? `${provider}:${id}`
        : null,
    secondFactor: factor && factorId ? `${factor}:${factorId}` : null,
  };
}
