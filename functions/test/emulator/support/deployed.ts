// The deployed functions in this process, with production's wiring, on the emulators' Firestore: in a
// project of its own, where no other trigger runs. Custom tokens are unsigned, pushes go to the outbox.
import { randomUUID } from 'node:crypto';
import { Filter, type Firestore } from '@google-cloud/firestore';
import type { CallableFunction, CallableRequest } from 'firebase-functions/v2/https';
import type { FcmMessage } from '../../../src/domain/push/fcmPayload.ts';
import type { DeviceSession } from '../../../src/domain/session/deviceSession.ts';
import { deliverPush } from '../../../src/functions/deliverPush.ts';
import { onSessionCreated } from '../../../src/functions/onSessionCreated.ts';
import { registerSession } from '../../../src/functions/registerSession.ts';
import { generateSessionKeys } from '../../../src/tokens/sessionKeys.ts';
import { deployedParams, setEnvironment } from '../../functions/environment.ts';
import { openFirestore } from './firestore.ts';

// One for the process, for the wiring is.
const project = 'demo-edge';

type Auth = NonNullable<CallableRequest['auth']>;
type Headers = Record<string, string | string[]>;

/** What an ID token says after its verification. */
export interface IdToken {
  uid: string;
  authTime: number;
  claims?: { sid: string; device_id: string };
}

export interface Registered {
  session: DeviceSession;
  /** The ID token of the app once it has signed in with the custom token. */
  idToken: IdToken & { claims: { sid: string; device_id: string } };
  pushToken: string;
}

export interface Deployed {
  firestore(): Firestore;
  call<Answer>(
    callable: CallableFunction<never, Promise<Answer>>,
    idToken: IdToken,
    data?: object,
    headers?: Headers,
  ): Promise<Answer>;
  /** Signs in and registers a device. */
  register(uid: string, input?: Partial<DeviceInput>, headers?: Headers): Promise<Registered>;
  /** Delivers the event of this session's creation. */
  deliverCreated(sessionId: string): Promise<void>;
  /** Delivers the task of a session that owes something. */
  dispatchPush(accountId: string): Promise<void>;
  /** The messages that went out to this registration token, or installation id. */
  pushesTo(pushToken: string): Promise<FcmMessage[]>;
}

/** Call it in a `describe`. */
export function useDeployed(): Deployed {
  let firestore: Firestore;
  let restore: () => void;

  before(async () => {
    restore = setEnvironment({
      ...deployedParams,
      GCLOUD_PROJECT: project,
      FIREBASE_CONFIG: JSON.stringify({ projectId: project }),
      FUNCTIONS_EMULATOR: 'true',
      // The accounts of these tests are made up.
      CHECK_ACCOUNT: 'false',
      SESSION_KEYS: await generateSessionKeys(),
      FIREBASE_AUTH_EMULATOR_HOST: process.env.FIREBASE_AUTH_EMULATOR_HOST ?? '127.0.0.1:9',
    });
    firestore = openFirestore(project);
  });
  after(async () => {
    await firestore.terminate();
    restore();
  });

  const deployed: Deployed = {
    firestore: () => firestore,

    async call(callable, idToken, data = {}, headers = {}) {
      return await callable.run({
        data,
        auth: authOf(idToken),
        rawRequest: { headers, socket: { remoteAddress: '127.0.0.1' } },
      } as never);
    },

    async register(uid, input = {}, headers = { 'x-forwarded-for': '212.27.48.10' }) {
      const idToken = signIn(uid);
      const device = { ...describeDevice(), ...input };
      const answer = await deployed.call(registerSession, idToken, device, headers);
      const { claims } = claimsOf(answer.customToken) as Pick<Registered['idToken'], 'claims'>;
      const { session } = answer;
      return { session, idToken: { ...idToken, claims }, pushToken: device.pushToken };
    },

    async deliverCreated(sessionId) {
      const data = await firestore.doc(`deviceSessions/${sessionId}`).get();
      await onSessionCreated.run({ data, params: { sessionId } } as never);
    },

    async dispatchPush(accountId) {
      await deliverPush.run({ data: { accountId } } as never);
    },

    async pushesTo(pushToken) {
      const sent = firestore
        .collection('pushOutbox')
        .where(
          Filter.or(
            Filter.where('message.token', '==', pushToken),
            Filter.where('message.fid', '==', pushToken),
          ),
        );
      return (await sent.get()).docs.map((sentOne) => sentOne.get('message') as FcmMessage);
    },
  };
  return deployed;
}

/** A sign-in of this moment, or so many seconds ago. */
export function signIn(uid: string, secondsAgo = 0): IdToken {
  return { uid, authTime: Math.floor(Date.now() / 1000) - secondsAgo };
}

export type DeviceInput = Record<'deviceId' | 'deviceName' | 'deviceType' | 'pushToken', string> & {
  pushInstallationId?: string;
};

export function describeDevice(): DeviceInput {
  const id = randomUUID();
  return {
    deviceId: `device-${id}`,
    deviceName: 'iPhone 15 Pro',
    deviceType: 'IOS',
    pushToken: `push-${id}`,
  };
}

/** The claims of a JWT, whoever signed it. */
export function claimsOf(jwt: string): object {
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as object;
}

function authOf({ uid, authTime, claims }: IdToken): Auth {
  const token = { uid, sub: uid, auth_time: authTime, firebase: { sign_in_provider: 'password' } };
  return { uid, token: { ...token, ...claims }, rawToken: '' } as unknown as Auth;
}
