// What a modified app or a thief sends who has all that an app ever held, also after it was logged out.
// This is no client: every request is sent once, as it is, and what comes back is only looked at.
import type { DeviceSession } from '../../../functions/src/domain/session/deviceSession.ts';
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
  signInWithCustomToken(customToken: string): Promise<unknown>;
}

export interface RawDevice extends Pick<Possessions, 'idToken' | 'registration'> {
  /** Calls a callable from this device; with its ID token if no other bearer is given. */
  post(name: string, data?: object, options?: PostOptions): Promise<CallableAnswer>;
  /** Shows the refresh token that the app got last. */
  refreshTokens(): Promise<EndpointAnswer>;
  /** Registers with the ID token and the refresh token of the live session, which no client of ours does. */
  registerAgain(): Promise<DeviceSession>;
}

export function rawDevice(possessions: Possessions): RawDevice {
  const { host, idToken, refreshToken, registration, signInWithCustomToken } = possessions;
  const device: RawDevice = {
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

    async registerAgain() {
      const { status, body } = await device.post('registerSession', await registration());
      if (status !== 200) throw new Error(JSON.stringify(body));
      const answer = body.result as { session: DeviceSession; customToken: string };
      await signInWithCustomToken(answer.customToken);
      return answer.session;
    },
  };
  return device;
}
