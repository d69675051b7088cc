import { firestoreSessions } from '../../src/store/firestoreSessions.ts';
import { describeRevivedAccounts } from '../operations/revivedAccounts.ts';
import { openFirestore } from './support/firestore.ts';

const firestore = openFirestore();
after(() => firestore.terminate());

describeRevivedAccounts('on Firestore', () => firestoreSessions(firestore));
