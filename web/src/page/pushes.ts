// Web push: the worker that shows alerts, and the installation id to which they go.
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

/**
 * Asks the person, then registers with FCM, which gives this app's installation id: now, and whenever it has another.
 * False where the person says no. Loads Cloud Messaging only now.
 */
export async function registerForPushes(
  app: FirebaseApp,
  { vapidKey }: Environment,
  {
    serviceWorkerRegistration,
    registered,
  }: {
    serviceWorkerRegistration: ServiceWorkerRegistration;
    registered(pushInstallationId: string): unknown;
  },
): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false;
  const { getMessaging, onRegistered, register } = await import('firebase/messaging');
  const messaging = getMessaging(app);
  onRegistered(messaging, registered);
  await register(messaging, { vapidKey, serviceWorkerRegistration });
  return true;
}
