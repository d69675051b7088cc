import { deepEqual, equal } from 'node:assert/strict';
import { serverMetadata } from '../../../functions/src/http/serverMetadata.ts';
import { memoryStorage, type Storage } from '../src/core/storage.ts';
import { handlePushes, type WorkerScope } from '../src/serviceWorker.ts';

/** A worker's surroundings: what it shows, tells and posts is kept. */
function worker(
  answer: () => Response | Promise<Response> = () => new Response('{"wasMe":false,"revoked":true}'),
  where: { issuer: string } | { answerUrl: string } = {
    answerUrl: 'https://f.example/answerLoginAlert',
  },
  storage: Storage = memoryStorage(),
  isLate = false,
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
    storage,
    // What never comes is late at once.
    after: (_, run) => {
      const timer = setTimeout(run, isLate ? 1 : 60_000);
      return () => clearTimeout(timer);
    },
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
    ...{ shown, told, posted, opened, fire },
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

  describe('of other senders', () => {
    for (const [what, payload] of Object.entries({
      'a notification of the app': { notification: { title: 'Your order is on its way' } },
      "the app's data": { data: { action: 'order', title: 'Your order', sessionId: 'x' } },
      'a message that is a list': [1, 2],
      nothing: null,
    })) {
      it(`leaves ${what} alone`, async () => {
        const { push, shown, told } = worker();
        await push(payload);
        deepEqual([shown, told], [[], []]);
      });
    }

    it('leaves a push alone that is no JSON', async () => {
      const { fire, shown } = worker();
      const json = () => {
        throw new SyntaxError('Unexpected token');
      };
      await fire('push', { data: { json } });
      deepEqual(shown, []);
    });

    for (const data of [{ FCM_MSG: { notification: {} } }, null, { action: 'order' }, 'text']) {
      it(`leaves a click on ${JSON.stringify(data)} alone`, async () => {
        const { fire, opened } = worker();
        let isClosed = false;
        const notification = { data, close: () => (isClosed = true) };
        await fire('notificationclick', { action: 'deny', notification });
        deepEqual([isClosed, opened], [false, []]);
      });
    }

    it('keeps its own pushes from whoever else listens', async () => {
      const { fire } = worker();
      let stopped = 0;
      const stopImmediatePropagation = () => void stopped++;
      await fire('push', { data: { json: () => alert }, stopImmediatePropagation });
      await fire('push', { data: { json: () => ({ data: {} }) }, stopImmediatePropagation });
      equal(stopped, 1);
    });
  });

  describe('of whom a push is for', () => {
    const kept = (sessionId: string) => {
      const storage = memoryStorage();
      const session = {
        ...{ userId: 'alice', sessionId, signedInAt: 1, refreshToken: 'r' },
        ...{ accessToken: 'a', accessTokenEndsAt: 1 },
      };
      storage.setItem('device-sessions.session', JSON.stringify(session));
      return storage;
    };
    const addressed = (more: object = {}) => ({
      ...alert,
      data: { ...alert.data, pushId: 'push1', receiverSessionId: 'own', ...more },
    });
    const shownWith = async (storage: Storage, ...payloads: unknown[]) => {
      const { push, shown } = worker(undefined, undefined, storage);
      await Promise.all(payloads.map((payload) => push(payload)));
      return shown.length;
    };

    it('shows one for the session that is kept here', async () => {
      equal(await shownWith(kept('own'), addressed()), 1);
    });

    it('does not show one for another session', async () => {
      equal(await shownWith(kept('next'), addressed()), 0);
    });

    it('does not show one where somebody has signed out', async () => {
      const storage = memoryStorage();
      storage.setItem('device-sessions.deviceToken', '"device"');
      equal(await shownWith(storage, addressed()), 0);
    });

    it('shows one that comes twice once, at once or after a restart', async () => {
      const storage = kept('own');
      equal(await shownWith(storage, addressed(), addressed()), 1);
      equal(await shownWith(storage, addressed()), 0);
    });

    it('shows one where the storage never answers', async () => {
      const getItem = () => new Promise<string>(() => {});
      const storage = { ...memoryStorage(), getItem };
      const { push, shown } = worker(undefined, undefined, storage, true);
      await push(addressed());
      equal(shown.length, 1);
    });

    it('shows one where the storage cannot be read: an alert too many is better than none', async () => {
      const getItem = () => Promise.reject(new Error('closed'));
      equal(await shownWith({ ...memoryStorage(), getItem }, addressed()), 1);
    });
  });

  describe('of an answer', () => {
    for (const [what, answer, text] of [
      ['"Yes" after "No"', '{"wasMe":false,"revoked":true}', 'Die Sitzung wurde beendet'],
      ['"Yes"', '{"wasMe":true,"revoked":false}', 'Danke'],
      [
        'a "No" for several',
        '{"wasMe":false,"revoked":true,"revokedCount":3}',
        'Beendete Sitzungen: 3',
      ],
      ['a page', '<!doctype html>', 'Deine Antwort konnte nicht gesendet'],
      ['something else', '{"ok":true}', 'Deine Antwort konnte nicht gesendet'],
      ['nothing at all', '', 'Deine Antwort konnte nicht gesendet'],
    ] as const) {
      it(`says what the server says, not what was tapped: ${what}`, async () => {
        const { push, click, shown } = worker(() => new Response(answer));
        await push(alert);
        await click('confirm');
        equal(shown.at(-1)?.body?.startsWith(text), true, shown.at(-1)?.body ?? '');
      });
    }

    it('waits for none that never comes, and says so', async () => {
      const never = () => new Promise<Response>(() => {});
      const { push, click, shown } = worker(never, undefined, undefined, true);
      await push(alert);
      await click('deny');
      equal(shown.at(-1)?.body?.startsWith('Deine Antwort konnte nicht gesendet'), true);
    });

    it('opens the sessions by a tap on what came of it', async () => {
      const { push, click, fire, shown, opened } = worker(() => new Response(null));
      await push(alert);
      await click('confirm');
      await fire('notificationclick', { action: '', notification: shown.at(-1) });
      deepEqual(opened, ['/sessions']);
    });
  });
});
