// What a client is made of. Nothing here knows Firebase or a browser: both come in as transports, so
// that a web page and a React Native app run the same code.
import type { Inputs } from './contract.ts';
import type { After } from './limit.ts';
import type { Locks } from './locks.ts';
import type { Patience } from './repeat.ts';
import type { Storage } from './storage.ts';
import type { Visibility } from './visibility.ts';

/** Who is signed in to Firebase in this app, as the ID token says. */
export interface Identity {
  userId: string;
  /** The claim `sid`; null after a sign-in that has no session yet. */
  sessionId: string | null;
  /** The claim `auth_time`, in seconds. */
  signedInAt: number;
}

/** What a device says of itself. `null` clears a field. */
export type DeviceDescription = Pick<
  Inputs['registerSession'],
  'deviceName' | 'deviceType' | 'platform' | 'appVersion' | 'locale'
>;

/** What has changed of that, and the push token. */
export type DeviceChanges = Inputs['updateSession'];

export interface HttpAnswer {
  status: number;
  /** Parsed JSON; null where the body was empty; a text that is no JSON as it is. */
  body: unknown;
}

export interface Transports {
  /** Calls a callable with the ID token; rejects with the SDK's error, whose `details` hold the reason. */
  call(functionName: string, data: object): Promise<unknown>;
  /** POSTs JSON to an HTTPS endpoint. Rejects only where no answer came. */
  post(functionName: string, body: object): Promise<HttpAnswer>;
  /** `fresh`: by an ID token that is asked for now. */
  identity(fresh?: boolean): Promise<Identity | null>;
  signInWithCustomToken(customToken: string): Promise<unknown>;
  signOut(): Promise<unknown>;
  /** For `client.fetch`. */
  fetch(request: Request): Promise<Response>;
  /** Calls whenever somebody may have signed in or out, also in another tab. */
  watch?(changed: () => void): unknown;
}

export interface ClientOptions {
  transports: Transports;
  /** What this device says of itself when it registers. */
  describe(): DeviceDescription | Promise<DeviceDescription>;
  storage?: Storage;
  /** Before each key in the storage; different for two clients on one origin. */
  storagePrefix?: string;
  locks?: Locks;
  /** 128 random bits or more, as 22 to 128 letters, digits, `_` or `-`. */
  randomId?(): string;
  now?(): number;
  /** The timer of the limits: runs something later, and returns how to call it off. */
  after?: After | undefined;
  patience?: Patience;
  /** Whether the app is before a person: the page's, unless a platform without pages brings its own. */
  visibility?: Visibility;
  /** Its origin may see the access token. */
  issuer?: string;
  /** What else may, such as `https://api.example.com`. */
  apiOrigins?: readonly string[];
}

/** The session that an ID token is of: a `sid` without a `device_id`, or in another shape, is somebody else's claim. */
export function sessionIdIn({ sid, device_id }: Record<string, unknown>): string | null {
  return device_id && /^[\w-]{22}$/.test(`${sid as string}`) ? (sid as string) : null;
}

/** 128 random bits, in hexadecimal. */
export function makeRandomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join('');
}
