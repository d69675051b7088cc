// A thief who has a session, and calls with it as fast as he can.
import { updateSession } from '../../../src/operations/updateSession.ts';
import { refreshTokens } from '../../../src/operations/refreshTokens.ts';
import { SessionError } from '../../../src/errors.ts';
import type { SessionStore } from '../../../src/services.ts';
import type { RegisteredDevice } from '../../doubles/device.ts';
import type { TestServices } from '../../doubles/services.ts';

export interface Attack {
  /** Every caller has been answered once. */
  begun: Promise<unknown>;
  /** Whether a caller was told that the session has ended. */
  isRefused(): boolean;
  /** Answers so far, refusals included. */
  answered(): number;
  /** The thief's next refresh. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
}

/** Each caller calls again as soon as it is answered, until the session has ended or it is stopped. */
export function beginAttack(
  services: TestServices<SessionStore>,
  { caller, tokens }: RegisteredDevice,
  callers: number,
): Attack {
  let isStopped = false;
  let isRefused = false;
  let answered = 0;
  let updates = 0;
  let refreshToken = tokens.refresh_token;

  async function refresh(): Promise<void> {
    refreshToken = (await refreshTokens(services, refreshToken)).refresh_token;
  }

  async function update(): Promise<void> {
    // Harder than it is: of one session, a change a second is taken.
    services.pass({ seconds: 1 });
    updates += 1;
    await updateSession(services, caller, {
      locale: updates % 2 ? 'de-DE' : 'fr-FR',
    });
  }

  async function once(call: () => Promise<void>): Promise<void> {
    try {
      await call();
    } catch (error) {
      if (!(error instanceof SessionError)) throw error;
      if (error.reason === 'session_revoked') isRefused = true;
    }
    answered += 1;
  }

  // A refresh token has one successor: a second caller with it would end the session.
  const calls = [refresh, ...Array<() => Promise<void>>(callers - 1).fill(update)];
  const begun = Promise.all(calls.map(once));
  const running = Promise.all(
    calls.map(async (call) => {
      await begun;
      while (!isStopped && !isRefused) await once(call);
    }),
  );
  // `stop` throws it.
  running.catch(() => {});

  return {
    begun,
    isRefused: () => isRefused,
    answered: () => answered,
    refresh,
    async stop() {
      isStopped = true;
      await running;
    },
  };
}
