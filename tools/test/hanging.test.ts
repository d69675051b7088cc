import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { failWhatHangs } from '../checks/hanging.ts';
import { root } from '../process/paths.ts';
import { processorSeconds } from '../process/processor.ts';
import { watchStillness } from '../process/stillness.ts';

/** Whatever is used counts as nothing. */
const still = { seconds: 0.1, everySeconds: 0.02, idleSeconds: Infinity };

describe('a test that hangs', () => {
  it('fails with the name of its file, and the next one runs', async () => {
    const suite = new Mocha.Suite('');
    const add = (title: string, work: () => Promise<void> | void) => {
      const test = new Mocha.Test(title, work);
      test.file = 'hangs.test.ts';
      suite.addTest(test);
    };
    add('waits for ever', () => new Promise(() => {}));
    add('passes', () => {});
    suite.timeout(0);
    const runner = new Mocha.Runner(suite);
    failWhatHangs(runner, still);
    const failures: string[] = [];
    const passes: string[] = [];
    runner.on('fail', ({ title }, error: Error) => failures.push(`${title}: ${error.message}`));
    runner.on('pass', ({ title }) => passes.push(title));
    await new Promise<number>((resolve) => runner.run(resolve));
    assert.match(failures.join('\n'), /^waits for ever: it hangs \(.*hangs\.test\.ts\): /);
    assert.deepEqual(passes, ['passes']);
  });
});

describe('a test', () => {
  it('has no time limit of its own', () => {
    const files = globSync(['{functions,web,clients,tools}/**/*.test.ts', '**/test/**/*.ts'], {
      cwd: root,
      exclude: ['**/node_modules/**'],
    });
    const limited = files.filter((file) =>
      /\bthis\.timeout\(/.test(readFileSync(join(root, file), 'utf8')),
    );
    assert.ok(files.length > 100);
    assert.deepEqual(limited, []);
  });
});

describe('programs are still', () => {
  it('when they use nothing of the processor', async () => {
    await new Promise<void>((resolve) => {
      const watch = watchStillness(() => {
        watch.stop();
        resolve();
      }, still);
      // Nothing else keeps this process waiting.
      setInterval(() => {}, 20).unref();
    });
  });

  it('not while one that they have started works', async () => {
    const child = spawn(process.execPath, ['-e', 'for (;;);']);
    try {
      const secondsOf = () => processorSeconds([child.pid!]).get(child.pid!) ?? 0;
      const before = secondsOf();
      while (secondsOf() < before + 0.2) await new Promise(setImmediate);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    assert.equal(processorSeconds([child.pid!]).size, 0);
  });
});
