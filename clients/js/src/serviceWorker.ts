// Web push without the Firebase SDK: shows what FCM delivers, answers login alerts by their buttons, and
// tells the open pages. A page's client does the rest: a push is a hint.
import { findFunctionUrls, type FunctionUrls } from './core/functionUrls.ts';
import { fieldsOf, isPassing, refusalIn } from './core/refusal.ts';
import { repeat, usualPatience, type Patience } from './core/repeat.ts';
import { workerTexts } from './workerTexts.ts';

/** The part of ServiceWorkerGlobalScope that is used. */
export interface WorkerScope {
  registration: {
    showNotification(title: string, options?: object): Promise<void>;
    getNotifications(): Promise<readonly WorkerNotification[]>;
  };
  clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly Page[]>;
    openWindow(url: string): Promise<unknown>;
  };
  navigator: { language: string };
  fetch(url: string, init?: RequestInit): Promise<Response>;
  addEventListener(type: string, listener: (event: never) => void): void;
}

export interface WorkerNotification {
  readonly data: unknown;
  close(): void;
}

interface Page {
  readonly url: string;
  postMessage(message: object): void;
  focus?(): Promise<unknown>;
}

interface Extendable {
  waitUntil(promise: Promise<unknown>): void;
}

/** The issuer, as of the client; or the URL of answerLoginAlert. */
export type WorkerOptions = ({ issuer: string } | { answerUrl: string }) & {
  /** The page with the sessions, opened by a tap. */
  sessionsUrl: string;
  patience?: Patience;
};

/** What a page gets from the worker: the data of a push, for `client.handlePush`. */
export interface WorkerMessage {
  type: 'device-sessions';
  data: Record<string, string>;
}

interface Payload {
  data?: Record<string, string>;
  notification?: { title?: string; [option: string]: unknown };
}

/** Call it once in the service worker, before anything that listens to the same events. */
export function handlePushes(scope: WorkerScope, options: WorkerOptions): void {
  const { sessionsUrl, patience = usualPatience } = options;
  const urlOf: FunctionUrls =
    'issuer' in options
      ? findFunctionUrls(options.issuer, (url) => scope.fetch(url))
      : async () => options.answerUrl;

  async function onPush({ data = {}, notification }: Payload): Promise<void> {
    const work: Promise<unknown>[] = [tellPages(data)];
    const title = notification?.title ?? data['title'];
    if (title !== undefined) {
      // Whatever a service worker keeps of the message is for its own clicks.
      const shown = { body: data['body'], tag: data['tag'], ...notification, data };
      work.push(scope.registration.showNotification(title, shown));
    }
    if (data['action'] === 'login_answered') work.push(withdraw(data['sessionId']));
    await Promise.all(work);
  }

  const pages = () => scope.clients.matchAll({ type: 'window', includeUncontrolled: true });

  async function tellPages(data: Record<string, string>): Promise<void> {
    const message: WorkerMessage = { type: 'device-sessions', data };
    for (const page of await pages()) page.postMessage(message);
  }

  /** By the session: the alert of a burst has the tag of its first login. */
  async function withdraw(sessionId: string | undefined): Promise<void> {
    for (const notification of await scope.registration.getNotifications()) {
      const { action, sessionId: about } = fieldsOf(notification.data);
      if (action === 'login_alert' && about === sessionId) notification.close();
    }
  }

  async function onClick(action: string, data: Record<string, string>): Promise<void> {
    const token = data['answerToken'];
    if (token !== undefined && (action === 'deny' || action === 'confirm')) {
      await answer(token, action === 'confirm', data);
      return;
    }
    const open = (await pages()).find(({ url }) => new URL(url).pathname === sessionsUrl);
    await (open?.focus?.() ?? scope.clients.openWindow(sessionsUrl));
  }

  /** Whatever comes of it is shown: a "No" that was not accepted closed nothing. */
  async function answer(
    token: string,
    wasMe: boolean,
    data: Record<string, string>,
  ): Promise<void> {
    const texts = workerTexts(scope.navigator.language);
    const say = (body: string, more: object = {}) =>
      scope.registration.showNotification(data['title'] ?? '', { body, tag: data['tag'], ...more });
    try {
      await repeat(() => post({ token, wasMe }), patience);
      await say(wasMe ? texts.confirmed : texts.denied, { silent: true });
      await tellPages({ action: 'login_answered', sessionId: data['sessionId'] ?? '' });
    } catch (error) {
      const isRefused = refusalIn(error) !== null && !isPassing(error);
      await say(isRefused ? texts.refused : texts.failed, { requireInteraction: true });
    }
  }

  async function post(body: object): Promise<void> {
    const response = await scope.fetch(await urlOf('answerLoginAlert'), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.ok) return;
    const details: unknown = await response.json().catch(() => null);
    const refusal = refusalIn({ details });
    throw refusal ?? new Error(`HTTP ${response.status}`);
  }

  scope.addEventListener('push', (event: Extendable & { data: { json(): unknown } | null }) => {
    event.waitUntil(onPush(event.data?.json() ?? {}));
  });
  scope.addEventListener(
    'notificationclick',
    (event: Extendable & { action: string; notification: WorkerNotification }) => {
      const { action, notification } = event;
      notification.close();
      event.waitUntil(onClick(action, fieldsOf(notification.data) as Record<string, string>));
    },
  );
}
