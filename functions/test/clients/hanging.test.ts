// Firebase Authentication, IAM and Cloud Tasks that hang or fail, as the Admin SDK meets them: a server on
// this machine in place of Google's, and the services with their deadlines.
import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { getAuth } from 'firebase-admin/auth';
import { getFunctions } from 'firebase-admin/functions';
import { boundedServices } from '../../src/boundedServices.ts';
import { firebaseAccounts } from '../../src/clients/firebaseAccounts.ts';
import { taskQueue } from '../../src/clients/taskQueue.ts';
import type { Services } from '../../src/services.ts';
import { testServices } from '../doubles/services.ts';
import { startGoogleServer, type GoogleServer } from './googleServer.ts';

const owner = { userId: 'alice', tenantId: null };
const session = { ...owner, sessionId: 's', deviceId: 'd' };
const calls: Record<string, (services: Services) => Promise<unknown>> = {
  'Authentication, for an account': ({ accounts }) => accounts.findAccount(owner),
  'IAM, for a signature': ({ accounts }) => accounts.createCustomToken(session, {}),
  'Cloud Tasks, for a task': ({ pushQueue }) => pushQueue.enqueue({ accountId: 'a' }, 10),
};

describe('a service of Google', () => {
  let google: GoogleServer;
  let services: Services;
  let requests = 0;
  /** The callers that have not waited for the answer. */
  let left = 0;
  let answer: RequestListener;
  const hang: RequestListener = () => {};
  const fail =
    (status: number): RequestListener =>
    (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { status: 'UNAVAILABLE', message: 'away' } }));
    };

  before(async () => {
    google = await startGoogleServer('demo-hanging', (request, response) => {
      requests += 1;
      response.on('close', () => (left += 1));
      answer(request, response);
    });
    services = boundedServices({
      ...testServices(),
      accounts: firebaseAccounts(getAuth(google.app)),
      pushQueue: taskQueue(getFunctions(google.app), 'us-central1', 'deliverPush'),
    });
  });
  beforeEach(() => {
    requests = 0;
    left = 0;
  });
  after(() => google.close());

  it('is given up where it hangs', async () => {
    answer = hang;
    const answers = Object.values(calls).map((call) =>
      assert.rejects(call(services), { reason: 'unavailable' }),
    );
    await Promise.all(answers);
    assert.ok(requests >= answers.length, 'not all were asked');
    assert.equal(left, 0, 'it was the Admin SDK that gave up, after 25 seconds');
  });

  for (const [name, call] of Object.entries(calls)) {
    it(`is unavailable where it fails by itself: ${name}`, async () => {
      answer = fail(500);
      await assert.rejects(call(services), { reason: 'unavailable' });
      assert.ok(requests > 0, 'nobody was asked');
    });
  }
});
