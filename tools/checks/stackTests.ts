// What npm test runs on its stack: the tests that need emulators.
import { parseTestOptions } from '../stack/options.ts';
import { stopPrograms } from '../process/program.ts';
import { findChromium } from '../../web/test/browser.ts';
import { runMocha } from './mocha.ts';

const emulatorTests = 'functions/test/emulator/**/*.test.ts';
const endToEndTests = 'functions/test/emulator/**/*.e2e.test.ts';
const rulesTests = 'functions/test/rules/**/*.test.ts';
const browserTests = 'web/test/**/*.stack.test.ts';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stopPrograms);

const { engine, grep } = parseTestOptions(process.argv.slice(2));
// The embedded Firestore does not evaluate rules.
const alone = engine === 'official' ? [emulatorTests, rulesTests] : [emulatorTests];
// The stack's functions watch the stack's project. Tests that play them in their own process have a
// project to themselves, so that no event is handled twice.
const env = { GCLOUD_PROJECT: 'demo-without-functions', FIREBASE_CONFIG: undefined };
const testsAlone = () =>
  runMocha({ files: alone, without: [endToEndTests], grep, env, asBlock: true });

async function testsAsAnApp(): Promise<number> {
  const code = await runMocha({ files: [endToEndTests], grep });
  // npm test says where they are left out.
  if (findChromium() === null) return code;
  // They begin by clearing the stack's database, so they come last.
  return Math.max(code, await runMocha({ files: [browserTests], grep }));
}

// Google's emulator lets those wait for its locks that have others beside them.
const codes =
  engine === 'official'
    ? [await testsAlone(), await testsAsAnApp()]
    : await Promise.all([testsAlone(), testsAsAnApp()]);
process.exitCode = Math.max(...codes);
