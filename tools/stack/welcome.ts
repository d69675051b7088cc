// What npm start runs on its stack: tells where everything is, and builds at each change of a source
// file, whereupon the emulators reload the functions and serve the new page.
import { join } from 'node:path';
import { initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { buildWeb, webSources } from '../../web/build.ts';
import { functionSources, rebuildFunctions } from '../build/functionsBuild.ts';
import { codeOf } from '../process/program.ts';
import { rebuildAtChanges } from '../build/rebuildAtChanges.ts';
import { root } from '../process/paths.ts';
import { tellEvents } from './events/tellEvents.ts';
import { makeNotices } from './labNotices.ts';
import { warmFunctions } from './warm.ts';

const watched: (() => void)[] = [];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    for (const stop of watched) stop();
    // A function that is being started would keep this process for as long as it takes.
    process.exit(codeOf(signal));
  });
}

const { env } = process;
const isVerbose = process.argv.includes('--verbose');
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
Log          ${env['DEVICE_SESSIONS_LOG']}${isVerbose ? '' : ' (all of it here too: --verbose)'}
Try          npm run demo, in a second terminal
Changes in functions/src, web and clients/js are rebuilt at once. Ctrl-C stops everything.
`);
watched.push(
  rebuildAtChanges(functionSources, rebuildFunctions, (error) => {
    console.error((error as Error).message);
  }),
  rebuildAtChanges(webSources, buildWeb, () => {
    console.error('The page does not build: see above. It stays as it was.');
  }),
);
const project = env['GCLOUD_PROJECT']!;
const app = initializeApp({ projectId: project }, 'npm start');
const say = makeNotices(getFirestore(app));
// What the backend itself logs in here is no event.
for (const method of ['debug', 'info', 'warn'] as const) console[method] = () => {};
const write = isVerbose ? () => {} : (line: string) => console.log(line);
watched.push(await tellEvents(app, join(root, env['DEVICE_SESSIONS_LOG']!), { write, say }));
await warmFunctions(env['FUNCTIONS_EMULATOR_HOST']!, project, say);
