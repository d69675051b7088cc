// What an app does with its client.
import type { Answers, DeviceSession, PushReach } from './contract.ts';
import type { EndedListener } from './ending.ts';
import type { EndsSoon } from './keepAlive.ts';
import type { DeviceChanges } from './options.ts';
import type { PushData, PushOutcome } from './pushes.ts';
import type { Tokens } from './tokens.ts';
import type { Waiting } from './waiting.ts';

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
  /** Whether pushes reach this device, as list and update last heard it; null before. */
  pushes(): PushReach | null;
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
  /**
   * Takes what a function of your own has answered: an error of the SDK, or a `Response`. Where it was refused because
   * this session is not confirmed, what to show until it is; null for anything else.
   */
  waitForConfirmation(refused: unknown): Promise<Waiting | null>;
  /** The time as the server has it, in milliseconds since 1970: clocks of devices are wrong. */
  now(): number;
  /** Called once when the session at hand has ended, whoever ended it. Returns how to stop listening. */
  onEnded(listener: EndedListener): () => void;
  /** Called whenever the list of sessions may have changed. Returns how to stop listening. */
  onChanged(listener: () => unknown): () => void;
  /**
   * Called a while before a session ends that lives less than a day without being used, at once where that was told
   * before; with null once its end has moved. Returns how to stop listening.
   */
  onEndsSoon(listener: (soon: EndsSoon | null) => unknown): () => void;
}
