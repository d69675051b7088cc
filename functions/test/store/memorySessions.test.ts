import { memorySessions } from '../doubles/memorySessions.ts';
import { describeSessionStore } from './sessionStoreContract.ts';

describeSessionStore('in memory', () => memorySessions());
