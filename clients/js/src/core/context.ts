// What the parts of a client share: the options with their defaults, and how a function is asked.
import { answerShapes, hasShape } from './answers.ts';
import type { Answers, CallableName, EndpointName, FunctionName, Inputs } from './contract.ts';
import { after as timer, limited, limitMilliseconds, unavailable } from './limit.ts';
import { pageLocks } from './locks.ts';
import {
  makeRandomId,
  type ClientOptions,
  type DeviceDescription,
  type HttpAnswer,
  type Transports,
} from './options.ts';
import { late, Refusal, refusalIn } from './refusal.ts';
import { repeat, usualPatience } from './repeat.ts';
import { makeMemory, memoryStorage, type Memory } from './storage.ts';

export interface Context {
  /** Each with a limit, except for the app's own requests. */
  transports: Transports;
  describe(): Promise<DeviceDescription>;
  memory: Memory;
  /** One at a time in all tabs: whatever changes the session or its tokens. Rejects where its turn does not come. */
  inTurn<T>(run: () => Promise<T>, name?: string): Promise<T>;
  limited<T>(work: () => T | PromiseLike<T>): Promise<T>;
  randomId(): string;
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Repeats until there is an answer. */
  repeat<T>(run: () => Promise<T>): Promise<T>;
  /** Calls a callable until it is answered. Rejects with a Refusal, or with what the transport said last. */
  call<Name extends CallableName>(name: Name, data: Inputs[Name]): Promise<Answers[Name]>;
  /** The same with a single try: a person waits, and there is another way; or each try has more to do. */
  callOnce<Name extends CallableName>(name: Name, data: Inputs[Name]): Promise<Answers[Name]>;
  /** Posts to an endpoint until it answers. Rejects with a Refusal, or where no answer can be had. */
  post<Name extends EndpointName>(name: Name, body: Inputs[Name]): Promise<Answers[Name]>;
  postOnce<Name extends EndpointName>(name: Name, body: Inputs[Name]): Promise<Answers[Name]>;
}

export function makeContext(options: ClientOptions): Context {
  const { patience = usualPatience, functionName = (name) => name, after = timer } = options;
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
    memory: makeMemory(
      options.storage ?? memoryStorage(),
      options.storagePrefix ?? 'device-sessions.',
      after,
    ),
    randomId: options.randomId ?? makeRandomId,
    now: options.now ?? Date.now,
    sleep: patience.sleep,
    repeat: again,
    call: (name, data) => again(() => context.callOnce(name, data)),
    post: (name, body) => again(() => context.postOnce(name, body)),

    async callOnce(name, data) {
      try {
        return checked(name, await within(() => given.call(functionName(name), withoutGaps(data))));
      } catch (error) {
        throw refusalIn(error) ?? error;
      }
    },

    async postOnce(name, body) {
      return checked(name, answerOf(await within(() => given.post(functionName(name), body))));
    },

    /** What is only for show keeps nobody out. */
    async describe() {
      const described = await within(() => options.describe()).catch(() => ({}));
      return { deviceName: 'Device', deviceType: 'WEB', ...withoutGaps(described) };
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

/** What does not look like the function's answer is from something in between: it may pass. */
function checked<Name extends FunctionName & keyof Answers>(
  name: Name,
  answer: unknown,
): Answers[Name] {
  if (!hasShape(answer, answerShapes[name])) throw new Error(`Not an answer of ${name}`);
  return answer as Answers[Name];
}

function answerOf({ status, body }: HttpAnswer): unknown {
  if (status === 200) return body;
  const refusal = status >= 400 && refusalIn({ details: body });
  if (refusal) throw new Refusal(refusal.details);
  throw new Error(`HTTP ${status}`);
}

/** The SDKs would make null of what is undefined. */
function withoutGaps<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Fields;
}
