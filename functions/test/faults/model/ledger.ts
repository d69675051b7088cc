// What docs/security.md promises, as a ledger of what was answered: which sign-ins are spent, which devices
// are known, which account it is. It is told what people did and what they were answered, never what is stored.
import type { SessionPolicy } from '../../../src/domain/session/policy.ts';
import { dayMs } from '../../../src/domain/session/policy.ts';

/** 70 minutes: docs/security.md, "A deleted account". */
const customTokenMs = 70 * 60_000;

export interface LedgerSession {
  id: string;
  device: string;
  installation: string;
  /** Seconds of every sign-in that went into it, or into one that it replaced. */
  signIns: Set<number>;
  confirmed: boolean;
  createdAt: number;
  /** All refresh tokens that it was given. */
  refreshTokens: Set<string>;
  current: string;
  previous: string | null;
  rotatedAt: number;
  attempt: string | null;
  /** Why it has ended, as far as that was answered or follows; null while it lives. */
  ended: string | null;
}

export interface Shown {
  installation: string | null;
  refreshToken: string | null;
  attempt: string | null;
  signedInAt: number;
}

/** Which refusal a registration must get for its account; null for none. */
export type AccountRefusal = 'recent_sign_in_required' | 'account_revived' | null;

/** One user's. Times in milliseconds. */
export function makeLedger({
  rollOutAt: rollOut,
  retentionDays,
  confirmAfterDays,
  refreshGraceSeconds,
  lostAnswer,
}: SessionPolicy) {
  const rollOutAt = rollOut?.getTime() ?? null;
  let sessions: LedgerSession[] = [];
  const known = new Set<string>();
  const closed = new Set<string>();
  let account: { madeAt: number; tokenUntil: number } | null = null;
  let isRemembered = false;
  let newDevices: { installation: string; at: number; isCounted: boolean }[] = [];

  const live = () => sessions.filter(({ ended }) => ended === null);
  const byRefreshToken = (token: string | null) =>
    token === null ? undefined : live().find((one) => one.refreshTokens.has(token));
  const isGood = ({ current, previous, rotatedAt }: LedgerSession, token: string, now: number) =>
    token === current ||
    (token === previous &&
      (lostAnswer === 'accept' || now - rotatedAt <= refreshGraceSeconds * 1000));
  const seconds = (ms: number) => Math.floor(ms / 1000);
  const forget = (installation: string, { isByOwner }: { isByOwner: boolean }) => {
    if (live().some((one) => one.installation === installation)) return;
    known.delete(installation);
    for (const login of newDevices) {
      if (isByOwner && login.installation === installation) login.isCounted = false;
    }
  };

  const ledger = {
    live,
    all: () => sessions,
    find: (id: string) => sessions.find((one) => one.id === id),

    /** The session that a shown refresh token possesses, or whose theft it tells of. */
    judge(
      token: string | null,
      now: number,
    ): { possessed?: LedgerSession; stolen?: LedgerSession } {
      const session = byRefreshToken(token);
      if (!session || token === null) return {};
      return isGood(session, token, now) ? { possessed: session } : { stolen: session };
    },

    accountRefusal(madeAt: number | null, isInOrder: boolean): AccountRefusal {
      if (madeAt === null) return 'recent_sign_in_required';
      const isLater = account && seconds(madeAt) > seconds(account.madeAt);
      if (isLater && seconds(madeAt) <= seconds(account!.tokenUntil)) return 'account_revived';
      return isInOrder ? null : 'recent_sign_in_required';
    },

    /** Whether the account was made when no custom token of the one before could live. */
    isNew: (madeAt: number) => account !== null && seconds(madeAt) > seconds(account.tokenUntil),

    /** Whether this attempt is to be answered with the session that it had opened. */
    attempted({ attempt }: Pick<Shown, 'attempt'>): LedgerSession | undefined {
      if (attempt === null) return undefined;
      return live().find((one) => one.attempt === attempt && one.previous === null);
    },

    isSpent(signedInAt: number): boolean {
      return sessions.some(
        ({ signIns, ended }) =>
          signIns.has(seconds(signedInAt)) && ended !== null && ended !== 'replaced',
      );
    },

    isUsed: (signedInAt: number) =>
      sessions.some(({ signIns }) => signIns.has(seconds(signedInAt))),

    isRollOut(signedInAt: number, now: number): boolean {
      if (rollOutAt === null || signedInAt >= rollOutAt) return false;
      return now < rollOutAt + retentionDays * dayMs && !ledger.isUsed(signedInAt);
    },

    /** Why a newcomer that shows this may count as the owner's; empty where it must not. */
    mayBeConfirmed(shown: Shown, madeAt: number, now: number): string[] {
      const { possessed, stolen } = ledger.judge(shown.refreshToken, now);
      const isStolen = (installation: string) => stolen?.installation === installation;
      const isNamed = shown.installation !== null && !isStolen(shown.installation);
      const installation = possessed?.installation ?? (isNamed ? shown.installation : null);
      return [
        ...(!isRemembered || ledger.isNew(madeAt) ? ['first'] : []),
        ...(ledger.isRollOut(shown.signedInAt, now) ? ['roll-out'] : []),
        ...(installation !== null && known.has(installation) ? ['known'] : []),
        ...(confirmAfterDays === 0 ? ['nobody waits'] : []),
      ];
    },

    /** A session was opened: what it replaces, and what is remembered from now on. */
    opened(
      session: Omit<LedgerSession, 'ended' | 'previous' | 'rotatedAt' | 'refreshTokens'>,
      shown: Shown,
      made: number,
      now: number,
    ) {
      const { stolen } = ledger.judge(shown.refreshToken, now);
      if (stolen) ledger.ended(stolen.id, 'token_reuse');
      if (ledger.isNew(made)) {
        ledger.erased();
        account = null;
      }
      for (const earlier of live().filter((one) => one.installation === session.installation)) {
        for (const signIn of earlier.signIns) session.signIns.add(signIn);
        ledger.ended(earlier.id, 'replaced');
      }
      const refreshTokens = new Set([session.current]);
      sessions.push({ ...session, refreshTokens, previous: null, rotatedAt: now, ended: null });
      if (session.confirmed) ledger.confirmed(session.id);
      isRemembered = true;
    },

    /** A custom token was handed out at `now` for the account that was made at `made`. */
    tokenSigned(made: number, now: number) {
      account = {
        madeAt: account?.madeAt ?? made,
        tokenUntil: Math.max(account?.tokenUntil ?? 0, now + customTokenMs),
      };
    },

    /** The token that was shown was answered with the next one. */
    rotated(session: LedgerSession, shown: string, next: string, now: number) {
      if (next === session.current) return;
      session.refreshTokens.add(next);
      Object.assign(session, { current: next, previous: shown, rotatedAt: now });
    },

    confirmed(id: string) {
      const session = ledger.find(id);
      if (!session) return;
      session.confirmed = true;
      known.add(session.installation);
    },

    /** What lived unanswered for CONFIRM_AFTER_DAYS counts as the owner's. */
    comeOfAge(now: number) {
      for (const session of live()) {
        if (now >= session.createdAt + confirmAfterDays * dayMs) ledger.confirmed(session.id);
      }
    },

    ended(id: string, reason: string) {
      const session = ledger.find(id);
      if (!session || session.ended !== null) return;
      session.ended = reason;
      if (!closing.has(reason)) return;
      forget(session.installation, { isByOwner: byOwner.has(reason) });
      closed.add(session.installation);
    },

    /** The owner has closed the device: by an ended session only where nothing is open on it. */
    closed(installation: string) {
      forget(installation, { isByOwner: true });
    },

    /** Whether its device token is not taken again: a live session of it was closed. */
    isClosed: (installation: string | null) => installation !== null && closed.has(installation),

    /** Nothing counts any more but which account it was. */
    erased() {
      for (const session of live()) session.ended = 'account';
      sessions = [];
      known.clear();
      closed.clear();
      isRemembered = false;
      newDevices = [];
    },

    /** New devices that have opened a session since then, and that the owner has not closed. */
    newDevicesSince: (since: number) =>
      newDevices.filter(({ at, isCounted }) => isCounted && at > since).length,

    newDevice(installation: string, now: number) {
      newDevices.push({ installation, at: now, isCounted: true });
    },

    readmitted(made: number, now: number): boolean {
      const isRevived =
        account !== null &&
        seconds(made) > seconds(account.madeAt) &&
        seconds(made) <= seconds(account.tokenUntil);
      if (!isRevived || !account) return false;
      if (now > account.tokenUntil) account = { ...account, madeAt: made };
      return true;
    },
  };
  return ledger;
}

export type Ledger = ReturnType<typeof makeLedger>;

const byOwner = new Set(['user', 'others', 'denied']);
const closing = new Set(['user', 'others', 'denied', 'token_reuse', 'operator', 'forgotten']);
