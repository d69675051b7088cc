// The transaction of every change: it reads, a pure decision plans, and the plan is written whole.
import type { Firestore, Transaction } from '@google-cloud/firestore';
import { changeMs, DeadlineError, unavailable } from '../deadline.ts';
import type { Plan } from '../domain/session/plan.ts';
import type { Deciding } from '../services.ts';
import { eventsCollection, toFields } from './documents.ts';
import type { Reader } from './recordReading.ts';
import { recordReading } from './recordReading.ts';

/** Several sign-ins of one user at once wait for each other; past so many tries the call fails whole. */
const maxAttempts = 10;

export function planTransactions(firestore: Firestore) {
  const { sessionAt, secretsAt, accountAt } = recordReading(firestore);

  function apply(
    transaction: Transaction,
    { create, changes, firebaseAccount, events = [] }: Plan<unknown>,
  ): void {
    if (create) {
      transaction.create(sessionAt(create.session.sessionId), toFields(create.session));
      transaction.create(secretsAt(create.secrets.sessionId), toFields(create.secrets));
    }
    for (const { sessionId, session, secrets } of changes) {
      if (session && Object.keys(session).length > 0) {
        transaction.update(sessionAt(sessionId), session);
      }
      if (secrets && Object.keys(secrets).length > 0) {
        transaction.update(secretsAt(sessionId), toFields(secrets));
      }
    }
    if (firebaseAccount) {
      transaction.set(accountAt(firebaseAccount.owner), { ...firebaseAccount.value });
    }
    for (const { eventId, ...event } of events) {
      transaction.set(firestore.collection(eventsCollection).doc(eventId), event);
    }
  }

  return async function change<State, Result>(
    read: (reader: Reader) => Promise<State>,
    decide: (state: State) => Deciding<Result>,
  ): Promise<Result> {
    const startedAt = performance.now();
    return await firestore.runTransaction(
      async (transaction) => {
        const plan = await decide(
          await read({
            get: (query) => transaction.get(query),
            getAll: (...references) => transaction.getAll(...references),
          }),
        );
        // Whoever waited for it has been told that it failed.
        if (performance.now() - startedAt > changeMs) throw unavailable(new DeadlineError());
        apply(transaction, plan);
        return plan.result;
      },
      { maxAttempts },
    );
  };
}
