// The Firestore of the running emulators, as the backend sees it, and what it counts.
import { Firestore } from '@google-cloud/firestore';

/**
 * FIRESTORE_EMULATOR_HOST says where; close it with `terminate`. In a project of its own, where no
 * function listens: what these tests write, nobody else changes.
 */
export function openFirestore(projectId = 'demo-store'): Firestore {
  if (!process.env.FIRESTORE_EMULATOR_HOST) {
    throw new Error('no emulator is running: use npm run emulators:exec');
  }
  return new Firestore({ projectId });
}

export const isEmbedded = process.env.DEVICE_SESSIONS_ENGINE === 'embedded';
