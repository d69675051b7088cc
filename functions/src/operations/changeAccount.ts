// One change of an account: read, decide, commit, and again where somebody else was faster or nobody can
// say whether it took effect.
import { patience, unavailable } from '../deadline.ts';
import type { Change, Known } from '../domain/account/draft.ts';
import type { Stored } from '../domain/account/account.ts';
import type { SessionView } from '../domain/account/view.ts';
import type { Moment } from '../domain/session/policy.ts';
import { SessionError } from '../errors.ts';
import { StaleAccount, type ReadAccount, type Services, type SessionStore } from '../services.ts';

export type ChangeServices = ReadServices & Pick<Services, 'elapsed' | 'pause'>;
export type ReadServices = Pick<Services, 'sessions' | 'policy' | 'now' | 'newId'>;

/** For so long it is tried. */
const tryingMs = 6000 * patience;
/** The random while before the next try: at most so long, times the number of tries. */
const pauseMs = 20;
/** Who neither ends, answers, tells nor registers waits so many times as long, so that nobody can keep the owner out. */
const waitFactor = 10;

export interface ChangeOptions<Result> {
  /** That of the whole operation, where it has taken its time already. */
  moment?: Moment;
  /** The account as it was read or committed a moment ago; else it is read. */
  from?: ReadAccount | undefined;
  isPatient?: boolean;
  /** What is past its time, and TTL has left, is decided on too; else it counts as gone. */
  withPast?: boolean;
  /** What must be done before the commit, such as signing. Nothing is written where it fails. */
  prepare?: (result: Result) => Promise<void>;
  /** Told what is decided on at each try: what was looked up may no longer hold. Where it fails, the change does. */
  onTry?: (stored: Stored) => Promise<void>;
}

export interface Changed<Result> {
  result: Result;
  /** The account as it is now, ready for the next change. */
  account: ReadAccount;
  /** Views that were written or looked at. */
  views: ReadonlyMap<string, SessionView>;
}

/**
 * What the decision throws, it is refused with, and nothing is written. Throws unavailable where six
 * seconds are not enough.
 */
export async function changeAccount<Input, Result>(
  services: ChangeServices,
  accountId: string,
  decide: (known: Known, input: Input, moment: Moment) => Change<Result>,
  input: Input,
  options: ChangeOptions<Result> = {},
): Promise<Changed<Result>> {
  const { sessions, elapsed, pause } = services;
  const { moment = momentOf(services), from, isPatient, withPast, prepare, onTry } = options;
  const begunAt = elapsed();
  const views = new Map<string, SessionView | null>();
  let next = from;
  for (let tries = 1; ; tries += 1) {
    /** null where it must be tried again. */
    const orAgain = async <Value>(work: Promise<Value>): Promise<Value | null> => {
      try {
        return await work;
      } catch (error) {
        if (!mayPass(error)) throw error;
        if (elapsed() - begunAt > tryingMs) throw unavailable(error);
        await pause(pauseMs * tries * (isPatient ? waitFactor : 1));
        return null;
      }
    };
    const read = next ?? (await orAgain(sessions.readAccount(accountId)));
    next = undefined;
    if (!read) continue;
    const stored = withPast ? read.stored : unlessPast(read.stored, moment);
    await onTry?.(stored);
    const { result, write } = await withViews(sessions, views, stored, (known) =>
      decide(known, input, moment),
    );
    await prepare?.(result);
    // Whoever waited for it has been told that it failed.
    if (tries > 1 && elapsed() - begunAt > tryingMs) throw unavailable(null);
    const account = write ? await orAgain(sessions.commit(read, write)) : { ...read, stored };
    if (!account) continue;
    const seen = [...views.values()].filter((view) => view !== null);
    const written = [...seen, ...(write?.views ?? [])];
    return { result, account, views: new Map(written.map((one) => [one.sessionId, one])) };
  }
}

/** What is to be seen in the account, for those who change nothing. Rejects with what `look` throws. */
export async function readAccount<Result>(
  { sessions }: ReadServices,
  accountId: string,
  moment: Moment,
  look: (known: Known) => Result,
): Promise<Result> {
  const { stored } = await sessions.readAccount(accountId);
  return await withViews(sessions, new Map(), unlessPast(stored, moment), look);
}

/** The moment of one operation: its time is taken once. */
export function momentOf({ now, policy, newId }: Omit<ReadServices, 'sessions'>): Moment {
  return { now: now(), policy, newId };
}

/** What is past its time counts as gone, whether or not TTL has run. */
function unlessPast(stored: Stored, { now }: Moment): Stored {
  return stored && now < stored.deleteAt ? stored : null;
}

/** Thrown through a decision that needs the view of a session that is not open. */
class ViewNeeded extends Error {
  override readonly name = 'ViewNeeded';
  readonly sessionId: string;

  constructor(sessionId: string) {
    super('a view is needed');
    this.sessionId = sessionId;
  }
}

/** Decides; and again with each view that it needs. */
async function withViews<Result>(
  { findView }: Pick<SessionStore, 'findView'>,
  views: Map<string, SessionView | null>,
  stored: Stored,
  decide: (known: Known) => Result,
): Promise<Result> {
  const viewOf = (sessionId: string) => {
    const view = views.get(sessionId);
    if (view === undefined) throw new ViewNeeded(sessionId);
    return view;
  };
  for (;;) {
    try {
      return decide({ stored, viewOf });
    } catch (error) {
      if (!(error instanceof ViewNeeded)) throw error;
      views.set(error.sessionId, await findView(error.sessionId));
    }
  }
}

function mayPass(error: unknown): boolean {
  return (
    error instanceof StaleAccount ||
    (error instanceof SessionError && error.reason === 'unavailable')
  );
}
