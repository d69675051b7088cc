// The client of one installation: its session from sign-in to sign-out, and the user's other sessions.
import { makeContext } from './context.ts';
import type { Answers, CallableName, DeviceSession, Inputs } from './contract.ts';
import { makeEnding, type EndedListener } from './ending.ts';
import type { ClientOptions, DeviceChanges } from './options.ts';
import { makeLeftovers } from './leftovers.ts';
import { refusalIn, saysFirebaseEnded, saysSessionEnded, signInRequired } from './refusal.ts';
import type { Kept } from './storage.ts';
import { makePushes, type PushData, type PushOutcome } from './pushes.ts';
import { makeRegistration } from './registration.ts';
import { makeTokens, originOf, type Tokens } from './tokens.ts';

export interface Reauthentication {
  /** An ID token of a sign-in of the last five minutes, by one of the refusal's `confirmBy`. */
  reauthToken?: string;
}

export interface Started {
  session: DeviceSession;
  /** Live sessions that nobody has confirmed yet. */
  unconfirmed: DeviceSession[];
}

export interface SessionsClient extends Tokens {
  /**
   * After every sign-in and at every start of the app: opens this device's session, or asks whether it
   * still lives. Rejects with a Refusal; `sign_in_required` where nobody is signed in to Firebase.
   */
  start(changes?: DeviceChanges): Promise<Started>;
  /** Tells the server what has changed. Counts as activity. */
  update(changes?: DeviceChanges): Promise<Started>;
  list(options?: { includeEnded?: boolean }): Promise<DeviceSession[]>;
  revoke(sessionId: string, options?: Reauthentication): Promise<void>;
  /** How many were ended. */
  revokeOthers(options?: Reauthentication): Promise<number>;
  /** Ends this session and signs out of Firebase, also without a network. `forget`: not one's own computer. */
  signOut(options?: { forget?: boolean }): Promise<void>;
  /** "Was that you?", answered inside the app. Rejects with a Refusal where the answer does not count. */
  answer(sessionId: string, wasMe: boolean, options?: Reauthentication): Promise<DeviceSession>;
  /** The same by the token of a login alert, with no other credential. */
  answerAlert(answerToken: string, wasMe: boolean): Promise<Answers['answerLoginAlert']>;
  rename(sessionId: string, deviceName: string): Promise<DeviceSession>;
  securityEvents(pageToken?: string): Promise<Answers['listSecurityEvents']>;
  /** Takes the data of a push. After a force_logout it asks the server, and believes nobody else. */
  handlePush(data: PushData): Promise<PushOutcome>;
  /** Called once when the session at hand has ended, whoever ended it. Returns how to stop listening. */
  onEnded(listener: EndedListener): () => void;
  /** Called whenever the list of sessions may have changed. Returns how to stop listening. */
  onChanged(listener: () => unknown): () => void;
}

export function makeSessionsClient(options: ClientOptions): SessionsClient {
  const context = makeContext(options);
  const { transports, memory } = context;
  const leftovers = makeLeftovers(context);
  const ending = makeEnding(context, leftovers);
  const registration = makeRegistration(context, leftovers);
  const { issuer, apiOrigins = [] } = options;
  const own = (globalThis as { location?: { origin: string } }).location?.origin;
  const origins = [own, issuer, ...apiOrigins].map(originOf);
  const tokens = makeTokens({ context, ending, continues: registration.continues, origins });
  const listeners = new Set<() => unknown>();
  const changed = () => listeners.forEach((listener) => void listener());
  transports.watch?.(() => void ending.notice().catch(() => {}));

  /** Calls as this session; if that has ended, the client ends too. */
  async function ask<Name extends CallableName>(
    name: Name,
    data: Inputs[Name],
    isAgain = false,
  ): Promise<Answers[Name]> {
    let sessionId: string | null = null;
    try {
      sessionId = (await transports.identity())?.sessionId ?? null;
      if (sessionId !== null) ending.serve(sessionId);
      return await context.call(name, data);
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
    changed();
    return answer;
  }

  async function update(changes: DeviceChanges): Promise<Started> {
    const { session, unconfirmed = [] } = await ask('updateSession', changes);
    const { deviceName: _, ...told } = changes;
    // What cannot be read is told once more, at the next start.
    const before = await memory.read('told').catch(() => null);
    if (before) await memory.write('told', { ...before, ...told });
    return { session, unconfirmed };
  }

  /** What the server was not told yet. The name is its owner's: it is never sent again by itself. */
  async function changesFrom(changes: DeviceChanges): Promise<DeviceChanges> {
    const told = (await memory.read('told')) ?? {};
    const { platform, appVersion, locale } = await context.describe();
    const now = { platform, appVersion, locale, ...changes };
    return Object.fromEntries(
      Object.entries(now).filter(([key, value]) => value !== undefined && told[key] !== value),
    );
  }

  async function start(changes: DeviceChanges): Promise<Started> {
    void leftovers.settle();
    const identity = await transports.identity().catch(async (error: unknown) => {
      if (!saysFirebaseEnded(error)) throw error;
      ending.serve((await memory.read('session'))?.sessionId ?? null);
      await ending.notice();
      throw signInRequired(error);
    });
    if (identity === null) throw signInRequired();
    const kept = await memory.read('session');
    if (kept !== null && kept.userId !== identity.userId) await registration.leave();
    const opened = await registration.open(changes);
    if (opened === null) return await update(await changesFrom(changes));
    ending.serve(opened.sessionId);
    changed();
    return { session: opened, unconfirmed: [] };
  }

  const pushes = makePushes({
    context,
    changed,
    askServer: () => update({}),
    sendReceipt: ending.sendReceipt,
  });

  const client: SessionsClient = {
    ...tokens,
    ...pushes,
    start: (changes = {}) => start(changes),
    update: (changes = {}) => update(changes),

    list: async ({ includeEnded } = {}) =>
      (await ask('listSessions', { includeEnded: includeEnded || undefined })).sessions,
    async revoke(sessionId, { reauthToken } = {}) {
      await change('revokeSession', { sessionId, reauthToken });
    },
    revokeOthers: async ({ reauthToken } = {}) =>
      (await change('revokeOtherSessions', { reauthToken })).revokedCount,

    async signOut({ forget } = {}) {
      ending.serve(null);
      try {
        await context.callOnce('signOut', { forget: forget || undefined });
      } catch {
        // Not reached, or already over: the refresh token ends it later, with no other credential.
        await registration.leave().catch(() => {});
      }
      const over = ['session', 'attempt', ...(forget ? ['deviceToken', 'deviceId'] : [])] as const;
      await Promise.all(over.map((key) => memory.remove(key as keyof Kept)));
      await transports.signOut();
    },

    answer: async (sessionId, wasMe, { reauthToken } = {}) =>
      (await change('answerLogin', { sessionId, wasMe, reauthToken })).session,
    async rename(sessionId, deviceName) {
      return (await change('renameSession', { sessionId, deviceName })).session;
    },
    securityEvents: (pageToken) => ask('listSecurityEvents', pageToken ? { pageToken } : {}),

    handlePush: (data) => pushes.handlePush(data),
    onEnded: (listener) => ending.onEnded(listener),
    onChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return client;
}
