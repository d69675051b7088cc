import assert from 'node:assert/strict';
import { json } from 'node:stream/consumers';
import { getFunctions } from 'firebase-admin/functions';
import { taskQueue } from '../../src/clients/taskQueue.ts';
import { startGoogleServer, type GoogleServer } from './googleServer.ts';

const owner = { userId: 'alice', tenantId: 'tenant-1' };

interface Task {
  scheduleTime: string;
  httpRequest: {
    url: string;
    body: string;
    headers: Record<string, string>;
    oidcToken?: { serviceAccountEmail: string };
  };
}

describe('a task of Cloud Tasks', () => {
  let google: GoogleServer;
  let requests: { path: string | undefined; task: Task }[];

  before(async () => {
    google = await startGoogleServer('demo-tasks', (request, response) => {
      void json(request).then((body) => {
        requests.push({ path: request.url, task: (body as { task: Task }).task });
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
  });
  beforeEach(() => (requests = []));
  afterEach(() => delete process.env['FIREBASE_KIT_INSTANCE_ID']);
  after(() => google.close());

  for (const [where, kit] of Object.entries({ 'a codebase': undefined, 'a kit': 'main' })) {
    it(`in ${where} goes to the queue of the deployed function, as its account`, async () => {
      if (kit) process.env['FIREBASE_KIT_INSTANCE_ID'] = kit;
      const id = kit ? `kit-${kit}-someFunction` : 'someFunction';
      const before = Date.now();
      await taskQueue(getFunctions(google.app), 'europe-west1', id).enqueue(owner, 4200);
      const after = Date.now();
      assert.equal(requests.length, 1);
      const [{ path, task }] = requests as [(typeof requests)[0]];
      assert.equal(path, `/v2/projects/demo-tasks/locations/europe-west1/queues/${id}/tasks`);
      const { url, body, headers, oidcToken } = task.httpRequest;
      assert.equal(url, `https://europe-west1-demo-tasks.cloudfunctions.net/${id}`);
      assert.deepEqual(JSON.parse(atob(body)), { data: owner });
      const delay = Date.parse(task.scheduleTime) - 4_200_000;
      assert.ok(before <= delay && delay <= after, task.scheduleTime);
      // Cloud Tasks signs in as the account when the task's time has come, however late that is.
      assert.deepEqual(oidcToken, { serviceAccountEmail: google.serviceAccount });
      assert.ok(!('Authorization' in headers));
    });
  }
});
