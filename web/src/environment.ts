// Where this page is: its Firebase project, and the emulators if it is served by one. Hosting tells both.
import type { FirebaseOptions } from 'firebase/app';
import { limitMilliseconds } from '../../clients/js/src/core/limit.ts';
import type { After } from '../../clients/js/src/index.ts';

/**
 * In the emulator each function starts as a program of its own: its first answer takes as long as that. So the limit of
 * an answer is longer; what is planned, such as the warning before a session ends, comes at its time.
 */
export const patiently: After = (milliseconds, run) => {
  const timer = setTimeout(
    run,
    milliseconds === limitMilliseconds ? 6 * milliseconds : milliseconds,
  );
  return () => clearTimeout(timer);
};

interface EmulatorAddress {
  host: string;
  port: number;
}

export interface Environment {
  firebase: FirebaseOptions;
  /** Where the HTTPS endpoints are. */
  endpoints: string;
  vapidKey: string;
  emulators: { auth: EmulatorAddress; functions: EmulatorAddress } | null;
}

interface HostingGlobals {
  firebase?: { initializeApp(): void };
  firebaseConfig?: FirebaseOptions;
  firebaseEmulators?: Record<string, EmulatorAddress>;
}

/** Throws a sentence where Hosting has no configuration. */
export async function findEnvironment(): Promise<Environment> {
  const { firebaseConfig, firebaseEmulators } = await askHosting();
  if (!firebaseConfig?.projectId) {
    throw new Error('Hosting knows no web app of this project: add one in the Firebase console.');
  }
  const region = metaContent('functions-region') || 'us-central1';
  const { auth, functions } = firebaseEmulators ?? {};
  const project = firebaseConfig.projectId;
  return {
    firebase: firebaseConfig,
    vapidKey: metaContent('vapid-key'),
    endpoints: functions
      ? `http://${functions.host}:${functions.port}/${project}/${region}`
      : `https://${region}-${project}.cloudfunctions.net`,
    emulators: auth && functions ? { auth, functions } : null,
  };
}

/** Hosting's own script is made for the old namespaced SDK; what it finds out is left in globals. */
async function askHosting(): Promise<HostingGlobals> {
  const globals = globalThis as HostingGlobals;
  globals.firebase = { initializeApp: () => {} };
  const script = document.createElement('script');
  script.src = '/__/firebase/init.js?useEmulator=true';
  await new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => reject(new Error('This page must be served by Firebase Hosting.'));
    document.head.append(script);
  });
  return globals;
}

function metaContent(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name=${name}]`)?.content ?? '';
}
