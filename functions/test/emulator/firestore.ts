// The Firestore of the running emulators, as the backend sees it, and what it counts.
import { Firestore } from '@google-cloud/firestore';

/** FIRESTORE_EMULATOR_HOST and GCLOUD_PROJECT say where; close it with `terminate`. */
export function openFirestore(): Firestore {
  if (!process.env.FIRESTORE_EMULATOR_HOST) {
    throw new Error('no emulator is running: use npm run emulators:exec');
  }
  return new Firestore({ projectId: process.env.GCLOUD_PROJECT ?? 'demo-device-sessions' });
}

export const isEmbedded = process.env.DEVICE_SESSIONS_ENGINE === 'embedded';
