// The transports of a device in the lab: those of the SDK, except that its calls come from wherever the
// device is said to be, and from nowhere while it is off.
import { firebaseTransports, type Transports } from '../../../clients/js/src/index.ts';
import type { Environment } from '../environment.ts';
import type { OpenedApp } from '../firebase.ts';

export interface Surroundings {
  isOff(): boolean;
  address(): string;
  /** Resolves once the emulator has started this function, or nobody is about to. */
  untilReady(name: string): Promise<void>;
  /** What became of a call: null, or why it was refused. */
  called(name: string, reason: string | null): void;
}

/** What the SDK's FunctionsError has. */
class CallError extends Error {
  readonly code: string;
  readonly details: unknown;
  constructor(code: string, message: string, details?: unknown) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** The emulator never answers a call of a function that it cannot start. */
const patienceMilliseconds = 70_000;

interface CallAnswer {
  result?: unknown;
  error?: { status: string; message: string; details?: { reason?: string } };
}

export function labTransports(
  { endpoints }: Environment,
  { app, auth }: OpenedApp,
  { isOff, address, untilReady, called }: Surroundings,
): Transports {
  const sdk = firebaseTransports(app, { endpoints });
  const requirePower = () => {
    if (isOff()) throw new CallError('unavailable', 'The device is off.');
  };

  async function ask(name: string, data: unknown): Promise<CallAnswer> {
    let answer: Response;
    try {
      answer = await fetch(`${endpoints}/${name}`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'X-Forwarded-For': address(),
          Authorization: `Bearer ${(await auth.currentUser?.getIdToken()) ?? ''}`,
        },
        body: JSON.stringify({ data }),
        signal: AbortSignal.timeout(patienceMilliseconds),
      });
    } catch (error) {
      const isLate = (error as Error).name === 'TimeoutError';
      const what = isLate ? `has not answered ${name} yet` : 'does not answer';
      throw new CallError('unavailable', `The emulator ${what}.`);
    }
    try {
      return (await answer.json()) as CallAnswer;
    } catch {
      throw new CallError(
        'unavailable',
        `The emulator answered ${name} with HTTP ${answer.status}.`,
      );
    }
  }

  return {
    ...sdk,
    async call(name, data) {
      requirePower();
      await untilReady(name);
      const { result, error } = await ask(name, data);
      called(name, error ? (error.details?.reason ?? error.status) : null);
      if (!error) return result;
      const code = error.status.toLowerCase().replaceAll('_', '-');
      throw new CallError(code, error.message, error.details);
    },
    async post(name, body) {
      requirePower();
      await untilReady(name);
      return await sdk.post(name, body);
    },
  };
}
