import { firestoreSessions } from '../../src/store/firestoreSessions.ts';
import { describeSessionStore } from '../store/sessionStoreContract.ts';
import { openFirestore } from './support/firestore.ts';

describe('Firestore', () => {
  const firestore = openFirestore();
  after(() => firestore.terminate());
  describeSessionStore('in Firestore', () => firestoreSessions(firestore));
});
