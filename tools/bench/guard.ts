// What the guard adds to a call: the check of an access token and of its session, beside what firebase-admin
// and jose ask for less.
import { jwtVerify } from 'jose';
import type { Measure } from './part.ts';
import { requireLiveSession } from '../../functions/src/operations/requireLiveSession.ts';
import { keys } from '../../functions/test/doubles/services.ts';
import { openFirestore } from '../../functions/test/emulator/support/firestore.ts';
import { startFirebaseAuth } from './support/firebaseAuth.ts';
import type { BenchServices } from './support/people.ts';
import { personWith, servicesOn } from './support/people.ts';
import { interleaved } from './support/spread.ts';

const project = 'demo-guard';

export const measure: Measure = async ({ quick }) => {
  const firestore = openFirestore(project);
  const firebase = await startFirebaseAuth(project);
  try {
    const services = servicesOn(firestore);
    const { phone } = await personWith(services, 1);
    const token = await accessTokenNow(services, phone.caller);
    const guard = guardOf(services);
    const idToken = await firebase.issueIdToken('alice');
    const [{ publicKey }] = (await keys()).signing;
    const currentDate = services.now();
    const spreads = await interleaved(
      {
        'jose: signature of an access token': () => jwtVerify(token, publicKey, { currentDate }),
        'the guard': () => guard(token),
        'firebase-admin: verifyIdToken': () => firebase.auth.verifyIdToken(idToken),
        'firebase-admin: verifyIdToken, checkRevoked': () =>
          firebase.auth.verifyIdToken(idToken, true),
      },
      quick ? { rounds: 50, warmUp: 20 } : { rounds: 1000, warmUp: 200 },
    );
    const asks = ['nothing', 'Firestore', 'nothing', 'Firebase Authentication'];
    const results = Object.entries(spreads);
    return {
      name: 'guard',
      tables: [
        {
          name: 'guard',
          columns: ['check', 'asks', 'min ms', 'p50 ms', 'p95 ms'],
          rows: results.map(([name, { min, p50, p95 }], at) => [name, asks[at]!, min, p50, p95]),
        },
      ],
      charts: [
        {
          name: 'guard',
          title: 'Checking a token in a function',
          unit: 'ms: p50, line from the least to p95',
          groups: [
            {
              label: '',
              bars: results.map(([label, { min: low, p50: value, p95: high }]) => ({
                ...{ label, value, low, high },
                ours: label.startsWith('the guard'),
              })),
            },
          ],
        },
      ],
    };
  } finally {
    firebase.close();
    await firestore.terminate();
  }
};

/** What `requireSession` does for a request with an access token. */
function guardOf(services: BenchServices) {
  const { tokens, now } = services;
  return async (token: string) => {
    const { userId, sessionId, deviceId } = await tokens.verifyAccessToken(token, now());
    const deviceHashes = await tokens.hashDevice(sessionId, deviceId);
    await requireLiveSession(services, { userId, sessionId, deviceId, deviceHashes });
  };
}

async function accessTokenNow(
  { tokens, now }: BenchServices,
  { userId, sessionId, deviceId }: { userId: string; sessionId: string; deviceId: string },
): Promise<string> {
  return await tokens.issueAccessToken({ userId, sessionId, deviceId }, 600, now());
}
