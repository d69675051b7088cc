// mocha's "spec" reporter, which also writes its counts into the file that MOCHA_COUNTS names. A run
// that breaks off writes none.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import type { Counts } from './counts.ts';

export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.on('end', () => {
      const { passes: passed, failures: failed, pending: skipped } = this.stats;
      const counts: Counts = { passed, failed, skipped };
      if (process.env['MOCHA_COUNTS']) {
        writeFileSync(process.env['MOCHA_COUNTS'], JSON.stringify(counts));
      }
    });
  }
}
