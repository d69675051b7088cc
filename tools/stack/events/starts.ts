// Which functions' processes are being started, by the emulator's log. Whoever calls a function whose process
// ends while it starts is never answered, and one that takes long looks the same: both are said.

export type StartState = 'slow' | 'started' | 'failed';

/** Takes every line of the log. */
export type Starts = (line: string) => void;

const slowMilliseconds = 30_000;

/**
 * `tell` hears of a function that takes long, of its end, and of one that could not be started. `after` is
 * setTimeout, whose timers keep no process alive.
 */
export function watchStarts(
  tell: (name: string, state: StartState) => void,
  after = (milliseconds: number, run: () => void): (() => void) => {
    const timer = setTimeout(run, milliseconds).unref();
    return () => clearTimeout(timer);
  },
): Starts {
  const running = new Set<string>();
  const starting = new Map<string, Start[]>();

  function begin(name: string): void {
    const start: Start = { isSlow: false, stop: () => {} };
    start.stop = after(slowMilliseconds, () => {
      start.isSlow = true;
      tell(name, 'slow');
    });
    starting.set(name, [...(starting.get(name) ?? []), start]);
  }

  /** The oldest of that name: which of several has ended the log does not say. */
  function end(name: string): Start | undefined {
    const [start, ...others] = starting.get(name) ?? [];
    starting.set(name, others);
    start?.stop();
    return start;
  }

  return (line) => {
    const [, added] = /\[worker-pool\] addWorker\([a-z0-9-]+?\d-(\w+)\)/.exec(line) ?? [];
    if (added !== undefined) begin(added);
    const [, name = '', id = '', state] =
      /\[worker-[a-z0-9-]+?\d-(\w+)-([0-9a-f-]{36})\]: (IDLE|exited)/.exec(line) ?? [];
    if (state === 'IDLE' && !running.has(id)) {
      running.add(id);
      if (end(name)?.isSlow) tell(name, 'started');
    }
    if (state === 'exited' && !running.delete(id) && end(name)) tell(name, 'failed');
  };
}

interface Start {
  isSlow: boolean;
  stop(): void;
}
