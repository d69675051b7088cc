// What the parts of a client share: the options with their defaults, and how a function is asked.
import type { Answers, CallableName, EndpointName, Inputs } from './contract.ts';
import { pageLocks, type Locks } from './locks.ts';
import { makeRandomId, type ClientOptions, type HttpAnswer, type Transports } from './options.ts';
import { Refusal, refusalIn } from './refusal.ts';
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
  call<Name extends CallableName>(name: Name, data: Inputs[Name]): Promise<Answers[Name]>;
  /** The same with a single try: a person waits, and there is another way. */
  callOnce<Name extends CallableName>(name: Name, data: Inputs[Name]): Promise<Answers[Name]>;
  /** Posts to an endpoint until it answers. Rejects with a Refusal, or where no answer can be had. */
  post<Name extends EndpointName>(name: Name, body: Inputs[Name]): Promise<Answers[Name]>;
}

export function makeContext(options: ClientOptions): Context {
  const { transports, patience = usualPatience, functionName = (name) => name } = options;
  /** What the server answers is of the type that docs/api.json says: it makes that file itself. */
  async function tries<Name extends CallableName>(
    name: Name,
    data: Inputs[Name],
    patient: Patience,
  ): Promise<Answers[Name]> {
    try {
      const answer = await repeat(() => transports.call(functionName(name), data), patient);
      return answer as Answers[Name];
    } catch (error) {
      throw refusalIn(error) ?? error;
    }
  }

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

    call: (name, data) => tries(name, data, patience),
    callOnce: (name, data) => tries(name, data, { ...patience, delays: [] }),

    async post<Name extends EndpointName>(name: Name, body: Inputs[Name]) {
      const answer = await repeat(
        async () => answerOf(await transports.post(functionName(name), body)),
        patience,
      );
      return answer as Answers[Name];
    },
  };
}

/** An answer that is neither success nor a refusal of ours comes from something in between: it may pass. */
function answerOf({ status, body }: HttpAnswer): unknown {
  if (status >= 200 && status < 300) return body;
  const refusal = refusalIn({ details: body });
  if (refusal) throw new Refusal(refusal.details);
  throw new Error(`HTTP ${status}`);
}
