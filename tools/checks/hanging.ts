// A test that hangs fails, and says so: no clock decides that one does.
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Runnable, Runner } from 'mocha';
import { root } from '../process/paths.ts';
import { watchStillness, type StillnessOptions } from '../process/stillness.ts';

const shownLines = 20;

/** What can tell more of what hangs: the output of programs that tests have started and wait for. */
export const witnesses = new Set<() => string>();

/** Ends the test or hook that runs when nothing moves any more; the next ones follow. */
export function failWhatHangs(runner: Runner, options?: StillnessOptions): void {
  const watch = watchStillness(() => {
    const { currentRunnable: runnable } = runner as Runner & { currentRunnable?: Ends };
    if (!runnable?.callback || runnable.state) return;
    runnable.callback(new Error(describeHanging(runnable)));
    // What it may still answer counts no more.
    runnable.timedOut = true;
  }, options);
  for (const event of ['hook end', 'test end', 'pass', 'fail']) runner.on(event, watch.moved);
  runner.on('end', watch.stop);
}

/** How mocha's own clock ends a test. */
interface Ends extends Runnable {
  callback?(error: Error): void;
  timedOut: boolean;
}

function describeHanging({ file = 'a file of its own' }: Runnable): string {
  const log = process.env['DEVICE_SESSIONS_LOG'];
  const texts = [...witnesses].map((tell) => tell());
  if (log && existsSync(log)) texts.push(readFileSync(log, 'utf8'));
  return [
    `it hangs (${relative(root, file)}): for two minutes no test has ended, and nothing has used the processor.`,
    ...texts.map(lastLines),
  ].join('\n');
}

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-shownLines).join('\n');
}
