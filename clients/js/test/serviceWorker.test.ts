import { deepEqual, equal } from 'node:assert/strict';
import { serverMetadata } from '../../../functions/src/http/serverMetadata.ts';
import { handlePushes, type WorkerScope } from '../src/serviceWorker.ts';

/** A worker's surroundings: what it shows, tells and posts is kept. */
function worker(
  answer: () => Response = () => new Response('{"wasMe":false,"revoked":true}'),
  where: { issuer: string } | { answerUrl: string } = {
    answerUrl: 'https://f.example/answerLoginAlert',
  },
) {
  const listeners = new Map<string, (event: never) => void>();
  const shown: { title: string; data: unknown; body?: string; close(): void; isClosed: boolean }[] =
    [];
  const told: unknown[] = [];
  const posted: unknown[] = [];
  const opened: string[] = [];
  const scope: WorkerScope = {
    registration: {
      async showNotification(title, options = {}) {
        const notification = {
          title,
          data: null,
          isClosed: false,
          close: () => (notification.isClosed = true),
          ...options,
        };
        shown.push(notification);
      },
      getNotifications: async () => shown,
    },
    clients: {
      matchAll: async () => [
        { url: 'https://a.example/', postMessage: (message) => told.push(message) },
      ],
      openWindow: async (url) => opened.push(url),
    },
    navigator: { language: 'de-AT' },
    async fetch(url, init) {
      if (!init) return Response.json(serverMetadata(url, (name) => `https://f.example/${name}`));
      posted.push({ url, body: JSON.parse(init.body as string) as unknown });
      return answer();
    },
    addEventListener: (type, listener) => listeners.set(type, listener),
  };
  handlePushes(scope, {
    ...where,
    sessionsUrl: '/sessions',
    patience: { delays: [0], longestWait: 0, sleep: async () => {} },
  });
  const fire = async (type: string, event: object) => {
    let done: Promise<unknown> = Promise.resolve();
    const waitUntil = (promise: Promise<unknown>) => (done = promise);
    listeners.get(type)?.({ ...event, waitUntil } as never);
    await done;
  };
  return {
    ...{ shown, told, posted, opened },
    push: (payload: unknown) => fire('push', { data: { json: () => payload } }),
    click: (action: string) => fire('notificationclick', { action, notification: shown[0] }),
  };
}

const alert = {
  data: {
    action: 'login_alert',
    sessionId: 'new',
    answerToken: 'token',
    title: 'New sign-in',
    body: 'Was that you?',
    tag: 'login-new',
  },
  notification: { title: 'New sign-in', body: 'Was that you?', actions: [{ action: 'deny' }] },
};

describe('service worker', () => {
  it('shows an alert with its buttons', async () => {
    const { push, shown } = worker();
    await push(alert);
    equal(shown[0]?.title, 'New sign-in');
    deepEqual((shown[0] as unknown as { actions: unknown }).actions, [{ action: 'deny' }]);
  });

  for (const where of [
    { answerUrl: 'https://f.example/answerLoginAlert' },
    { issuer: 'https://a.example' },
  ]) {
    it(`answers by a button, with the token of the alert, told the ${Object.keys(where).join()}`, async () => {
      const { push, click, posted, shown } = worker(undefined, where);
      await push(alert);
      await click('deny');
      deepEqual(posted, [
        {
          url: 'https://f.example/answerLoginAlert',
          body: { token: 'token', wasMe: false },
        },
      ]);
      equal(shown.at(-1)?.body?.startsWith('Die Sitzung wurde beendet'), true);
    });
  }

  it('says that a refused answer was not accepted', async () => {
    const refusal = { error: 'access_denied', reason: 'session_unconfirmed' };
    const { push, click, posted, shown } = worker(() => Response.json(refusal, { status: 403 }));
    await push(alert);
    await click('deny');
    equal(posted.length, 1);
    equal(shown.at(-1)?.body?.startsWith('Deine Antwort wurde nicht angenommen'), true);
  });

  it('repeats an answer that got lost, then says so', async () => {
    const { push, click, posted, shown } = worker(() => new Response(null, { status: 502 }));
    await push(alert);
    await click('confirm');
    equal(posted.length, 2);
    equal(shown.at(-1)?.body?.startsWith('Deine Antwort konnte nicht gesendet'), true);
  });

  it('opens the sessions by a tap beside the buttons', async () => {
    const { push, click, opened, posted } = worker();
    await push(alert);
    await click('');
    deepEqual(opened, ['/sessions']);
    deepEqual(posted, []);
  });

  it('tells the pages of a forced logout and shows nothing', async () => {
    const { push, told, shown } = worker();
    const data = { action: 'force_logout', sessionId: 'own' };
    await push({ data });
    deepEqual(told, [{ type: 'device-sessions', data }]);
    deepEqual(shown, []);
  });

  it('withdraws the alert that another device has answered, and no other', async () => {
    const { push, shown } = worker();
    await push(alert);
    await push({ ...alert, data: { ...alert.data, sessionId: 'another' } });
    await push({ data: { action: 'login_answered', sessionId: 'new', wasMe: 'true' } });
    deepEqual(
      shown.map(({ isClosed }) => isClosed),
      [true, false],
    );
  });
});
