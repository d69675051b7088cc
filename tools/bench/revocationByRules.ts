// How soon a revocation holds for Firestore's rules: as bench/revocation.ts, but on Google's emulator, since
// the embedded engine evaluates none. The device reads over REST, where each read is one request.
import { UnsecuredJWT } from 'jose';
import { dayMs } from '../../functions/src/domain/session/policy.ts';
import type { Caller } from '../../functions/src/domain/session/session.ts';
import { revokeSession } from '../../functions/src/operations/revokeSession.ts';
import { openFirestore } from '../../functions/test/emulator/support/firestore.ts';
import { openRules, rulesWithNotes, seed } from '../../functions/test/rules/environment.ts';
import { findOfficialEmulator } from '../stack/official.ts';
import type { Measure } from './part.ts';
import { startOfficialEngine } from './support/engine.ts';
import { post } from './support/load.ts';
import { personWith, servicesOn } from './support/people.ts';
import type { WayIn } from './support/probing.ts';
import { Probes } from './support/probing.ts';

const project = 'demo-revocation-rules';
/** Sessions of one user that are revoked one after the other. */
const triesOfUser = 5;

export const measure: Measure = async ({ quick, progress }) => {
  const users = quick ? 8 : 200;
  const probes = new Probes();
  const official = findOfficialEmulator();
  if ('missing' in official) throw new Error(official.missing);
  const engine = await startOfficialEngine(official);
  process.env.FIRESTORE_EMULATOR_HOST = engine.host;
  const rules = await openRules(project, rulesWithNotes);
  const firestore = openFirestore(project);
  try {
    await seed(rules, { 'notes/1': { text: 'of the team' } });
    for (let user = 1; user <= users; user += 1) {
      if (user % 50 === 0) progress(`${user * triesOfUser} of ${users * triesOfUser} tries`);
      const services = servicesOn(firestore);
      // Its clock ends where that of the rules is.
      const begin = Date.now() - 8 * dayMs;
      services.pass({ seconds: (begin - services.now().getTime()) / 1000 });
      const { phone, others } = await personWith(services, 1 + triesOfUser);
      for (const { caller, session } of others) {
        await probes.during(waysIn(engine.host, caller), async () => {
          await revokeSession(services, phone.caller, session);
        });
      }
    }
  } finally {
    await rules.cleanup();
    await firestore.terminate();
    await engine.close();
  }
  return { name: 'revocationByRules', tables: [probes.table('revocationByRules')], charts: [] };
};

function waysIn(host: string, { userId, sessionId, deviceId }: Caller): Record<string, WayIn> {
  const claims = { user_id: userId, sid: sessionId, device_id: deviceId, firebase: {} };
  const idToken = new UnsecuredJWT(claims).setSubject(userId).setAudience(project).encode();
  const documents = `http://${host}/v1/projects/${project}/databases/(default)/documents`;
  const read = async (method: string, body: object) => {
    const headers = { authorization: `Bearer ${idToken}`, 'content-type': 'application/json' };
    const { status, text } = await post(`${documents}:${method}`, headers, JSON.stringify(body));
    if (status !== 200 && status !== 403) throw new Error(`a read was answered ${status} ${text}`);
    return status === 200;
  };
  const note = `projects/${project}/databases/(default)/documents/notes/1`;
  const where = {
    fieldFilter: {
      field: { fieldPath: 'userId' },
      op: 'EQUAL',
      value: { stringValue: userId },
    },
  };
  return {
    'a collection of the team, by hasLiveSession()': () => read('batchGet', { documents: [note] }),
    'the list of own sessions': () =>
      read('runQuery', { structuredQuery: { from: [{ collectionId: 'deviceSessions' }], where } }),
  };
}
