// Opens the session of a sign-in, once: a repeat after a lost answer, a closed page or a crossing tab
// gets the session that the first try opened.
import type { Context } from './context.ts';
import type { DeviceSession } from './contract.ts';
import type { Leftovers } from './leftovers.ts';
import type { DeviceChanges, Identity } from './options.ts';
import { refusalIn, signInRequired, type Refusal } from './refusal.ts';
import { toldAfter } from './storage.ts';
import { fromResponse } from './tokens.ts';

export interface Registration {
  /**
   * The session of the current sign-in: opened now, or found to be open; null where it was opened
   * before and the server has not been asked. Rejects with a Refusal, or where no answer can be had.
   */
  open(changes?: DeviceChanges): Promise<DeviceSession | null>;
  /** Leaves the session at hand behind: its tokens go to the server as soon as it can be reached. */
  leave(): Promise<void>;
  /** Whether there is a session to go on with: opened now, or the one that has followed a replaced one. */
  continues(refusal: Refusal, sessionId: string | null): Promise<boolean>;
}

/** How long another tab's sign-in with the custom token may take to arrive here: half of this was the last wait. */
const longestTabDelay = 2000;

/** How long another tab that has no common lock may take to write its attempt over ours. */
const attemptDelay = 50;

/** recent_sign_in_required, account_revived, session_revoked, session_expired: the sign-in was judged, so its attempt is over. */
const judged = /recent|revived|revoked|expired/;

export function makeRegistration(context: Context, leftovers: Leftovers): Registration {
  const { transports, memory, keptSession, inTurn, now, randomId, sleep, callOnce, repeat } =
    context;

  async function attemptOf({ userId }: Identity): Promise<string> {
    const kept = await memory.read('attempt');
    if (kept?.userId === userId) return kept.value;
    const made = { userId, value: randomId() };
    await memory.write('attempt', made);
    await sleep(attemptDelay);
    return ((await memory.read('attempt')) ?? made).value;
  }

  /** Whether another tab has registered this very sign-in; then its ID token gets here by itself. */
  async function isOpenedByOtherTab({ userId, signedInAt }: Identity): Promise<boolean> {
    const session = await keptSession();
    const isTheirs = session?.userId === userId && session.signedInAt === signedInAt;
    if (!isTheirs || (await memory.read('attempt')) !== null) return false;
    for (let delay = 50; delay < longestTabDelay; delay *= 2) {
      await sleep(delay);
      if ((await context.sessionId()) === session.sessionId) return true;
    }
    return false;
  }

  async function register(identity: Identity, changes: DeviceChanges): Promise<DeviceSession> {
    const before = await keptSession();
    if (before && before.userId !== identity.userId) await registration.leave();
    const { userId, signedInAt } = identity;
    const deviceToken = await memory.read('deviceToken');
    const isContinued = before?.userId === userId;
    const device = { ...(await context.describe()), ...changes };
    // What a registration does not say again, its session does not have.
    if (isContinued) {
      const before = toldAfter((await memory.read('told')) ?? {}, device);
      const { pushToken, pushInstallationId } = before;
      Object.assign(device, { pushToken, pushInstallationId });
    }
    const deviceId = (await memory.read('deviceId')) ?? randomId();
    await memory.write('deviceId', deviceId);
    const answer = await callOnce('registerSession', {
      deviceId,
      attempt: await attemptOf(identity),
      ...device,
      deviceToken: deviceToken ?? undefined,
      refreshToken: isContinued ? before.refreshToken : undefined,
    });
    const { session, tokens, customToken } = answer;
    await memory.write('deviceToken', answer.deviceToken);
    const { deviceType: _, ...told } = device;
    await memory.write('told', toldAfter({}, told));
    // Nobody who has signed out meanwhile, or is somebody else by now, is signed in by this answer.
    if ((await transports.identity())?.userId !== userId) {
      await leftovers.keep('left', tokens.refresh_token);
      void leftovers.settle();
      throw signInRequired();
    }
    const { sessionId } = session;
    await memory.write('session', {
      userId,
      sessionId,
      signedInAt,
      ...fromResponse(tokens, now()),
    });
    await transports.signInWithCustomToken(customToken);
    // Not before: a page that is closed in between repeats the attempt, and gets a new custom token.
    await memory.remove('attempt');
    return session;
  }

  /** Reads everything again: another tab may have been here before this try. */
  async function tryToOpen(changes: DeviceChanges): Promise<DeviceSession | null> {
    const identity = await transports.identity();
    if (identity === null || identity.sessionId !== null) return null;
    if (await isOpenedByOtherTab(identity)) return null;
    try {
      return await register(identity, changes);
    } catch (error) {
      const reason = refusalIn(error)?.reason;
      if (judged.test(`${reason}`)) await memory.remove('attempt');
      // Our ID token is older than what the server knows of this sign-in.
      if (reason !== 'session_open') throw error;
      await transports.identity(true);
      return null;
    }
  }

  const registration: Registration = {
    open: (changes = {}) => inTurn(() => repeat(() => tryToOpen(changes))),

    async leave() {
      const session = await keptSession();
      // In this order: a page that is closed in between loses no token.
      if (session) await leftovers.keep('left', session.refreshToken);
      await memory.remove('session');
      void leftovers.settle();
    },

    async continues(refusal, sessionId) {
      const isReplaced = refusal.details.revokedReason === 'replaced';
      // A sign-in by the SDK, such as a reauthentication, costs the ID token its session.
      if (!isReplaced && refusal.reason !== 'session_required') return false;
      const identity = await transports.identity(isReplaced);
      if (identity?.sessionId === null) await registration.open();
      else if (isReplaced) {
        const next = (await keptSession())?.sessionId;
        return next !== undefined && next !== sessionId && next === identity?.sessionId;
      }
      return true;
    },
  };
  return registration;
}
