// What the parts of a client share: the options with their defaults, and how a function is asked.
import { answers, isLike } from './answers.ts';
import type { Answers, FunctionName, Inputs } from './contract.ts';
import { after as timer, limited, limitMilliseconds, unavailable, type After } from './limit.ts';
import { pageLocks } from './locks.ts';
import {
  makeRandomId,
  type ClientOptions,
  type DeviceDescription,
  type HttpAnswer,
  type Transports,
} from './options.ts';
import { late, refusalIn } from './refusal.ts';
import { repeat, usualPatience } from './repeat.ts';
import { makeMemory, memoryStorage, type KeptSession, type Memory } from './storage.ts';

export interface Context {
  /** Each with a limit, except for the app's own requests. */
  transports: Transports;
  describe(): Promise<DeviceDescription>;
  memory: Memory;
  /** The session that is kept here. */
  keptSession(): Promise<KeptSession | null>;
  /** The session that the ID token is of. */
  sessionId(): Promise<string | null>;
  /** One at a time in all tabs: whatever changes the session or its tokens. Rejects where its turn does not come. */
  inTurn<T>(run: () => Promise<T>, name?: string): Promise<T>;
  limited<T>(work: () => T | PromiseLike<T>): Promise<T>;
  randomId(): string;
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  after: After;
  /** Repeats until there is an answer. */
  repeat<T>(run: () => Promise<T>): Promise<T>;
  /** Asks a function until it answers. Rejects with a Refusal, or with what the transport said last. */
  call<Name extends FunctionName>(name: Name, data: Inputs[Name]): Promise<Answers[Name]>;
  /** The same with a single try: a person waits, and there is another way; or each try has more to do. */
  callOnce<Name extends FunctionName>(name: Name, data: Inputs[Name]): Promise<Answers[Name]>;
}

export function makeContext(options: ClientOptions): Context {
  const { patience = usualPatience, after = timer } = options;
  const { locks = pageLocks(), transports: given } = options;
  const within = <T>(work: () => T | PromiseLike<T>) => limited(work, after);
  const transports: Transports = {
    ...given,
    identity: (fresh) => within(() => given.identity(fresh)),
    signInWithCustomToken: (token) => within(() => given.signInWithCustomToken(token)),
    signOut: () => within(() => given.signOut()),
  };
  const again = <T>(run: () => Promise<T>) => repeat(run, patience);

  const context: Context = {
    transports,
    limited: within,
    keptSession: () => context.memory.read('session'),
    sessionId: async () => (await transports.identity())?.sessionId ?? null,
    memory: makeMemory(
      options.storage ?? memoryStorage(),
      options.storagePrefix ?? 'device-sessions.',
      after,
    ),
    randomId: options.randomId ?? makeRandomId,
    now: options.now ?? Date.now,
    sleep: patience.sleep,
    after,
    repeat: again,
    call: (name, data) => again(() => context.callOnce(name, data)),

    async callOnce<Name extends FunctionName>(name: Name, data: Inputs[Name]) {
      try {
        const answer = endpoints.test(name)
          ? answerOf(await within(() => given.post(name, data)))
          : await within(() => given.call(name, withoutGaps(data)));
        // What does not look like the function's answer is from something in between: it may pass.
        if (!isLike(answer, answers[name])) throw new Error(`Not of ${name}`);
        return answer as Answers[Name];
      } catch (error) {
        throw refusalIn(error) ?? error;
      }
    },

    /** What is only for show keeps nobody out. */
    async describe() {
      const described = await within(() => options.describe()).catch(() => ({}));
      return { deviceName: '', deviceType: 'WEB', ...withoutGaps({ ...described }) };
    },

    inTurn: (run, name = 'device-sessions.session') =>
      new Promise((resolve, reject) => {
        let isTooLate = false;
        const stop = after(limitMilliseconds, () => {
          isTooLate = true;
          reject(unavailable(late));
        });
        const inOne = async () => {
          stop();
          // A turn that comes after all is nobody's any more.
          if (!isTooLate) await run().then(resolve, reject);
        };
        locks.request(name, inOne).catch(reject);
      }),
  };
  return context;
}

/** The HTTPS endpoints among the functions. */
const endpoints = /Token|Logout|Alert/;

function answerOf({ status, body }: HttpAnswer): unknown {
  if (status === 200) return body;
  throw (status >= 400 && refusalIn({ details: body })) || new Error(`HTTP ${status}`);
}

/** The SDKs would make null of what is undefined. */
function withoutGaps<Fields extends object>(fields: Fields): Fields {
  return JSON.parse(JSON.stringify(fields)) as Fields;
}
