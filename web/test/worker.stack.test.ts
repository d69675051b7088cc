// The page's service worker gets real pushes, through the DevTools protocol and in FCM's shape.
import { deepEqual, equal, match } from 'node:assert/strict';
import type { Browser, BrowserContext, CDPSession, Page, Worker } from 'playwright-core';
import type { SessionsClient } from '../../clients/js/src/index.ts';
import { clearStack, patience } from './actors.ts';
import { launchChromium } from './browser.ts';

declare const deviceSessions: SessionsClient;

/** What the tests use of the scope that the worker runs in. */
interface WorkerScope extends EventTarget {
  registration: ServiceWorkerRegistration;
  ExtendableEvent: { prototype: { waitUntil(handling: Promise<unknown>): void } };
  /** What its events have waited for so far. */
  handling: Promise<unknown>[];
}

interface Shown {
  title: string;
  body: string;
  actions: string[];
  sessionId: string;
}

describe('service worker of the page', function () {
  const url = () => process.env['DEVICE_SESSIONS_PAGE'] ?? '';
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let worker: Worker;
  let devTools: CDPSession;
  let registrationId: string;
  before(async () => {
    browser = await launchChromium({ isWhole: true });
  });
  after(() => browser.close());
  beforeEach(async () => {
    await clearStack();
    context = await browser.newContext({ permissions: ['notifications'] });
    context.setDefaultTimeout(patience);
    page = await context.newPage();
    devTools = await context.newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      devTools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        if (registrations[0]) resolve(registrations[0].registrationId);
      });
    });
    await devTools.send('ServiceWorker.enable');
    const started = context.waitForEvent('serviceworker');
    await page.goto(`${url()}/page`);
    [worker, registrationId] = await Promise.all([started, registered]);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await worker.evaluate(() => {
      const scope = globalThis as unknown as WorkerScope;
      const { prototype } = scope.ExtendableEvent;
      const { waitUntil } = prototype;
      scope.handling = [];
      prototype.waitUntil = function (handling) {
        scope.handling.push(handling);
        waitUntil.call(this, handling);
      };
    });
  });
  afterEach(() => context.close());

  const handled = () =>
    worker.evaluate(async () => {
      const { handling } = globalThis as unknown as WorkerScope;
      await Promise.allSettled(handling);
      return handling.length;
    });

  /**
   * Waits until the worker has handled the event of it: Chromium forgets a notification for which somebody asks
   * while it is about to draw it.
   */
  async function handles(act: () => Promise<unknown>): Promise<void> {
    const before = await handled();
    await act();
    await until(handled, (count) => count > before);
  }

  const push = (payload: object) =>
    handles(() =>
      devTools.send('ServiceWorker.deliverPushMessage', {
        origin: url(),
        registrationId,
        data: JSON.stringify(payload),
      }),
    );

  const shown = (): Promise<Shown[]> =>
    worker.evaluate(async () => {
      const scope = globalThis as unknown as WorkerScope;
      const notifications = await scope.registration.getNotifications();
      return notifications.map((notification) => ({
        title: notification.title,
        body: notification.body,
        actions: (notification as unknown as { actions: { action: string }[] }).actions.map(
          ({ action }) => action,
        ),
        sessionId: (notification.data as { sessionId?: string } | null)?.sessionId ?? '',
      }));
    });

  async function until<T>(look: () => Promise<T>, isFine: (seen: T) => boolean): Promise<T> {
    for (;;) {
      const seen = await look();
      if (isFine(seen)) return seen;
      await page.waitForTimeout(100);
    }
  }

  /** Clicks as the platform does: headless Chromium draws no notification that one could click. */
  const click = (action: string) =>
    handles(() =>
      worker.evaluate(async (name) => {
        const scope = globalThis as unknown as WorkerScope;
        const [notification] = await scope.registration.getNotifications();
        const { NotificationEvent } = globalThis as unknown as {
          NotificationEvent: new (type: string, init: object) => Event;
        };
        scope.dispatchEvent(
          new NotificationEvent('notificationclick', { notification, action: name }),
        );
      }, action),
    );

  /** Alice on this page, and an alert that the stack would have pushed to it about a stranger. */
  async function alertOfStranger(): Promise<object> {
    const outbox = page.waitForResponse(async (response) => {
      if (!response.url().endsWith('/labOutbox')) return false;
      return (await response.text()).includes('"login_alert"');
    });
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This device', { exact: true }).waitFor();
    const stranger = await browser.newContext();
    const strange = await stranger.newPage();
    strange.setDefaultTimeout(patience);
    await strange.goto(`${url()}/page`);
    await strange.getByRole('button', { name: 'Sign in' }).click();
    const { pushes } = (await (await outbox).json()) as {
      pushes: { kind: string; message: { data: object; webpush: { notification: object } } }[];
    };
    await stranger.close();
    const { data, webpush } = pushes.find(({ kind }) => kind === 'login_alert')!.message;
    return {
      data,
      notification: webpush.notification,
      from: '1',
      fcmMessageId: '1',
      priority: 'high',
    };
  }

  it('shows an alert with its buttons, and closes the session by "No"', async () => {
    await push(await alertOfStranger());
    const [alert] = await until(shown, ({ length }) => length === 1);
    match(alert!.body, /Was that you\?/);
    deepEqual(alert!.actions, ['deny', 'confirm']);
    await click('deny');
    await until(shown, ([one]) => one?.body.startsWith('The session was closed.') ?? false);
    await page.getByText('Recently ended (1)').waitFor();
  });

  it('says that an answer was not accepted', async () => {
    const alert = (await alertOfStranger()) as { data: Record<string, string> };
    const data = { ...alert.data, answerToken: 'forged' };
    await push({ ...alert, data });
    await until(shown, ({ length }) => length === 1);
    await click('deny');
    await until(shown, ([one]) => one?.body.startsWith('Your answer was not accepted.') ?? false);
  });

  it('withdraws the alert that another device has answered', async () => {
    const alert = (await alertOfStranger()) as { data: Record<string, string> };
    await push(alert);
    const [seen] = await until(shown, ({ length }) => length === 1);
    await push({ data: { action: 'login_answered', sessionId: seen!.sessionId, wasMe: 'true' } });
    await until(shown, ({ length }) => length === 0);
  });

  it('hands a forced logout to the page, which asks the server first', async () => {
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This device', { exact: true }).waitFor();
    const sessionId = await page.evaluate(async () => (await deviceSessions.list())[0]!.sessionId);
    const asked = page.waitForRequest(/updateSession$/);
    await push({ data: { action: 'force_logout', reason: 'session_revoked', sessionId } });
    await asked;
    equal(await page.getByText('This device', { exact: true }).count(), 1);
  });
});
