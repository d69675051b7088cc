// The emulator starts a process at the first call of each function, which takes a second or many. `npm start`
// begins to do so at once and says in the outbox how far it is; meanwhile a call waits for its function,
// for the emulator would start a second process for it.

/** What the stories call, in the order in which they do. */
export const storyFunctions = [
  'labOutbox',
  'registerSession',
  'listSessions',
  'answerLoginAlert',
  'labPhotos',
  'confirmLogout',
  'revokeSession',
  'signOut',
  'revokeOtherSessions',
  'updateSession',
  'refreshTokens',
  'labStartOver',
];

/** Who warms has gone if nothing is heard of it for so long. */
const patienceMilliseconds = 30_000;

export interface Warming {
  /** Functions that are still to be started. */
  readonly left: readonly string[];
  /** Resolves once this function has been started, or nobody is about to. */
  untilReady(name: string): Promise<void>;
  /** From the outbox: what is going to be started, or what has been. */
  hear(data: Record<string, string | undefined>): void;
}

export function makeWarming(changed: () => void): Warming {
  let left: string[] = [];
  let waiting: { name: string; go: () => void }[] = [];
  let patience: ReturnType<typeof setTimeout> | undefined;

  function setLeft(names: string[]): void {
    left = names;
    clearTimeout(patience);
    if (left.length > 0) patience = setTimeout(() => setLeft([]), patienceMilliseconds);
    for (const { go } of waiting.filter(({ name }) => !left.includes(name))) go();
    waiting = waiting.filter(({ name }) => left.includes(name));
    changed();
  }

  return {
    get left() {
      return left;
    },
    async untilReady(name) {
      if (!left.includes(name)) return;
      await new Promise<void>((go) => waiting.push({ name, go }));
    },
    hear({ action, names, name }) {
      if (action === 'warming') setLeft((names ?? '').split(','));
      if (action === 'warmed') setLeft(left.filter((one) => one !== name));
    },
  };
}
