import { firestoreSessions } from '../../src/store/firestoreSessions.ts';
import { describeSessionStore } from '../store/sessionStoreContract.ts';
import { openFirestore } from './support/firestore.ts';
import { patient } from './support/patientStore.ts';

describe('Firestore', () => {
  const firestore = openFirestore();
  after(() => firestore.terminate());
  describeSessionStore('in Firestore', (now, newDevicesPerHour) =>
    patient(firestoreSessions(firestore, { now, newDevicesPerHour })),
  );
});
