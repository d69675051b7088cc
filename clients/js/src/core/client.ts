// The client of one installation: its session from sign-in to sign-out, and the user's other sessions.
import { makeContext } from './context.ts';
import type { Answers, CallableName, DeviceSession, Inputs } from './contract.ts';
import { makeEnding, type EndedListener } from './ending.ts';
import type { ClientOptions, DeviceChanges } from './options.ts';
import { Refusal, saysSessionEnded } from './refusal.ts';
import { makePushes, type PushData, type PushOutcome } from './pushes.ts';
import { makeRegistration } from './registration.ts';
import { makeTokens, type Tokens } from './tokens.ts';

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
  const ending = makeEnding(context);
  const tokens = makeTokens(context, ending);
  const registration = makeRegistration(context);
  const listeners = new Set<() => unknown>();
  const changed = () => listeners.forEach((listener) => void listener());

  /** Calls as this session; if that has ended, the client ends too. */
  async function ask<Name extends CallableName>(
    name: Name,
    data: Inputs[Name],
  ): Promise<Answers[Name]> {
    const asking = await transports.identity();
    try {
      return await callWithSession(name, data);
    } catch (error) {
      if (error instanceof Refusal && saysSessionEnded(error.reason)) {
        const identity = await transports.identity();
        // A late refusal of an earlier session says nothing about the one that has followed.
        if (identity?.sessionId === asking?.sessionId) await ending.end(error);
      }
      throw error;
    }
  }

  /** A sign-in by the SDK, such as a reauthentication, costs the ID token its session: register it. */
  async function callWithSession<Name extends CallableName>(
    name: Name,
    data: Inputs[Name],
  ): Promise<Answers[Name]> {
    try {
      return await context.call(name, data);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'session_required') throw error;
      await registration.open();
      // Another call or another tab may have opened it.
      const identity = await transports.identity();
      if (identity === null || identity.sessionId === null) throw error;
      return await context.call(name, data);
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
    await memory.write('told', { ...(await memory.read('told')), ...told });
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
    void registration.settleLeft();
    const identity = await transports.identity();
    if (identity === null) throw new Refusal({ reason: 'sign_in_required' });
    const kept = await memory.read('session');
    if (kept !== null && kept.userId !== identity.userId) await registration.leave();
    const opened = await registration.open(changes);
    if (opened === null) return await update(await changesFrom(changes));
    changed();
    return { session: opened, unconfirmed: [] };
  }

  const pushes = makePushes({
    context,
    changed,
    askServer: () => update({}),
    sendReceipt: (sessionId, receiptToken) => ending.sendReceipt(sessionId, receiptToken),
  });

  const client: SessionsClient = {
    ...tokens,
    start: (changes = {}) => start(changes),
    update: (changes = {}) => update(changes),

    async list({ includeEnded } = {}) {
      const data = includeEnded ? { includeEnded } : {};
      return (await ask('listSessions', data)).sessions;
    },
    async revoke(sessionId, { reauthToken } = {}) {
      await change('revokeSession', { sessionId, ...(reauthToken && { reauthToken }) });
    },
    async revokeOthers({ reauthToken } = {}) {
      const data = reauthToken ? { reauthToken } : {};
      return (await change('revokeOtherSessions', data)).revokedCount;
    },

    async signOut({ forget } = {}) {
      try {
        await context.callOnce('signOut', forget ? { forget } : {});
        await memory.remove('session');
      } catch {
        // Not reached, or already over: the refresh token ends it later, with no other credential.
        await registration.leave();
      }
      await memory.remove('attempt');
      if (forget) {
        await memory.remove('deviceToken');
        await memory.remove('deviceId');
      }
      await transports.signOut();
    },

    async answer(sessionId, wasMe, { reauthToken } = {}) {
      const data = { sessionId, wasMe, ...(reauthToken && { reauthToken }) };
      return (await change('answerLogin', data)).session;
    },
    answerAlert: (answerToken, wasMe) => pushes.answerAlert(answerToken, wasMe),
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
