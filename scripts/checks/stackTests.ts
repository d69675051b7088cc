// What npm test runs on its stack: the tests that need emulators.
import { parseTestOptions } from '../stack/options.ts';
import { stopPrograms } from '../program.ts';
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
const codes = [
  await runMocha({ files: alone, without: [endToEndTests], grep, env }),
  await runMocha({ files: [endToEndTests], grep }),
  // They begin by clearing the stack's database, so they come last. npm test says where they are left out.
  findChromium() === null ? 0 : await runMocha({ files: [browserTests], grep }),
];
process.exitCode = Math.max(...codes);
