// What a modified app or a thief sends who has all that an app ever held, also after it was logged out.
// This is no client: every request is sent once, as it is, and what comes back is only looked at.
import type { CallableAnswer, EndpointAnswer, PostOptions } from './wire.ts';
import { postCallable, postEndpoint } from './wire.ts';

/** What is taken from the app. */
export interface Possessions {
  /** Through which it calls: `host:port`. */
  host: string;
  /** Of the last sign-in; `refresh` gets a new one from Firebase first. */
  idToken(refresh?: boolean): Promise<string>;
  refreshToken(): string | undefined;
  /** An input of registerSession with all that the app holds, as another attempt. */
  registration(): Promise<object>;
}

export interface RawDevice extends Pick<Possessions, 'idToken' | 'registration'> {
  /** Calls a callable from this device; with its ID token if no other bearer is given. */
  post(name: string, data?: object, options?: PostOptions): Promise<CallableAnswer>;
  /** Shows the refresh token that the app got last. */
  refreshTokens(): Promise<EndpointAnswer>;
}

export function rawDevice(possessions: Possessions): RawDevice {
  const { host, idToken, refreshToken, registration } = possessions;
  return {
    idToken,
    registration,

    async post(name, data = {}, { bearer, ...options } = {}) {
      return await postCallable(name, data, {
        bearer: bearer ?? (await idToken()),
        host,
        ...options,
      });
    },

    refreshTokens: () =>
      postEndpoint('refreshTokens', {
        grant_type: 'refresh_token',
        refresh_token: refreshToken(),
      }),
  };
}
