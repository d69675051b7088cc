// The client of one installation: its session from sign-in to sign-out, and the user's other sessions.
import { makeContext } from './context.ts';
import type { Answers, CallableName, Inputs, PushReach } from './contract.ts';
import { makeEnding } from './ending.ts';
import type { EndsSoon } from './keepAlive.ts';
import { lazily } from './lazily.ts';
import type { ClientOptions, DeviceChanges } from './options.ts';
import { makeLeftovers } from './leftovers.ts';
import { refusalIn, saysFirebaseEnded, saysSessionEnded, signInRequired } from './refusal.ts';
import { toldAfter, type Kept } from './storage.ts';
import { makeRegistration } from './registration.ts';
import { listenable } from './listenable.ts';
import type { SessionsClient, Started } from './sessionsClient.ts';
import { makeTokens, originOf } from './tokens.ts';

/** Longer ago than this the server has noted any activity: a clock that says so is wrong. */
const ordinaryLateness = 3_600_000;

/** Whoever has so long need not be kept alive while they use the app. */
const dayMilliseconds = 86_400_000;

export function makeSessionsClient(options: ClientOptions): SessionsClient {
  const context = makeContext(options);
  const { transports, memory, keptSession } = context;
  const leftovers = makeLeftovers(context);
  const ending = makeEnding(context, leftovers);
  const registration = makeRegistration(context, leftovers);
  const { issuer, apiOrigins = [] } = options;
  const own = (globalThis as { location?: { origin: string } }).location?.origin;
  const origins = [own, issuer, ...apiOrigins].map(originOf);
  const tokens = makeTokens({ context, ending, continues: registration.continues, origins });
  const [onChanged, changed] = listenable<void>();
  const [onEndsSoon, tellSoon] = listenable<EndsSoon | null>();
  const [onLeft, left] = listenable<void>();
  let soon: EndsSoon | null = null;
  const tell = (told: EndsSoon | null) => void tellSoon((soon = told));
  const given = { context, ending, leftovers, options, changed, tell, onLeft };
  transports.watch?.(() => void ending.notice().catch(() => {}));

  let reach: PushReach | null = null;
  /** Calls as this session; if that has ended, the client ends too. */
  async function ask<Name extends CallableName>(
    name: Name,
    data: Inputs[Name],
    isAgain = false,
  ): Promise<Answers[Name]> {
    let sessionId: string | null = null;
    try {
      sessionId = await context.sessionId();
      if (sessionId) ending.serve(sessionId);
      const answer: Partial<Answers['listSessions']> & Answers[Name] = await context.call(
        name,
        data,
      );
      const before = reach;
      reach = answer.pushes ?? reach;
      // What a screen says of it is as old as its list.
      if (before && before !== reach) void changed();
      return answer;
    } catch (error) {
      const refusal = saysFirebaseEnded(error) ? signInRequired(error) : refusalIn(error);
      if (!refusal) throw error;
      if (!isAgain && (await registration.continues(refusal, sessionId))) {
        return await ask(name, data, true);
      }
      if (saysSessionEnded(refusal.reason)) await ending.end(refusal, sessionId);
      if (refusal.reason === 'sign_in_required') await ending.notice();
      throw refusal;
    }
  }

  async function change<Name extends CallableName>(
    name: Name,
    data: Inputs[Name],
  ): Promise<Answers[Name]> {
    const answer = await ask(name, data);
    void changed();
    return answer;
  }

  let ahead = 0;
  /** A call that counts as activity says what time it is, to the few minutes in which none is noted anew. */
  function learn<Answer extends Pick<Started, 'session'>>(answer: Answer): Answer {
    const late = context.now() - Date.parse(answer.session.lastActiveAt);
    ahead = late < 0 || late > ordinaryLateness ? late : 0;
    const { session } = answer;
    const ends = Date.parse(session.expiresAt!) - Date.parse(session.lastActiveAt);
    // Where it cannot be loaded now, it is with the next activity.
    if (ends < dayMilliseconds)
      later().then(
        (l) => l.keepAlive(session),
        () => {},
      );
    return answer;
  }

  async function update(changes: DeviceChanges = {}): Promise<Started> {
    const { session, unconfirmed = [] } = learn(await ask('updateSession', changes));
    // What cannot be read is told once more, at the next start.
    const before = await memory.read('told').catch(() => null);
    if (before) await memory.write('told', toldAfter(before, changes));
    return { session, unconfirmed };
  }

  /** What the server was not told yet. The name is its owner's: it is never sent again by itself. */
  async function changesFrom(changes: DeviceChanges): Promise<DeviceChanges> {
    const told = (await memory.read('told')) ?? {};
    const { platform, appVersion, locale } = await context.describe();
    const now = { platform, appVersion, locale, ...changes };
    return Object.fromEntries(Object.entries(now).filter(([key, value]) => told[key] !== value));
  }

  async function start(changes: DeviceChanges = {}): Promise<Started> {
    void leftovers.settle();
    const identity = await transports.identity().catch(async (error: unknown) => {
      if (!saysFirebaseEnded(error)) throw error;
      ending.serve((await keptSession())?.sessionId ?? null);
      await ending.notice();
      return null;
    });
    if (identity === null) throw signInRequired();
    const kept = await keptSession();
    if (kept && kept.userId !== identity.userId) await registration.leave();
    const opened = await registration.open(changes);
    if (opened === null) return await update(await changesFrom(changes));
    ending.serve(opened.sessionId);
    void changed();
    return learn({ session: opened, unconfirmed: [] });
  }

  /** Also for pushes, which are hints: the 401 is what enforces. */
  const later = lazily(async () => (await import('./later.ts')).makeLater({ ...given, client }));

  const client: SessionsClient = {
    ...tokens,
    now: () => context.now() - ahead,
    handlePush: async (data) => (await later()).handlePush(data),
    answerAlert: async (token, wasMe) => (await later()).answerAlert(token, wasMe),
    waitForConfirmation: async (refused) => (await later()).waitForConfirmation(refused),
    start,
    update,

    list: async (options) => (await ask('listSessions', { ...options })).sessions,
    pushes: () => reach,
    async revoke(sessionId, proof) {
      await change('revokeSession', { sessionId, ...proof });
    },
    revokeOthers: async (proof) => (await change('revokeOtherSessions', { ...proof })).revokedCount,

    async signOut({ forget } = {}) {
      ending.serve(null);
      void left();
      try {
        await context.callOnce('signOut', { forget });
      } catch {
        // Not reached, or already over: the refresh token ends it later, with no other credential.
        await registration.leave().catch(() => {});
      }
      const over: (keyof Kept)[] = ['session', 'attempt'];
      if (forget) over.push('deviceToken', 'deviceId');
      for (const key of over) await memory.remove(key);
      await transports.signOut();
    },

    answer: async (sessionId, wasMe, proof) =>
      (await change('answerLogin', { sessionId, wasMe, ...proof })).session,
    rename: async (sessionId, deviceName) =>
      (await change('renameSession', { sessionId, deviceName })).session,
    securityEvents: (pageToken) => ask('listSecurityEvents', { pageToken }),

    onEnded: ending.onEnded,
    onChanged,
    onEndsSoon(listener) {
      if (soon) void listener(soon);
      return onEndsSoon(listener);
    },
  };
  return client;
}
