// What npm start runs on its stack: tells where everything is, and builds at each change of a source
// file, whereupon the emulators reload the functions.
import { watchFunctions } from '../functionsBuild.ts';
import { codeOf } from '../program.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    process.exitCode = codeOf(signal);
    stop.abort();
  });
}

const { env } = process;
const isFree = process.argv.includes('--free-ports');
const firestore =
  env['DEVICE_SESSIONS_ENGINE'] === 'official'
    ? "Google's emulator"
    : 'embedded: no security rules';
console.log(`
Device Sessions runs on this machine (project ${env['GCLOUD_PROJECT']}):
  Device lab ${env['DEVICE_SESSIONS_PAGE']}
  Auth       http://${env['FIREBASE_AUTH_EMULATOR_HOST']}
  Functions  http://${env['FUNCTIONS_EMULATOR_HOST']}/${env['GCLOUD_PROJECT']}/us-central1/<name>
  Firestore  ${env['FIRESTORE_EMULATOR_HOST']} (${firestore})
  Tasks      http://${env['CLOUD_TASKS_EMULATOR_HOST']}
Test users   alice@example.com and bob@example.com, password: password123
Log          ${env['DEVICE_SESSIONS_LOG']}
${isFree ? '' : 'Try          npm run demo, in a second terminal\n'}Changes in functions/src are rebuilt and reloaded. Ctrl-C stops everything.
`);
await watchFunctions(stop.signal);
