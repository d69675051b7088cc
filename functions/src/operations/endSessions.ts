// Everybody out: ends what all users have of a kind, account by account, and tells the devices.
import { shareBefore } from '../domain/account/accountId.ts';
import type { Incident, IncidentEnd } from '../domain/revocation/incident.ts';
import { decideIncident, requireSignedInAfter } from '../domain/revocation/incident.ts';
import { nameOfError } from '../errors.ts';
import type { ReadAccount } from '../services.ts';
import { momentOf } from './changeAccount.ts';
import type { SendServices } from './sending.ts';
import { changeAndTell } from './sendOutbox.ts';

/** Accounts side by side; each waits for the database and for FCM most of the time. */
const usualPageSize = 100;
/** How often a page is gone through: what was done at an earlier try is not done again. */
const tries = 5;
/** Before the next try: at most so long, times the number of tries. */
const pauseMs = 5000;
/** Longer than all limits of one account's pushes together. */
const sendingMs = 30_000;

export interface EndSessionsOptions {
  /** The id of the account behind which to go on; null: from the first one. */
  after?: string | null;
  pageSize?: number;
  /** Whether it is only counted what would end. */
  isDryRun?: boolean;
  /** Told after each page. */
  onPage?: (progress: EndedSessions) => void;
  /** Told where a page is tried again, and why. */
  onRetry?: (error: unknown) => void;
  /** Ends the run behind the page that it is at. */
  signal?: AbortSignal | undefined;
}

export interface EndedSessions {
  /** Accounts that were looked at. */
  accountCount: number;
  /** Those of them that had a session to end. */
  concernedCount: number;
  /** Sessions that have ended, or would. */
  revokedCount: number;
  /** Sessions that only lack a version that can be compared: they live on. */
  withoutVersion: number;
  /** The last account that is done with: what to go on behind. null before the first page. */
  after: string | null;
  /** How much of this run is done, from 0 to 1: an estimate, by the ids, which are evenly spread. */
  share: number;
  /** Whether there is no account behind it. */
  isComplete: boolean;
}

/**
 * The devices of a page are told before the next one is read. The same again, from whatever account on, ends
 * nothing twice, and tells what an earlier run has ended and could not tell. Throws a TypeError where an old
 * sign-in could open a session again; rejects where an account cannot be changed in several tries, with its id:
 * all pages before are done with.
 */
export async function endSessions(
  services: SendServices,
  incident: Incident,
  {
    after = null,
    pageSize = usualPageSize,
    isDryRun = false,
    onPage,
    onRetry,
    signal,
  }: EndSessionsOptions = {},
): Promise<EndedSessions> {
  if (!isDryRun) requireSignedInAfter(incident, services.policy);
  const end = async (read: ReadAccount): Promise<IncidentEnd> => {
    const input = { callId: services.newId(), incident };
    const known = { stored: read.stored, viewOf: () => null };
    if (isDryRun) return decideIncident(known, input, momentOf(services)).result;
    const options = { from: read, waitMs: sendingMs };
    const { accountId } = read;
    return (await changeAndTell(services, accountId, decideIncident, input, options)).result;
  };
  let done: EndedSessions = {
    ...{ accountCount: 0, concernedCount: 0, revokedCount: 0, withoutVersion: 0 },
    ...{ after, share: 0, isComplete: false },
  };
  while (!done.isComplete && !signal?.aborted) {
    const ended = new Map<string, IncidentEnd>();
    const onEach = async (read: ReadAccount) => {
      const result = await end(read);
      // At a later try nothing of it is left to end.
      if (!ended.has(read.accountId)) ended.set(read.accountId, result);
    };
    const page = await goThrough(services, done.after, { pageSize, onRetry, signal }, onEach);
    const isComplete = page.length < pageSize;
    const behind = page.at(-1) ?? done.after;
    done = {
      ...withEnded(done, ended.values()),
      accountCount: done.accountCount + page.length,
      after: behind,
      share: isComplete ? 1 : shareOf(after, behind),
      isComplete,
    };
    onPage?.(done);
  }
  return done;
}

type PageOptions = Pick<EndSessionsOptions, 'onRetry' | 'signal'> & { pageSize: number };

/** Reads a page and does this to each account; all of it again where one has failed. Returns their ids. */
async function goThrough(
  services: SendServices,
  after: string | null,
  { pageSize, onRetry, signal }: PageOptions,
  onEach: (read: ReadAccount) => Promise<void>,
): Promise<string[]> {
  for (let tried = 1; ; tried += 1) {
    try {
      const page = await services.sessions.readAccountsAfter(after, pageSize);
      const ids = page.map(({ accountId }) => accountId);
      const results = await Promise.allSettled(page.map(onEach));
      for (const [at, result] of results.entries()) {
        if (result.status === 'rejected') throw new AccountFailed(ids[at]!, result.reason);
      }
      return ids;
    } catch (error) {
      if (tried >= tries || signal?.aborted) throw error;
      services.log.warn('a page of accounts is tried again', { after, error: nameOfError(error) });
      onRetry?.(error);
      await services.pause(pauseMs * tried);
    }
  }
}

/** The other accounts of its page are done with, too. */
class AccountFailed extends Error {
  override readonly name = 'AccountFailed';

  constructor(accountId: string, cause: unknown) {
    const message = cause instanceof Error ? cause.message : String(cause);
    super(`the account ${accountId} could not be changed: ${message}`, { cause });
  }
}

function withEnded(done: EndedSessions, ended: Iterable<IncidentEnd>): EndedSessions {
  const all = { ...done };
  for (const { revokedCount, withoutVersion } of ended) {
    all.concernedCount += Math.min(1, revokedCount);
    all.revokedCount += revokedCount;
    all.withoutVersion += withoutVersion;
  }
  return all;
}

/** How much of all that lies behind the one id lies before the other. */
function shareOf(from: string | null, to: string | null): number {
  const first = shareBefore(from ?? '');
  return (shareBefore(to ?? '') - first) / (1 - first);
}
