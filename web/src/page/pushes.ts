// Web push: the worker that shows alerts, and the token to which they go.
import type { FirebaseApp } from 'firebase/app';
import type { WorkerMessage } from '../../../clients/js/src/serviceWorker.ts';
import type { PushData } from '../../../clients/js/src/index.ts';
import type { Environment } from '../environment.ts';

/** Registers the service worker; `onPush` is called with what it gets. Null where the browser has none. */
export async function startWorker(
  onPush: (data: PushData) => unknown,
): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in navigator)) return null;
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<WorkerMessage>) => {
    if (data.type === 'device-sessions') void onPush(data.data);
  });
  const query = new URLSearchParams({ page: location.pathname });
  return await navigator.serviceWorker.register(`/worker.js?${query.toString()}`, {
    type: 'module',
  });
}

/** Asks the person, then FCM. Null where either says no. Loads Cloud Messaging only now. */
export async function requestPushToken(
  app: FirebaseApp,
  { vapidKey }: Environment,
  serviceWorkerRegistration: ServiceWorkerRegistration,
): Promise<string | null> {
  if ((await Notification.requestPermission()) !== 'granted') return null;
  const { getMessaging, getToken } = await import('firebase/messaging');
  return await getToken(getMessaging(app), { vapidKey, serviceWorkerRegistration });
}
