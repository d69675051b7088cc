// mocha's "spec" reporter, which also adds its counts, as a line, to the file that MOCHA_COUNTS names.
// A run that breaks off adds none.
import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';
import type { Counts } from './counts.ts';

export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.on('end', () => {
      const { passes: passed, failures: failed, pending: skipped } = this.stats;
      const counts: Counts = { passed, failed, skipped };
      if (process.env['MOCHA_COUNTS']) {
        appendFileSync(process.env['MOCHA_COUNTS'], `${JSON.stringify(counts)}\n`);
      }
    });
  }
}
