// What the parts of a client share: the options with their defaults, and how a function is asked.
import type { FunctionName } from './contract.ts';
import { pageLocks, type Locks } from './locks.ts';
import { makeRandomId, type ClientOptions, type HttpAnswer, type Transports } from './options.ts';
import { fieldsOf, Refusal, refusalIn } from './refusal.ts';
import { repeat, usualPatience, type Patience } from './repeat.ts';
import { makeMemory, memoryStorage, type Memory } from './storage.ts';

export interface Context {
  transports: Transports;
  describe: ClientOptions['describe'];
  memory: Memory;
  locks: Locks;
  randomId(): string;
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Calls a callable until it is answered. Rejects with a Refusal, or with what the transport said last. */
  call<Answer>(name: FunctionName, data?: object): Promise<Answer>;
  /** The same with a single try: a person waits, and there is another way. */
  callOnce<Answer>(name: FunctionName, data?: object): Promise<Answer>;
  /** Posts to an endpoint until it answers. Rejects with a Refusal, or where no answer can be had. */
  post(name: FunctionName, body: object): Promise<Record<string, unknown>>;
}

export function makeContext(options: ClientOptions): Context {
  const { transports, patience = usualPatience, functionName = (name) => name } = options;
  const tries = async (name: FunctionName, data: object, patient: Patience) => {
    try {
      return await repeat(() => transports.call(functionName(name), data), patient);
    } catch (error) {
      throw refusalIn(error) ?? error;
    }
  };
  return {
    transports,
    describe: options.describe,
    memory: makeMemory(
      options.storage ?? memoryStorage(),
      options.storagePrefix ?? 'device-sessions.',
    ),
    locks: options.locks ?? pageLocks(),
    randomId: options.randomId ?? makeRandomId,
    now: options.now ?? Date.now,
    sleep: patience.sleep,

    call: async <Answer>(name: FunctionName, data: object = {}) =>
      (await tries(name, data, patience)) as Answer,
    callOnce: async <Answer>(name: FunctionName, data: object = {}) =>
      (await tries(name, data, { ...patience, delays: [] })) as Answer,

    async post(name, body) {
      return await repeat(
        async () => answerOf(await transports.post(functionName(name), body)),
        patience,
      );
    },
  };
}

/** An answer that is neither success nor a refusal of ours comes from something in between: it may pass. */
function answerOf({ status, body }: HttpAnswer): Record<string, unknown> {
  if (status >= 200 && status < 300) return fieldsOf(body);
  const refusal = refusalIn({ details: body });
  if (refusal) throw new Refusal(refusal.details);
  throw new Error(`HTTP ${status}`);
}
