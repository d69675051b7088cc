// npm test: builds, lints, and runs every test that the chosen engine allows. Its last line says how
// many tests passed and failed; a failed build or check counts as one failure.
import { addCounts, isSuccess, noCounts, summaryOf, type Counts } from './checks/counts.ts';
import { failedChecks } from './checks/lint.ts';
import { runMocha } from './checks/mocha.ts';
import { CommandError, runCommand } from './command.ts';
import { buildFunctions } from './functionsBuild.ts';
import { runProgram } from './program.ts';
import { findOfficialEmulator } from './stack/official.ts';
import { parseTestOptions, type TestOptions } from './stack/options.ts';
import { withStack } from './stack/withStack.ts';

const emulatorTests = 'functions/test/emulator/**/*.test.ts';
const endToEndTests = 'functions/test/emulator/**/*.e2e.test.ts';
const rulesTests = 'functions/test/rules/**/*.test.ts';
const oneFailure: Counts = { ...noCounts, failed: 1 };

await runCommand(async (stopping) => {
  const options = parseTestOptions(process.argv.slice(2));
  // The checks compute while the unit tests mostly wait; the stack's tests have the machine alone.
  const steps = [
    ...(options.stackOnly ? [] : [[lint, unitTests]]),
    ...(options.unit ? [] : [[stackTests]]),
  ];
  let counts = noCounts;
  try {
    await buildFunctions();
    for (const step of steps) {
      const parts = await Promise.all(step.map((part) => part(options, stopping)));
      counts = parts.reduce(addCounts, counts);
      stopping.throwIfAborted();
    }
  } catch (error) {
    if (stopping.aborted || !(error instanceof CommandError)) throw error;
    console.error(error.message);
    counts = addCounts(counts, oneFailure);
  }
  console.log(summaryOf(counts));
  return isSuccess(counts) ? 0 : 1;
});

async function lint(_options: TestOptions, stopping: AbortSignal): Promise<Counts> {
  const failed = await failedChecks(stopping);
  if (failed.length > 0) console.error(`Failed: ${failed.join(', ')}.`);
  return { ...noCounts, failed: failed.length };
}

/** What needs no stack. The embedded Firestore is held against Google's where that can run. */
function unitTests({ grep }: TestOptions, stopping: AbortSignal): Promise<Counts> {
  const official = findOfficialEmulator();
  const env = {
    // Google's libraries would look for a metadata server, off this machine.
    METADATA_SERVER_DETECTION: 'none',
    ...('missing' in official
      ? {}
      : {
          DEVICE_SESSIONS_JAVA: official.java.path,
          DEVICE_SESSIONS_FIRESTORE_JAR: official.jar,
        }),
  };
  const files = [
    'functions/test/**/*.test.ts',
    'emulator/test/**/*.test.ts',
    'scripts/test/**/*.test.ts',
  ];
  return runMocha({ files, without: [emulatorTests, rulesTests], grep, env }, (command, rest) =>
    runProgram(command, { ...rest, env: { ...process.env, ...rest.env }, stopping }),
  );
}

function stackTests({ engine, grep }: TestOptions, stopping: AbortSignal): Promise<Counts> {
  return withStack({ engine, freePorts: true }, stopping, async (run) => {
    // The stack's functions watch the stack's project. Tests that play them in their own process
    // have a project to themselves, lest each event be handled twice.
    const env = { GCLOUD_PROJECT: 'demo-without-functions' };
    // The embedded Firestore does not evaluate rules.
    const alone = engine === 'official' ? [emulatorTests, rulesTests] : [emulatorTests];
    const counts = await runMocha({ files: alone, without: [endToEndTests], grep, env }, run);
    return addCounts(counts, await runMocha({ files: [endToEndTests], grep }, run));
  });
}
