// What a page hears that listens to its own session, by the rules and the real SDK.
import assert from 'node:assert/strict';
import { deleteApp, initializeApp, type FirebaseApp } from 'firebase/app';
import { connectFirestoreEmulator, getFirestore } from 'firebase/firestore';
import type { RulesTestEnvironment } from '@firebase/rules-unit-testing';
import { watchSession } from '../../../clients/js/src/firestore.ts';
import { until } from '../../../clients/js/testing/until.ts';
import { openRules, seed, sessionIdOf, sessionOf } from './environment.ts';

const projectId = 'demo-rules-watch';
const own = sessionIdOf('own');

describe('watchSession', () => {
  let rules: RulesTestEnvironment;
  let app: FirebaseApp;
  let stop: () => void;
  let heard: string[];

  before(async () => {
    rules = await openRules(projectId);
    app = initializeApp({ projectId, apiKey: 'emulator' }, 'watching');
    const { hostname, port } = new URL(`http://${process.env.FIRESTORE_EMULATOR_HOST}`);
    connectFirestoreEmulator(getFirestore(app), hostname, Number(port), {
      mockUserToken: { sub: 'alice', sid: own, device_id: 'device-01' },
    });
  });
  after(async () => {
    await deleteApp(app);
    await rules.cleanup();
  });

  beforeEach(async () => {
    heard = [];
    await write({ confirmed: false });
    const client = {
      async update() {
        heard.push('asks');
        return await Promise.reject(new Error('session_revoked'));
      },
      async handlePush({ action }: Record<string, string | undefined>) {
        heard.push(action ?? '');
        return 'changed' as const;
      },
    };
    stop = watchSession(app, client, own);
  });
  afterEach(() => stop());

  const write = (fields: object) =>
    seed(rules, { [`deviceSessions/${own}`]: sessionOf('alice', fields) });
  /** Written after what came before it was seen, so that each state is seen. */
  async function change(fields: object, expected: string[]): Promise<void> {
    await write(fields);
    await until(`that ${expected.join()} is heard`, () => heard.length >= expected.length);
    assert.deepEqual(heard, expected);
  }

  it('tells whoever waits once the session is confirmed, and once only', async () => {
    await seen();
    await change({ confirmed: true }, ['login_answered']);
    await change({ confirmed: true, revoked: true }, ['login_answered', 'asks']);
  });

  it('asks once the session is revoked, though nobody had answered', async () => {
    await seen();
    await change({ confirmed: false, revoked: true }, ['asks']);
  });

  /** The first state has got here: a second listener of the same document is told no sooner. */
  async function seen(): Promise<void> {
    const { doc, getDocFromServer } = await import('firebase/firestore');
    await getDocFromServer(doc(getFirestore(app), 'deviceSessions', own));
  }
});
