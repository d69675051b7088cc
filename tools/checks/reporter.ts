// mocha's "spec" reporter, which also ends what hangs, and adds its counts, as a line, to the file that
// MOCHA_COUNTS names, with the tests that failed: they are named again where everything has run.
// A run that breaks off adds none.
import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';
import type { Counts } from './counts.ts';
import { failWhatHangs } from './hanging.ts';

export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    failWhatHangs(runner);
    const failures: string[] = [];
    runner.on('fail', (test, error: unknown) => failures.push(lineOf(test, error)));
    runner.on('end', () => {
      const { passes: passed, pending: skipped } = this.stats;
      const counts: Counts = { passed, failures, skipped };
      if (process.env['MOCHA_COUNTS']) {
        appendFileSync(process.env['MOCHA_COUNTS'], `${JSON.stringify(counts)}\n`);
      }
    });
  }
}

function lineOf(test: Mocha.Runnable, error: unknown): string {
  const [why = ''] = String(error).split('\n', 1);
  return `${test.titlePath().join(' › ')}: ${why}`;
}
