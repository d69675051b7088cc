// Where the client keeps what must outlive the page. A storage that fails costs memory across page
// loads, never the session at hand.

/** Any key-value store: localStorage, AsyncStorage, MMKV, the Keychain. */
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
  /** Milliseconds since 1970. */
  accessTokenEndsAt: number;
  refreshToken: string;
}

/** Everything that is kept, by key. `deviceId` and `deviceToken` outlive a sign-out. */
export interface Kept {
  deviceId: string;
  deviceToken: string;
  attempt: Attempt;
  session: KeptSession;
  /** What the server was last told of this device, so that only changes are sent. */
  told: Record<string, string | null>;
  /** The session that was ended from elsewhere, and after which the app has deleted what it kept. */
  wiped: string;
  /** Refresh tokens of sessions that the person has left and the server was not told of. */
  left: string[];
}

export interface Memory {
  read<Key extends keyof Kept>(key: Key): Promise<Kept[Key] | null>;
  /** Never rejects. */
  write<Key extends keyof Kept>(key: Key, value: Kept[Key]): Promise<void>;
  remove(key: keyof Kept): Promise<void>;
}

/**
 * The typed view of a storage. What cannot be read counts as absent. What cannot be written is held
 * by this page, until a later write succeeds.
 */
export function makeMemory(storage: Storage, prefix: string): Memory {
  const held = new Map<keyof Kept, unknown>();
  return {
    async read<Key extends keyof Kept>(key: Key) {
      if (held.has(key)) return (held.get(key) ?? null) as Kept[Key] | null;
      try {
        const text = await storage.getItem(prefix + key);
        return text === null ? null : (JSON.parse(text) as Kept[Key] | null);
      } catch {
        return null;
      }
    },
    async write(key, value) {
      try {
        await storage.setItem(prefix + key, JSON.stringify(value));
        held.delete(key);
      } catch {
        held.set(key, value);
      }
    },
    async remove(key) {
      try {
        await storage.removeItem(prefix + key);
        held.delete(key);
      } catch {
        held.set(key, null);
      }
    },
  };
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
