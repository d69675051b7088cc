// npm run demo: plays the story of the README with the real Firebase JS SDK as two devices, against
// the running emulators. Exits 0 only if every step came out as promised. May be run again and again.
import { styleText } from 'node:util';
import type { Backstage } from '../../clients/js/testing/backstage.ts';
import { openBackstage } from '../../clients/js/testing/backstage.ts';
import { BrokenPromise, openReport } from './report.ts';
import { playStory } from './story.ts';
import type { TestUser } from '../../clients/js/testing/users.ts';
import { createUser, findOrCreateUser } from '../../clients/js/testing/users.ts';

/** So many of Alice's ten new devices an hour leave enough for one more run. */
const newDevicesBefore = 6;

const startedAt = performance.now();
const backstage = openBackstage();
const report = openReport(console.log);
try {
  await playStory(report, backstage, await findAlice(backstage));
  const { steps, promises } = report.counts;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const summary = `Every step as promised: ${steps} steps, ${promises} promises, ${seconds} s.`;
  console.log(`\n${styleText(['bold', 'green'], summary)}`);
} catch (error) {
  console.error(`\n${styleText(['bold', 'red'], `Step ${report.counts.steps} went wrong.`)}`);
  console.error(error instanceof BrokenPromise ? error.message : error);
  process.exitCode = 1;
} finally {
  await backstage.close();
}

/**
 * Alice; somebody else while she is signed in on a device, which would not be for the demo to close, and
 * while she has had too many new devices.
 */
async function findAlice(backstage: Backstage): Promise<TestUser> {
  const alice = await findOrCreateUser({ email: 'alice@example.com', password: 'password123' });
  const because =
    (await backstage.countOpenSessions(alice.userId)) > 0
      ? 'is signed in on other devices'
      : (await backstage.countNewDevices(alice.userId)) > newDevicesBefore
        ? 'has had many new devices within the hour'
        : null;
  if (because === null) return alice;
  console.log(`${alice.email} ${because}: a new account plays her part.`);
  return await createUser();
}
