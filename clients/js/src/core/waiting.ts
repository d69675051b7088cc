// Waiting for an answer on another device: what a page shows where a call was refused because this session is not
// confirmed. It ends nothing and refreshes nothing.
import type { SessionsClient } from './sessionsClient.ts';
import type { Context } from './context.ts';
import type { RefusalDetails } from './contract.ts';
import type { Refusal } from './refusal.ts';
import { pageVisibility, type Visibility } from './visibility.ts';

export interface Waiting {
  /** When the session counts as its owner's though nobody answers, by `client.now()`. */
  readonly until: number;
  /** What helps before. */
  readonly confirmBy: NonNullable<RefusalDetails['confirmBy']>;
  /** True once the session is confirmed; false where it has ended, or nobody waits any more. */
  readonly done: Promise<boolean>;
  /** Asks now. Never rejects. */
  ask(): Promise<void>;
  /** Shows an ID token of a sign-in just made. False where it did not count; rejects where no answer came. */
  prove(reauthToken: string): Promise<boolean>;
  stop(): void;
}

export interface WaitingOptions {
  context: Pick<Context, 'after'>;
  client: Pick<SessionsClient, 'list' | 'answer' | 'now' | 'onChanged' | 'onEnded'>;
  visibility: Visibility | undefined;
  /** Calls when the person signs out here. */
  onLeft(listener: () => void): () => void;
}

const shortestDelay = 5000;
const longestDelay = 60_000;
const mayPass = /^(unavailable|rate_limited|)$/;

/** Several calls that are refused lead to one waiting. */
export function makeWaitings(options: WaitingOptions) {
  let running: Waiting | null = null;
  return {
    async waitForConfirmation(refused: unknown): Promise<Waiting | null> {
      const details = await detailsOf(refused);
      if (details?.reason !== 'session_unconfirmed') return null;
      if (running) return running;
      const waiting = (running = wait(details, options));
      void waiting.done.then(() => (running = null));
      return waiting;
    },
  };
}

/** Of an error of the SDK, a Refusal, or what an endpoint has answered, which is left to be read. */
async function detailsOf(refused: unknown): Promise<RefusalDetails | null | undefined> {
  return refused instanceof Response
    ? ((await refused
        .clone()
        .json()
        .catch(() => null)) as RefusalDetails | null)
    : (refused as Partial<Refusal> | null)?.details;
}

function wait(
  { retryAfterSeconds = 0, confirmBy = [] }: RefusalDetails,
  { context, client, onLeft, visibility = pageVisibility() }: WaitingOptions,
): Waiting {
  let resolve: (isConfirmed: boolean) => void;
  const done = new Promise<boolean>((settle) => (resolve = settle));
  let isOver = false;
  let delay = shortestDelay;
  let callOff = () => {};

  function end(isConfirmed: boolean): void {
    isOver = true;
    callOff();
    for (const stop of stops) stop();
    resolve(isConfirmed);
  }

  async function ask(): Promise<void> {
    callOff();
    const isConfirmed = await client.list().then(
      (sessions) => sessions.some((one) => one.isCurrentDevice && one.confirmed) || null,
      // What got lost says nothing; any other refusal is of a session that is over.
      ({ reason = '' }: { reason?: string }) => (mayPass.test(reason) ? null : false),
    );
    if (isOver) return;
    if (isConfirmed === null) askLater();
    else end(isConfirmed);
  }

  function askLater(): void {
    callOff();
    if (!visibility.isVisible()) return;
    callOff = context.after(delay, () => void ask());
    delay = Math.min(2 * delay, longestDelay);
  }

  function look(): void {
    callOff();
    delay = shortestDelay;
    if (visibility.isVisible()) void ask();
  }

  const stops = [
    client.onChanged(() => void ask()),
    client.onEnded(() => end(false)),
    onLeft(() => end(false)),
    visibility.watch(look),
  ];
  void ask();
  return {
    until: client.now() + retryAfterSeconds * 1000,
    ...{ confirmBy, done, ask },
    stop: () => end(false),

    /** A "yes" about a session that is confirmed changes nothing there; whoever may say it is confirmed. */
    async prove(reauthToken) {
      const sessions = await client.list();
      const other = sessions.find((one) => one.confirmed && !one.isCurrentDevice);
      if (!other) return false;
      try {
        await client.answer(other.sessionId, true, { reauthToken });
      } catch (error) {
        if ((error as Partial<Refusal>).reason === 'session_unconfirmed') return false;
        throw error;
      }
      end(true);
      return true;
    },
  };
}
