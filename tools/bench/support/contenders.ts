// The same five jobs by two systems on one embedded Firestore: ours, and Better Auth with its adapter.
import { randomUUID } from 'node:crypto';
import type { Firestore } from '@google-cloud/firestore';
import { newId } from '../../../functions/src/newId.ts';
import { listSessions } from '../../../functions/src/operations/listSessions.ts';
import { requireLiveSession } from '../../../functions/src/operations/requireLiveSession.ts';
import { revokeOtherSessions } from '../../../functions/src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../../functions/src/operations/revokeSession.ts';
import { register, signInNow } from '../../../functions/test/doubles/device.ts';
import { openFirestore } from '../../../functions/test/emulator/support/firestore.ts';
import { copyDocument, copyUser } from './crowd.ts';
import { personWith, servicesOn } from './people.ts';

/** A user with live sessions, the first of which acts. */
export interface Contestant {
  /** Opens one more session; `revoke` ends the one opened last. */
  create(): Promise<void>;
  list(): Promise<unknown>;
  check(): Promise<unknown>;
  revoke(): Promise<unknown>;
  revokeOthers(): Promise<unknown>;
}

export interface Contender {
  projectId: string;
  firestore: Firestore;
  /** Adds this many users of one session each. */
  addCrowd(users: number): Promise<void>;
  newUser(sessions: number): Promise<Contestant>;
}

/** No account may open more than sixty sessions on new devices in an hour. */
const betweenSignIns = { seconds: 100 };

export function openOurs(projectId: string): Contender {
  const firestore = openFirestore(projectId);
  const services = servicesOn(firestore, {
    sessionLimits: { total: 500, groups: [] },
    newDevicesPerHour: 10_000,
  });
  const { tokens } = services;
  const open = (userId: string) =>
    register(services, `device-${randomUUID()}`, signInNow(services, userId));

  return {
    projectId,
    firestore,
    async addCrowd(users) {
      const { session, caller } = await open('crowd');
      const userIds = Array.from({ length: users }, (_, user) => `crowd-${user}`);
      await copyUser(firestore, caller, session.sessionId, userIds);
    },
    async newUser(count) {
      const { userId, phone: acting } = await personWith(services, count);
      const accessToken = acting.tokens.access_token;
      let latest = acting;
      return {
        async create() {
          services.pass(betweenSignIns);
          latest = await open(userId);
        },
        list: () => listSessions(services, acting.caller),
        async check() {
          const claims = await tokens.verifyAccessToken(accessToken, acting.signIn.signedInAt);
          const { sessionId, deviceId } = claims;
          const deviceHashes = await tokens.hashDevice(sessionId, deviceId);
          await requireLiveSession(services, { ...claims, deviceHashes });
        },
        revoke: () => revokeSession(services, acting.caller, latest.session),
        revokeOthers: () => revokeOtherSessions(services, acting.caller),
      };
    },
  };
}

/** What peers/betterAuth.mjs offers; its packages are not installed where the types are checked. */
interface BetterAuth {
  firestore: Firestore;
  createUser(email: string): Promise<string>;
  create(userId: string): Promise<string>;
  list(token: string): Promise<number>;
  check(token: string): Promise<boolean>;
  revoke(token: string, other: string): Promise<void>;
  revokeOthers(token: string): Promise<void>;
}

export async function openBetterAuth(projectId: string): Promise<Contender> {
  const file = new URL('../peers/betterAuth.mjs', import.meta.url).href;
  const peer = (await import(file)) as {
    openBetterAuth(projectId: string): Promise<BetterAuth>;
  };
  const auth = await peer.openBetterAuth(projectId);
  const { firestore } = auth;

  async function newAccount() {
    const userId = await auth.createUser(`${randomUUID()}@example.com`);
    const token = await auth.create(userId);
    const { docs } = await firestore.collection('sessions').where('token', '==', token).get();
    const [document] = docs;
    if (!document) throw new Error('Better Auth wrote its session elsewhere');
    return { userId, token, document: document.ref.path };
  }

  return {
    projectId,
    firestore,
    async addCrowd(users) {
      const { userId, document } = await newAccount();
      const crowd = Array.from({ length: users }, (_, user) => `crowd-${user}`);
      const copies = crowd.map((id) => ({ id, fields: { email: `${id}@example.com` } }));
      await copyDocument(firestore, `users/${userId}`, copies);
      const ofUser = (id: string) => ({
        id: newId(),
        fields: { userId: id, token: newId() },
      });
      await copyDocument(firestore, document, crowd.map(ofUser));
    },
    async newUser(count) {
      const { userId, token, document } = await newAccount();
      const copies = Array.from({ length: count - 1 }, () => ({
        id: newId(),
        fields: { token: newId() },
      }));
      await copyDocument(firestore, document, copies);
      let latest = token;
      return {
        async create() {
          latest = await auth.create(userId);
        },
        list: () => auth.list(token),
        check: () => auth.check(token),
        revoke: () => auth.revoke(token, latest),
        revokeOthers: () => auth.revokeOthers(token),
      };
    },
  };
}
