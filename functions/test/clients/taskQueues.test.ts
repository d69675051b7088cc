import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Agent } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { deleteApp, initializeApp, type App } from 'firebase-admin/app';
import { getFunctions } from 'firebase-admin/functions';
import { taskErasureQueue } from '../../src/clients/taskErasureQueue.ts';
import { taskPushQueue } from '../../src/clients/taskPushQueue.ts';

const account = 'sessions@demo-tasks.iam.gserviceaccount.com';
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
  let google: Server;
  let app: App;
  let requests: { path: string | undefined; task: Task }[];

  before(async () => {
    google = createServer((request, response) => {
      void json(request).then((body) => {
        requests.push({ path: request.url, task: (body as { task: Task }).task });
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    google.listen(0, '127.0.0.1');
    await once(google, 'listening');
    const { port } = google.address() as AddressInfo;
    const httpAgent = new Agent();
    httpAgent.createConnection = () => connect(port, '127.0.0.1');
    const getAccessToken = async () => ({ access_token: 'access', expires_in: 3600 });
    app = initializeApp(
      {
        ...{ projectId: 'demo-tasks', serviceAccountId: account, httpAgent },
        credential: { getAccessToken },
      },
      'tasks',
    );
  });
  beforeEach(() => (requests = []));
  afterEach(() => delete process.env['FIREBASE_KIT_INSTANCE_ID']);
  after(async () => {
    google.closeAllConnections();
    google.close();
    await deleteApp(app);
  });

  const functions = () => getFunctions(app);
  const tasks = {
    'of an account that owes pushes': {
      data: { accountId: 'A' },
      afterSeconds: 60,
      enqueue: (id: string) =>
        taskPushQueue(functions(), 'europe-west1', id).enqueue({ accountId: 'A' }, 60),
    },
    'of a deleted account': {
      data: owner,
      afterSeconds: 4200,
      enqueue: (id: string) =>
        taskErasureQueue(functions(), 'europe-west1', id).enqueue(owner, 4200),
    },
  };

  for (const [name, { data, afterSeconds, enqueue }] of Object.entries(tasks)) {
    for (const [where, kit] of Object.entries({ 'a codebase': undefined, 'a kit': 'main' })) {
      it(`${name} in ${where} goes to the queue of the deployed function, as its account`, async () => {
        if (kit) process.env['FIREBASE_KIT_INSTANCE_ID'] = kit;
        const id = kit ? `kit-${kit}-someFunction` : 'someFunction';
        const before = Date.now();
        await enqueue(id);
        const after = Date.now();
        assert.equal(requests.length, 1);
        const [{ path, task }] = requests as [(typeof requests)[0]];
        assert.equal(path, `/v2/projects/demo-tasks/locations/europe-west1/queues/${id}/tasks`);
        const { url, body, headers, oidcToken } = task.httpRequest;
        assert.equal(url, `https://europe-west1-demo-tasks.cloudfunctions.net/${id}`);
        assert.deepEqual(JSON.parse(atob(body)), { data });
        const delay = Date.parse(task.scheduleTime) - afterSeconds * 1000;
        assert.ok(before <= delay && delay <= after, task.scheduleTime);
        // Cloud Tasks signs in as the account when the task's time has come, however late that is.
        assert.deepEqual(oidcToken, { serviceAccountEmail: account });
        assert.ok(!('Authorization' in headers));
      });
    }
  }
});
