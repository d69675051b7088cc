// The transports of a device in the lab: those of the SDK, except that its calls come from wherever the
// device is said to be, and from nowhere while it is off.
import { firebaseTransports, type Transports } from '../../../clients/js/src/index.ts';
import type { Environment } from '../environment.ts';
import type { OpenedApp } from '../firebase.ts';

export interface Surroundings {
  isOff(): boolean;
  address(): string;
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

export function labTransports(
  { endpoints, region }: Environment,
  { app, auth }: OpenedApp,
  { isOff, address }: Surroundings,
): Transports {
  const sdk = firebaseTransports(app, { region, endpoints });
  const requirePower = () => {
    if (isOff()) throw new CallError('unavailable', 'The device is off.');
  };
  return {
    ...sdk,
    async call(name, data) {
      requirePower();
      const answer = await fetch(`${endpoints}/${name}`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'X-Forwarded-For': address(),
          Authorization: `Bearer ${(await auth.currentUser?.getIdToken()) ?? ''}`,
        },
        body: JSON.stringify({ data }),
      });
      const { result, error } = (await answer.json()) as {
        result?: unknown;
        error?: { status: string; message: string; details?: unknown };
      };
      if (!error) return result;
      const code = error.status.toLowerCase().replaceAll('_', '-');
      throw new CallError(code, error.message, error.details);
    },
    async post(name, body) {
      requirePower();
      return await sdk.post(name, body);
    },
  };
}
