// One simulated device: an installed app with its own Firebase app and storage, and the pushes it gets.
import { onAuthStateChanged, signInWithEmailAndPassword, type User } from 'firebase/auth';
import {
  makeSessionsClient,
  platformLocks,
  refusalIn,
  type Ended,
  type PushData,
  type SessionsClient,
} from '../../../clients/js/src/index.ts';
import type { Environment } from '../environment.ts';
import { openApp } from '../firebase.ts';
import type { PushedMessage } from '../outbox.ts';
import { testPassword } from '../users.ts';
import { addresses, type Model } from './models.ts';
import { labTransports } from './transports.ts';

export interface LabNotification {
  message: PushedMessage;
  /** The result of a tapped button. */
  outcome: string | null;
}

export interface LabDevice {
  readonly model: Model;
  readonly client: SessionsClient;
  user: User | null;
  /** The app still shows its user's things, whatever the server says. */
  hasData: boolean;
  ended: Ended | null;
  isOff: boolean;
  wipesNothing: boolean;
  isAbroad: boolean;
  notifications: LabNotification[];
  /** What happened, newest first. */
  log: string[];
  signIn(email: string): Promise<void>;
  signOut(forget: boolean): Promise<void>;
  setOff(isOff: boolean): Promise<void>;
  receive(message: PushedMessage): Promise<void>;
  answer(notification: LabNotification, wasMe: boolean): Promise<void>;
  dismiss(notification: LabNotification): void;
}

export function makeLabDevice(
  environment: Environment,
  model: Model,
  at: number,
  changed: () => void,
): LabDevice {
  const { isAbroad, ...description } = model;
  const opened = openApp(environment, `lab-${at}`);
  const prefix = `lab.${at}.`;
  const pushToken = storedToken(prefix);
  const waiting: PushedMessage[] = [];
  const client = makeSessionsClient({
    transports: labTransports(environment, opened, {
      isOff: () => device.isOff,
      address: () => (device.isAbroad ? addresses.abroad : addresses.home),
    }),
    describe: () => description,
    storage: localStorage,
    storagePrefix: prefix,
    locks: inOrderOf(prefix),
  });

  const note = (line: string) => {
    device.log = [line, ...device.log].slice(0, 5);
    changed();
  };

  async function start(): Promise<void> {
    try {
      const { session } = await client.start({ pushToken });
      device.hasData = true;
      device.ended = null;
      note(session.confirmed ? 'session open' : 'session open, not confirmed yet');
    } catch (error) {
      note(`server: ${reasonOf(error)}`);
    }
  }

  client.onEnded((ended) => {
    device.ended = ended;
    if (device.wipesNothing) {
      note(`ended (${ended.revokedReason ?? ended.reason}), the app keeps its data`);
      throw new Error('This app wipes nothing.');
    }
    if (ended.wipe) device.hasData = false;
    note(`ended (${ended.revokedReason ?? ended.reason})${ended.wipe ? ', data deleted' : ''}`);
  });

  const device: LabDevice = {
    model,
    client,
    ...{ user: null, hasData: false, ended: null, isOff: false, wipesNothing: false },
    ...{ isAbroad, notifications: [], log: [] },

    async signIn(email) {
      device.ended = null;
      note(`signing in as ${email.split('@')[0]}`);
      await signInWithEmailAndPassword(opened.auth, email, testPassword);
    },

    async signOut(forget) {
      await client.signOut({ forget });
      device.hasData = false;
      note(forget ? 'signed out, device forgotten' : 'signed out');
    },

    async setOff(isOff) {
      device.isOff = isOff;
      note(isOff ? 'switched off' : 'switched on');
      if (isOff) return;
      for (const message of waiting.splice(0)) await device.receive(message);
      if (device.user) await start();
    },

    async receive(message) {
      if (message.token !== pushToken) return;
      if (device.isOff) {
        waiting.push(message);
        return;
      }
      const { data } = message;
      note(`push: ${data['action'] ?? ''}`);
      if (data['title'] !== undefined) {
        const others = device.notifications.filter(
          ({ message: shown }) => shown.data['tag'] !== data['tag'],
        );
        device.notifications = [{ message, outcome: null }, ...others];
      }
      if (data['action'] === 'login_answered') withdraw(data);
      try {
        await client.handlePush(data);
      } catch (error) {
        if (!device.wipesNothing) note(`server: ${reasonOf(error)}`);
      }
      changed();
    },

    async answer(notification, wasMe) {
      try {
        await client.answerAlert(notification.message.data['answerToken'] ?? '', wasMe);
        notification.outcome = wasMe ? 'Thank you. It is confirmed.' : 'The session was closed.';
        note(wasMe ? 'answered yes' : 'answered no');
        setTimeout(() => device.dismiss(notification), 4000);
      } catch (error) {
        notification.outcome = `Not accepted: ${reasonOf(error)}. The session is still open.`;
        note(`answer refused: ${reasonOf(error)}`);
      }
      changed();
    },

    dismiss(notification) {
      device.notifications = device.notifications.filter((other) => other !== notification);
      changed();
    },
  };

  function withdraw({ sessionId }: PushData): void {
    device.notifications = device.notifications.filter(
      ({ message, outcome }) => outcome !== null || message.data['sessionId'] !== sessionId,
    );
  }

  onAuthStateChanged(opened.auth, (user) => {
    device.user = user;
    changed();
    if (user && !device.isOff) void start();
  });
  return device;
}

/** As an installation of the app keeps the one that its platform gave it. */
function storedToken(prefix: string): string {
  const key = `${prefix}pushToken`;
  const token = localStorage.getItem(key) ?? `lab-${crypto.randomUUID()}`;
  localStorage.setItem(key, token);
  return token;
}

/** Two devices of the lab are not two tabs of one browser: each has locks of its own. */
function inOrderOf(prefix: string) {
  const locks = platformLocks();
  return {
    request: <T>(name: string, run: () => Promise<T>) => locks.request(prefix + name, run),
  };
}

function reasonOf(error: unknown): string {
  return refusalIn(error)?.reason ?? (error as Error).message;
}
