// Opens the session of a sign-in, once: a repeat after a lost answer, a closed page or a crossing tab
// gets the session that the first try opened.
import type { Context } from './context.ts';
import type { DeviceSession } from './contract.ts';
import type { DeviceChanges, Identity } from './options.ts';
import { isPassing, Refusal, refusalIn } from './refusal.ts';
import { fromResponse } from './tokens.ts';

export interface Registration {
  /**
   * The session of the current sign-in: opened now, or found to be open; null where it was opened
   * before and the server has not been asked. Rejects with a Refusal, or where no answer can be had.
   */
  open(changes?: DeviceChanges): Promise<DeviceSession | null>;
  /** Leaves the session at hand behind: its tokens go to the server as soon as it can be reached. */
  leave(): Promise<void>;
  /** Ends the sessions that were left while the server could not be reached. Never rejects. */
  settleLeft(): Promise<void>;
}

/** How long another tab's sign-in with the custom token may take to arrive here. */
const tabDelays = [50, 100, 200, 400, 800, 1600];

export function makeRegistration(context: Context): Registration {
  const { transports, memory, locks, now, randomId, sleep, call, post } = context;

  async function deviceId(): Promise<string> {
    const kept = await memory.read('deviceId');
    if (kept !== null) return kept;
    const made = randomId();
    await memory.write('deviceId', made);
    return made;
  }

  async function attemptOf({ userId }: Identity): Promise<string> {
    const kept = await memory.read('attempt');
    if (kept?.userId === userId) return kept.value;
    const attempt = { userId, value: randomId() };
    await memory.write('attempt', attempt);
    return attempt.value;
  }

  /** Whether another tab has registered this very sign-in; then its ID token gets here by itself. */
  async function isOpenedByOtherTab({ userId, signedInAt }: Identity): Promise<boolean> {
    const session = await memory.read('session');
    const isTheirs = session?.userId === userId && session.signedInAt === signedInAt;
    if (!isTheirs || (await memory.read('attempt')) !== null) return false;
    for (const delay of tabDelays) {
      await sleep(delay);
      if ((await transports.identity())?.sessionId === session.sessionId) return true;
    }
    return false;
  }

  async function leaveToken(refreshToken: string): Promise<void> {
    const left = (await memory.read('left')) ?? [];
    await memory.write('left', [...left, refreshToken].slice(-5));
    void registration.settleLeft();
  }

  async function register(identity: Identity, changes: DeviceChanges): Promise<DeviceSession> {
    const before = await memory.read('session');
    if (before !== null && before.userId !== identity.userId) await registration.leave();
    const { userId, signedInAt } = identity;
    const attempt = await attemptOf(identity);
    const deviceToken = await memory.read('deviceToken');
    const isContinued = before?.userId === userId;
    const refreshToken = isContinued ? before.refreshToken : undefined;
    // What a registration does not say again, its session does not have.
    const { pushToken: kept = null } = (isContinued && (await memory.read('told'))) || {};
    const device = { ...(await context.describe()), pushToken: kept, ...withoutGaps(changes) };
    const answer = await call('registerSession', {
      deviceId: await deviceId(),
      attempt,
      ...device,
      ...(deviceToken !== null && { deviceToken }),
      ...(refreshToken !== undefined && { refreshToken }),
    });
    const { session, tokens, customToken } = answer;
    await memory.write('deviceToken', answer.deviceToken);
    const { platform = null, appVersion = null, locale = null, pushToken } = device;
    await memory.write('told', { platform, appVersion, locale, pushToken });
    // Nobody who has signed out meanwhile, or is somebody else by now, is signed in by this answer.
    if ((await transports.identity())?.userId !== userId) {
      await leaveToken(tokens.refresh_token);
      throw new Refusal({ reason: 'sign_in_required' });
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

  async function openUnderLock(changes: DeviceChanges): Promise<DeviceSession | null> {
    const identity = await transports.identity();
    if (identity === null || identity.sessionId !== null) return null;
    if (await isOpenedByOtherTab(identity)) return null;
    try {
      return await register(identity, changes);
    } catch (error) {
      // Refused is answered too: the next sign-in is another attempt.
      if (!isPassing(error)) await memory.remove('attempt');
      // The refresh token that was shown is none any more.
      if (refusalIn(error)?.reason === 'token_invalid') await memory.remove('session');
      throw error;
    }
  }

  const registration: Registration = {
    open: (changes = {}) => locks.request('device-sessions.register', () => openUnderLock(changes)),

    async leave() {
      const session = await memory.read('session');
      if (session === null) return;
      // In this order: a page that is closed in between loses no token.
      await leaveToken(session.refreshToken);
      await memory.remove('session');
    },

    async settleLeft() {
      await locks.request('device-sessions.left', async () => {
        for (const token of (await memory.read('left')) ?? []) {
          const isTold = await post('revokeToken', { token }).then(
            () => true,
            (error: unknown) => !isPassing(error),
          );
          if (!isTold) return;
          const left = (await memory.read('left')) ?? [];
          await memory.write(
            'left',
            left.filter((other) => other !== token),
          );
        }
      });
    },
  };
  return registration;
}

function withoutGaps(changes: DeviceChanges): DeviceChanges {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
