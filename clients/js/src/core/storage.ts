// Where the client keeps what must outlive the page. What cannot be read is not absent, and what cannot
// be written is held by the page.
import { isLike, type Like } from './answers.ts';
import type { Reason, RevokedReason } from './contract.ts';
import { limited, unavailable, type After } from './limit.ts';
import type { DeviceChanges } from './options.ts';
import { late, refusalIn } from './refusal.ts';

/** Any key-value store: localStorage, AsyncStorage, MMKV, the Keychain. `getItem` rejects where it cannot read. */
export interface Storage {
  getItem(key: string): string | null | Promise<string | null>;
  setItem(key: string, value: string): unknown;
  removeItem(key: string): unknown;
}

/** A sign-in that is being registered: kept until it is answered, so that a repeat opens nothing new. */
export interface Attempt {
  userId: string;
  value: string;
}

/** The session of this installation, with its tokens. */
export interface KeptSession {
  userId: string;
  sessionId: string;
  /** `auth_time` of the sign-in that opened it: other tabs thereby know it as theirs. */
  signedInAt: number;
  accessToken: string;
  /** Milliseconds since 1970, by this device's clock, as all times that are kept. */
  accessTokenEndsAt: number;
  /** A clock that is set back makes no token good for longer. */
  accessTokenFrom?: number;
  refreshToken: string;
}

/** How a session ended: whichever tab notices it first, the others tell it to their app by this. */
export interface EndNote {
  sessionId: string;
  reason: Reason;
  revokedReason: RevokedReason | null;
}

/** Everything that is kept, by key. `deviceId` and `deviceToken` outlive a sign-out. */
export interface Kept {
  deviceId: string;
  deviceToken: string;
  attempt: Attempt;
  session: KeptSession;
  /** What the server was last told of this device, so that only changes are sent. */
  told: Record<string, string | null>;
  ended: EndNote;
  /** The session that was ended from elsewhere, and after which the app has deleted what it kept. */
  wiped: string;
  /** Refresh tokens of sessions that the person has left and the server was not told of. */
  left: string[];
  /** Receipts of forced logouts that the server has not answered yet. */
  receipts: string[];
  /** When a session ends that does so soon, in milliseconds by the server's clock: for tabs to keep it alive together. */
  alive: { sessionId: string; endsAt: number };
  /** The pushes that were taken last; and that the worker has shown. */
  seen: string[];
  drawn: string[];
}

/** What is half written does not parse; this is for what somebody else has written. */
const likes: Record<keyof Kept, Like> = {
  ...{ deviceId: '', deviceToken: '', wiped: '', told: {} },
  ...{ left: [''], receipts: [''], seen: [''], drawn: [''] },
  ...{ attempt: { value: '' }, ended: { sessionId: '' }, alive: { sessionId: '' } },
  session: { sessionId: '', refreshToken: '' },
};

export interface Memory {
  /** Null where there is none, or what there is was half written. Rejects with `unavailable` where nobody can tell. */
  read<Key extends keyof Kept>(key: Key): Promise<Kept[Key] | null>;
  /** Never rejects. */
  write<Key extends keyof Kept>(key: Key, value: Kept[Key]): Promise<void>;
  remove(key: keyof Kept): Promise<void>;
}

/** The typed view of a storage. What fails is tried once more: a database may have been closed under us. */
export function makeMemory(storage: Storage, prefix: string, startTimer?: After): Memory {
  /** What could not be written, and over which text: another tab may have written since. */
  const held = new Map<keyof Kept, { value: unknown; over: string | null | undefined }>();
  const texts = new Map<keyof Kept, string | null>();

  async function run<T>(work: () => T | Promise<T>): Promise<T> {
    try {
      return await limited(work, startTimer);
    } catch (error) {
      if (refusalIn(error)?.cause === late) throw error;
      return await limited(work, startTimer);
    }
  }

  async function change(key: keyof Kept, value: unknown): Promise<void> {
    const text = value === null ? null : JSON.stringify(value);
    try {
      await run(() =>
        text === null ? storage.removeItem(prefix + key) : storage.setItem(prefix + key, text),
      );
      held.delete(key);
      texts.set(key, text);
    } catch {
      held.set(key, { value, over: texts.get(key) });
    }
  }

  return {
    async read<Key extends keyof Kept>(key: Key) {
      const own = held.get(key);
      let text: string | null;
      try {
        text = (await run(() => storage.getItem(prefix + key))) ?? null;
      } catch (error) {
        if (own) return own.value as Kept[Key] | null;
        throw unavailable(error);
      }
      if (own && (own.over === undefined || own.over === text)) {
        await change(key, own.value);
        return own.value as Kept[Key] | null;
      }
      held.delete(key);
      texts.set(key, text);
      return parsed(key, text);
    },
    write: change,
    remove: (key) => change(key, null),
  };
}

function parsed<Key extends keyof Kept>(key: Key, text: string | null): Kept[Key] | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return isLike(value, likes[key]) ? (value as Kept[Key]) : null;
  } catch {
    return null;
  }
}

/** What the server has been told after these changes. The name is its owner's, and one push address takes the other's place, as null takes that of either. */
export function toldAfter(
  before: Kept['told'],
  { deviceName: _, ...told }: DeviceChanges,
): Kept['told'] {
  const { pushToken, pushInstallationId } = told;
  const isTold = pushToken !== undefined || pushInstallationId !== undefined;
  const address = isTold && { pushToken, pushInstallationId };
  return { ...before, ...address, ...told };
}

/** For one page only: where there is no storage, and in tests. */
export function memoryStorage() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  } satisfies Storage;
}
