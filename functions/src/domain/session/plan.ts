// What a decision asks the store to do. Decisions are pure: the store runs them inside its
// transaction, as often as it must, and applies the plan of the last run.
import type { FirebaseAccount } from './firebaseAccount.ts';
import type { SecurityEvent } from './securityEvent.ts';
import type { Owner, Session, SessionRecord, SessionSecrets } from './session.ts';

export interface RecordChange {
  sessionId: string;
  session?: Partial<Omit<Session, 'sessionId' | 'userId'>>;
  secrets?: Partial<Omit<SessionSecrets, 'sessionId' | 'userId'>>;
}

export interface Plan<Result> {
  result: Result;
  create?: SessionRecord;
  changes: RecordChange[];
  /** What is remembered of the user's Firebase account from now on; absent where it stays. */
  firebaseAccount?: { owner: Owner; value: FirebaseAccount };
  /** What happened to the account, for its owner and for the team. */
  events?: SecurityEvent[];
}

/** A plan that writes nothing. */
export function unchanged<Result>(result: Result): Plan<Result> {
  return { result, changes: [] };
}

/** A plan that answers nothing. */
export function changed(...changes: RecordChange[]): Plan<void> {
  return { result: undefined, changes };
}

/** The record as it is once the change is applied. */
export function withChange(
  { session, secrets }: SessionRecord,
  change: RecordChange,
): SessionRecord {
  return {
    session: { ...session, ...change.session },
    secrets: { ...secrets, ...change.secrets },
  };
}
