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
  /** Rejects if the emulator cannot start this function. */
  untilLost(name: string): Promise<never>;
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

interface CallAnswer {
  result?: unknown;
  error?: { status: string; message: string; details?: { reason?: string } };
}

export function labTransports(
  { endpoints, region }: Environment,
  { app, auth }: OpenedApp,
  { isOff, address, untilReady, untilLost, called }: Surroundings,
): Transports {
  const sdk = firebaseTransports(app, { region, endpoints });
  const requirePower = () => {
    if (isOff()) throw new CallError('unavailable', 'The device is off.');
  };

  const lost = (name: string) =>
    untilLost(name).catch((error: unknown) => {
      throw new CallError('unavailable', (error as Error).message);
    });

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
      });
    } catch {
      throw new CallError('unavailable', 'The emulator does not answer.');
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
      const { result, error } = await Promise.race([ask(name, data), lost(name)]);
      called(name, error ? (error.details?.reason ?? error.status) : null);
      if (!error) return result;
      const code = error.status.toLowerCase().replaceAll('_', '-');
      throw new CallError(code, error.message, error.details);
    },
    async post(name, body) {
      requirePower();
      await untilReady(name);
      return await Promise.race([sdk.post(name, body), lost(name)]);
    },
  };
}
