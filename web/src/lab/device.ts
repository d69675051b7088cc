// One simulated device: an installed app with its own Firebase app and storage, and the pushes it gets.
import { onAuthStateChanged, signInWithEmailAndPassword, signOut, type User } from 'firebase/auth';
import { makeSessionsClient, platformLocks, type Waiting } from '../../../clients/js/src/index.ts';
import { patiently, type Environment } from '../environment.ts';
import { openApp } from '../firebase.ts';
import type { Fact } from './facts.ts';
import type { SessionsSource } from '../../../clients/js/src/element/index.ts';
import { makeInbox, type Inbox } from './inbox.ts';
import { keepState, readState, storedToken, type DeviceState } from './keptState.ts';
import { addresses, models, type Model, type ModelName } from './models.ts';
import { labPassword, type Person } from './people.ts';
import { makePhotos, type Photos } from './photos.ts';
import { sentenceOf } from './sentenceOf.ts';
import { labTransports } from './transports.ts';
import type { Warming } from './warming.ts';

const linesOfLog = 5;

export interface LabDevice extends Inbox, Photos {
  readonly name: ModelName;
  readonly model: Model;
  /** For its list of sessions. */
  readonly client: SessionsSource;
  /** What it waits for before it opens the photos. */
  readonly waiting: Waiting | null;
  readonly state: DeviceState;
  /** Of Firebase Authentication. */
  readonly user: User | null;
  /** The button that is at work, by its name. */
  readonly busy: string | null;
  /** Why the last thing did not work, in a sentence. */
  readonly problem: string | null;
  signIn(person: Person): Promise<void>;
  signOut(forget: boolean): Promise<void>;
  /** Opens the session again, where that did not work. */
  start(): Promise<void>;
  setOff(isOff: boolean): Promise<void>;
  set(name: 'wipesNothing' | 'isAbroad', on: boolean): void;
}

interface Surroundings {
  /** Whether whoever was signed in here is unknown by now. */
  isNew: boolean;
  warming: Warming;
  changed(): void;
}

export function makeLabDevice(
  environment: Environment,
  name: ModelName,
  { isNew, warming, changed }: Surroundings,
): LabDevice {
  const model = models[name];
  const { deviceName, deviceType, platform, locale } = model;
  const opened = openApp(environment, `lab-${name}`);
  const prefix = `lab.${name}.`;
  const pushToken = storedToken(prefix);
  const state = readState(prefix, model.isAbroad);
  let user: User | null = null;
  let busy: string | null = null;
  let problem: string | null = null;
  let waiting: Waiting | null = null;

  const tell = (line: string | null, ...facts: Fact[]): void => {
    if (line !== null) state.log = [line, ...state.log].slice(0, linesOfLog);
    state.facts.push(...facts);
    keepState(prefix, state);
    changed();
  };

  const transports = labTransports(environment, opened, {
    isOff: () => state.isOff,
    address: () => (state.isAbroad ? addresses.abroad : addresses.home),
    untilReady: (called) => warming.untilReady(called),
    called(called, reason) {
      if (called !== 'revokeSession' && called !== 'revokeOtherSessions') return;
      if (reason === null) tell(null, 'closed another');
      if (reason === 'session_unconfirmed') tell('refused: not confirmed', 'refused');
    },
  });
  const client = makeSessionsClient({
    after: patiently,
    transports,
    describe: () => ({ deviceName, deviceType, platform, locale }),
    storage: localStorage,
    storagePrefix: prefix,
    locks: locksOf(prefix),
  });

  /** One thing at a time, and what goes wrong is said. */
  async function act(button: string, work: () => Promise<unknown>): Promise<void> {
    if (busy !== null) return;
    [busy, problem] = [button, null];
    changed();
    try {
      await work();
    } catch (error) {
      problem = sentenceOf(error);
      tell(problem);
    }
    busy = null;
    changed();
  }

  async function open(): Promise<void> {
    const { session } = await client.start({ pushToken });
    const owner = user?.displayName ?? state.owner ?? '';
    Object.assign(state, { hasData: true, owner, ended: null });
    tell(session.confirmed ? 'session open' : 'session open, not confirmed yet', `in:${owner}`);
  }

  client.onEnded((ended) => {
    // One's own signing out is told by itself.
    if (busy === 'out' || busy === 'forget') return;
    state.ended = ended;
    const why = ended.revokedReason ?? ended.reason;
    if (state.wipesNothing) {
      tell(`ended (${why}), the app keeps its data`, 'ended');
      throw new Error('This app wipes nothing.');
    }
    if (ended.wipe) state.hasData = false;
    tell(`ended (${why})${ended.wipe ? ', data deleted' : ''}`, 'ended');
  });

  const wait = (next: Waiting | null) => {
    waiting = next;
    changed();
  };
  const inbox = makeInbox(client, { state, pushToken, tell, act });
  const device: LabDevice = {
    ...{ name, model, state },
    ...inbox,
    ...makePhotos({ ...{ client, transports, state, tell, act, wait } }),
    client: { ...client, signOut: () => device.signOut(false) },
    get waiting() {
      return waiting;
    },
    get user() {
      return user;
    },
    get busy() {
      return busy;
    },
    get problem() {
      return problem;
    },

    signIn: (person) =>
      act(person.name, async () => {
        Object.assign(state, { ended: null, hasData: false, hasPhotos: false });
        tell(`signing in as ${person.name}`);
        await signInWithEmailAndPassword(opened.auth, person.email, labPassword);
        await open();
      }),

    signOut: (forget) =>
      act(forget ? 'forget' : 'out', async () => {
        await client.signOut({ forget });
        waiting?.stop();
        state.hasData = false;
        const said = forget ? 'signed out, device forgotten' : 'signed out';
        tell(said, 'out', ...(forget ? (['forgotten'] as const) : []));
      }),

    start: () => act('start', open),

    async setOff(isOff) {
      state.isOff = isOff;
      tell(isOff ? 'switched off' : 'switched on', isOff ? 'off' : 'on');
      if (isOff) return;
      for (const message of state.waiting.splice(0)) await inbox.receive(message);
      if (user && !state.ended) await device.start();
    },

    set(what, on) {
      state[what] = on;
      tell(null, ...(what === 'wipesNothing' && on ? (['wipes nothing'] as const) : []));
    },
  };

  void (isNew ? signOut(opened.auth) : Promise.resolve()).then(() =>
    onAuthStateChanged(opened.auth, (signedIn) => {
      const isReturning = signedIn !== null && user === null && busy === null;
      user = signedIn;
      changed();
      // A page that is opened again goes on with its session.
      if (isReturning && !state.isOff && !state.ended) void device.start();
    }),
  );
  return device;
}

/** Two devices of the lab are not two tabs of one browser: each has locks of its own. */
function locksOf(prefix: string) {
  const locks = platformLocks();
  return {
    request: <T>(name: string, run: () => Promise<T>) => locks.request(prefix + name, run),
  };
}
