// Web push without the Firebase SDK: shows our pushes to the person they are for, answers login alerts by
// their buttons, and tells the open pages. Whatever else the app pushes is left alone. A push is a hint.
import { answers, isLike } from './core/answers.ts';
import type { Answers } from './core/contract.ts';
import { findFunctionUrls, type FunctionUrls } from './core/functionUrls.ts';
import { limited, type After } from './core/limit.ts';
import { fieldsOf, isPassing, Refusal, refusalIn } from './core/refusal.ts';
import { repeat, usualPatience, type Patience } from './core/repeat.ts';
import { makeMemory, type Storage } from './core/storage.ts';
import { indexedDbStorage } from './indexedDbStorage.ts';
import { workerTexts, type WorkerTexts } from './workerTexts.ts';

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
  stopImmediatePropagation?(): void;
}

/** The issuer, as of the client; or the URL of answerLoginAlert. */
export type WorkerOptions = ({ issuer: string } | { answerUrl: string }) & {
  /** The page with the sessions, opened by a tap. */
  sessionsUrl: string;
  /** These as of the client: by what it keeps the worker knows whose session this browser has. */
  storage?: Storage;
  storagePrefix?: string;
  allowHttp?: boolean;
  after?: After | undefined;
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

const ours = /^(force_logout|login_alert|login_answered|security_alert)$/;

/** Call it once in the service worker, before anything that listens to the same events. */
export function handlePushes(scope: WorkerScope, options: WorkerOptions): void {
  const { sessionsUrl, patience = usualPatience } = options;
  const { storage = indexedDbStorage(), storagePrefix = 'device-sessions.' } = options;
  const memory = makeMemory(storage, storagePrefix, options.after);
  const urlOf: FunctionUrls =
    'issuer' in options
      ? findFunctionUrls(options.issuer, (url) => scope.fetch(url), options)
      : async () => options.answerUrl;

  /** For the session of this browser, and not shown before. Where nobody can tell, a person had better know. */
  async function isDue({ receiverSessionId, pushId }: Record<string, string>): Promise<boolean> {
    try {
      const session = await memory.read('session');
      const isKeptHere = session !== null || (await memory.read('deviceToken')) !== null;
      if (isKeptHere && receiverSessionId && receiverSessionId !== session?.sessionId) return false;
      const drawn = (await memory.read('drawn')) ?? [];
      if (pushId && drawn.includes(pushId)) return false;
      if (pushId) await memory.write('drawn', [...drawn, pushId].slice(-20));
    } catch {
      // It cannot be read.
    }
    return true;
  }

  async function onPush({ data = {}, notification }: Payload): Promise<void> {
    const title = notification?.title ?? data['title'];
    const told = tellPages(data);
    if (title !== undefined && (await inTurn(() => isDue(data)))) {
      // Whatever a service worker keeps of the message is for its own clicks.
      const shown = { body: data['body'], tag: data['tag'], ...notification, data };
      await scope.registration.showNotification(title, shown);
    }
    if (data['action'] === 'login_answered') await withdraw(data['sessionId']);
    await told;
  }

  /** The same push may come twice at once. */
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = last.then(run);
    last = result;
    return result;
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
    const isSessions = ({ url }: Page) =>
      new URL(url).pathname === new URL(sessionsUrl, url).pathname;
    const open = (await pages()).find(isSessions);
    await (open?.focus?.() ?? scope.clients.openWindow(sessionsUrl));
  }

  /** What the server says of it is shown, not what was tapped: a "No" may have come before this "Yes". */
  async function answer(
    token: string,
    wasMe: boolean,
    data: Record<string, string>,
  ): Promise<void> {
    const texts = workerTexts(scope.navigator.language);
    const say = (body: string, more: object = {}) =>
      scope.registration.showNotification(data['title'] ?? '', {
        body,
        tag: data['tag'],
        data: { action: data['action'] },
        ...more,
      });
    try {
      const said = await repeat(
        () => limited(() => post({ token, wasMe }), options.after),
        patience,
      );
      await say(outcomeOf(said, texts), { silent: said.wasMe });
      await tellPages({ action: 'login_answered', sessionId: data['sessionId'] ?? '' });
    } catch (error) {
      const isRefused = refusalIn(error) !== null && !isPassing(error);
      await say(isRefused ? texts.refused : texts.failed, { requireInteraction: true });
    }
  }

  async function post(body: object): Promise<Answers['answerLoginAlert']> {
    const response = await scope.fetch(await urlOf('answerLoginAlert'), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const said: unknown = await response.json().catch(() => null);
    if (response.status === 200 && isLike(said, answers.answerLoginAlert)) {
      return said as Answers['answerLoginAlert'];
    }
    const refusal = response.ok ? null : refusalIn({ details: said });
    throw refusal ? new Refusal(refusal.details) : new Error(`HTTP ${response.status}`);
  }

  scope.addEventListener('push', (event: Extendable & { data: { json(): unknown } | null }) => {
    const payload = payloadOf(event.data);
    if (!ours.test(`${payload.data?.['action']}`)) return;
    event.stopImmediatePropagation?.();
    event.waitUntil(onPush(payload));
  });
  scope.addEventListener(
    'notificationclick',
    (event: Extendable & { action: string; notification: WorkerNotification }) => {
      const { action, notification } = event;
      const data = fieldsOf(notification.data) as Record<string, string>;
      if (!ours.test(`${data['action']}`)) return;
      event.stopImmediatePropagation?.();
      notification.close();
      event.waitUntil(onClick(action, data));
    },
  );
}

function outcomeOf(
  { wasMe, revoked, revokedCount = 1 }: Answers['answerLoginAlert'] & { revokedCount?: number },
  texts: WorkerTexts,
): string {
  if (!revoked) return wasMe ? texts.confirmed : texts.refused;
  return revokedCount > 1 ? texts.deniedAll.replace('{count}', `${revokedCount}`) : texts.denied;
}

/** What is no JSON is nothing of ours. */
function payloadOf(data: { json(): unknown } | null): Payload {
  try {
    return fieldsOf(data?.json());
  } catch {
    return {};
  }
}
