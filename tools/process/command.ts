// How every task on the pinned Node runs and ends: one clear sentence for an expected failure, and
// nothing left running, whether it is done, asked to stop or killed.
import { codeOf, stoppedBy, stopPrograms } from './program.ts';
import { startReaper } from './reaper.ts';

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

/** npm passes a Ctrl-C on that has reached us already: one press, two signals. */
const samePressMilliseconds = 700;
/** How long what runs may take to stop by itself. */
const patienceMilliseconds = 15_000;

/**
 * Runs a task and ends the process with the code it resolves to. SIGINT, SIGTERM, SIGHUP and the
 * parent's death reach the programs that the task runs; whatever has not ended when asked again, or in
 * time, is made to end.
 */
export async function runCommand(task: () => Promise<number>): Promise<never> {
  const reap = startReaper();
  let askedAt = 0;
  const stop = (signal: NodeJS.Signals) => {
    if (stoppedBy() && Date.now() - askedAt > samePressMilliseconds) void reap();
    if (!stoppedBy()) {
      askedAt = Date.now();
      setTimeout(() => void reap(), patienceMilliseconds).unref();
    }
    stopPrograms(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  stopWithParent(stop);
  // A terminal that is gone must not keep us from stopping what runs.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  let exitCode: number;
  try {
    exitCode = await task();
  } catch (error) {
    const signal = stoppedBy();
    if (!signal) console.error(error instanceof CommandError ? error.message : error);
    exitCode = signal ? codeOf(signal) : error instanceof CommandError ? error.exitCode : 1;
  }
  await reap();
  process.exit(exitCode);
}

/** npm killed outright takes no one along: its death shows as a new parent. */
function stopWithParent(stop: (signal: NodeJS.Signals) => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop('SIGHUP');
  }, 1000).unref();
}
