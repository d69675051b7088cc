// npm test: builds, checks, and runs every test that proves the product, in two lanes. npm run test:all, its
// --all, rehearses deployments, the kit and the guides as well. The last lines name the tests that failed and say
// how many passed and failed; a failed build or check is one failure.
import { join } from 'node:path';
import { findChromium } from '../../web/test/browser.ts';
import { androidTests } from '../checks/androidTests.ts';
import { addCounts, isSuccess, noCounts, summaryOf, type Counts } from '../checks/counts.ts';
import { failedChecks } from '../checks/lint.ts';
import { countTests, runMocha, type MochaOptions } from '../checks/mocha.ts';
import { CommandError, runCommand } from '../process/command.ts';
import { buildFunctions } from '../build/functionsBuild.ts';
import { root } from '../process/paths.ts';
import { endPrograms, stoppedBy } from '../process/program.ts';
import { watchStillness } from '../process/stillness.ts';
import { findOfficialEmulator } from '../stack/official.ts';
import { parseTestOptions, type TestOptions } from '../stack/options.ts';
import { runOnStack } from '../stack/stack.ts';

const args = process.argv.slice(2);
// Google's libraries would look for a metadata server, off this machine.
const offline = { METADATA_SERVER_DETECTION: 'none' };

const hasBrowser = findChromium() !== null;

type Part = (options: TestOptions) => Promise<Counts>;

await runCommand(async () => {
  const options = parseTestOptions(args);
  if (!hasBrowser) {
    console.log('The browser tests are left out: no Chromium here (apt-get install chromium).');
  }
  // One lane waits for emulators much of the time, and writes as it goes; the other one computes.
  const lanes: Part[][] = [
    options.unit ? [] : [stackTests],
    options.stackOnly ? [] : [lint, productTests, emulatorTests],
  ];
  // They build functions/ anew, whereupon the emulators of the other lane would reload it in the middle of a test.
  const afterwards: Part[] = options.all && !options.stackOnly ? [rehearsals, androidTests] : [];
  // A test that hangs fails before this; what is left are the programs around the tests.
  watchStillness(
    () => {
      console.error('For three minutes nothing has used the processor. These programs hang:');
      console.error(endPrograms(20).join('\n'));
    },
    { seconds: 180 },
  );
  let counts: Counts;
  try {
    await buildFunctions();
    const all = await Promise.all(lanes.map((parts) => inTurn(parts, options)));
    counts = [...all, await inTurn(afterwards, options)].reduce(addCounts, noCounts);
  } catch (error) {
    if (stoppedBy() || !(error instanceof CommandError)) throw error;
    counts = { ...noCounts, failures: [error.message] };
  }
  console.log(summaryOf(counts));
  return isSuccess(counts) ? 0 : 1;
});

/** Parts one after the other. */
async function inTurn(parts: readonly Part[], options: TestOptions): Promise<Counts> {
  let counts = noCounts;
  for (const part of parts) counts = addCounts(counts, await part(options));
  return counts;
}

async function lint(): Promise<Counts> {
  return { ...noCounts, failures: await failedChecks() };
}

/** The tests of functions/, clients/, web/ and tools/ that need no emulator. */
function productTests(options: TestOptions): Promise<Counts> {
  const files = ['functions', 'clients/js', 'web', 'tools', 'tools/bench'].map(
    (folder) => `${folder}/test/**/*.test.ts`,
  );
  const without = [
    ...['functions/test/emulator/**', 'functions/test/rules/**'],
    'web/test/**/*.stack.test.ts',
    ...(hasBrowser ? [] : ['web/test/**/*.browser.test.ts']),
  ];
  return blockOfTests(options, { files, without });
}

/**
 * Deployments without a cloud: the Firebase CLI against a double of Google's APIs. The package, the kit in
 * another project, and the guides against the packages that they import.
 */
function rehearsals(options: TestOptions): Promise<Counts> {
  return blockOfTests(options, { files: ['tools/rehearsals/**/*.test.ts'] });
}

/** The embedded Firestore; with --all held against Google's, where that can run. */
function emulatorTests(options: TestOptions): Promise<Counts> {
  const official = findOfficialEmulator();
  const engine =
    !options.all || 'missing' in official
      ? {}
      : {
          OFFICIAL_FIRESTORE_JAVA: official.java.path,
          OFFICIAL_FIRESTORE_JAR: official.jar,
        };
  return blockOfTests(options, { files: ['tools/emulator/test/**/*.test.ts'], env: engine });
}

/** Tests in a process of their own, which writes when all have run. */
function blockOfTests(
  { grep }: TestOptions,
  { env, ...tests }: Pick<MochaOptions, 'files' | 'without' | 'env'>,
): Promise<Counts> {
  return countTests((variable) =>
    runMocha({
      ...{ ...tests, grep, asBlock: true },
      env: { ...offline, ...env, ...variable },
    }),
  );
}

function stackTests({ engine }: TestOptions): Promise<Counts> {
  return countTests((env) =>
    runOnStack(
      { engine, freePorts: true },
      {
        command: process.execPath,
        args: [join(root, 'tools', 'checks', 'stackTests.ts'), ...args],
        env,
        isPatient: true,
      },
    ),
  );
}
