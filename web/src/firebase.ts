// A Firebase app of this page; the device lab has one for each device.
import { initializeApp, type FirebaseApp } from 'firebase/app';
import { connectAuthEmulator, getAuth, type Auth } from 'firebase/auth';
import type { Environment } from './environment.ts';

export interface OpenedApp {
  app: FirebaseApp;
  auth: Auth;
}

export function openApp({ firebase, emulators }: Environment, name?: string): OpenedApp {
  const app = initializeApp(firebase, name);
  const auth = getAuth(app);
  if (emulators) connectEmulatedAuth(auth, emulators);
  return { app, auth };
}

export function connectEmulatedAuth(
  auth: Auth,
  { auth: { host, port } }: NonNullable<Environment['emulators']>,
): void {
  connectAuthEmulator(auth, `http://${host}:${port}`, { disableWarnings: true });
}
