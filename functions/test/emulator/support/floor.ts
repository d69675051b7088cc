// The least that a callable on Firestore can do, one document read: what benchmarks compare with.
import { getApps, initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { onCall } from 'firebase-functions/v2/https';

if (getApps().length === 0) initializeApp();

export const floor = onCall(async () => {
  const snapshot = await getFirestore().doc('floor/document').get();
  return snapshot.exists;
});
