import { memorySessions } from '../doubles/memorySessions.ts';
import { describeRevivedAccounts } from './revivedAccounts.ts';

describeRevivedAccounts('in memory', () => memorySessions());
