// How every task on the pinned Node runs and ends: one clear sentence for an expected failure, and a
// chance to stop what it started whenever it is asked to stop or its parent dies.
import { constants } from 'node:os';
import { killGuarded } from './stack/guarded.ts';

/** An expected failure: `message` is the sentence for the developer. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** Exit code of "this machine lacks what the command needs" (sysexits.h: EX_UNAVAILABLE). */
export const unavailable = 69;

/** npm and the bootstrap pass a Ctrl-C on that has reached us already: one press, several signals. */
const samePressMilliseconds = 700;

/**
 * Runs a task and ends the process with the code it resolves to. `stopping` aborts at the first
 * SIGINT, SIGTERM, SIGHUP or the parent's death, with the signal's exit code as its reason; the task
 * then stops what it started. A second Ctrl-C kills at once.
 */
export async function runCommand(main: (stopping: AbortSignal) => Promise<number>): Promise<never> {
  const controller = new AbortController();
  let askedAt = 0;
  const stop = (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') => {
    if (controller.signal.aborted) {
      if (Date.now() - askedAt < samePressMilliseconds || signal === 'SIGHUP') return;
      killGuarded();
      process.exit(128 + constants.signals[signal]);
    }
    askedAt = Date.now();
    controller.abort(128 + constants.signals[signal]);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('disconnect', () => stop('SIGHUP'));
  process.channel?.unref();
  // A terminal that is gone must not keep us from stopping what runs.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  let exitCode: number;
  try {
    exitCode = await main(controller.signal);
  } catch (error) {
    if (controller.signal.aborted) {
      exitCode = controller.signal.reason as number;
    } else if (error instanceof CommandError) {
      console.error(error.message);
      exitCode = error.exitCode;
    } else {
      console.error(error);
      exitCode = 1;
    }
  }
  process.exit(exitCode);
}

/** Resolves as `work` does, or rejects as soon as `stopping` aborts. */
export async function unlessStopped<T>(stopping: AbortSignal, work: Promise<T>): Promise<T> {
  stopping.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(new CommandError('Stopped.', stopping.reason as number));
  stopping.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    stopping.removeEventListener('abort', onAbort);
  }
}
