// What cold starts are measured on: the part's own Firestore with one session in it, its owner's ID token
// and the keys that verify it, and the smallest functions of the same SDK, not bundled.
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Firestore } from '@google-cloud/firestore';
import { hashDevice } from '../../../functions/src/tokens/macTokens.ts';
import {
  generateSessionKeys,
  parseSessionKeys,
} from '../../../functions/src/tokens/sessionKeys.ts';
import { accountIdOf } from '../../../functions/src/domain/account/accountId.ts';
import { toView } from '../../../functions/src/domain/account/view.ts';
import { toAccountFields } from '../../../functions/src/store/accountFields.ts';
import { account, alice, device, openSession } from '../../../functions/test/domain/accounts.ts';
import { policy } from '../../../functions/test/doubles/services.ts';
import { root } from '../../process/paths.ts';
import { startDouble } from '../../rehearsals/deploy/double/server.ts';

// Google's libraries would look for a metadata server, off this machine.
process.env['METADATA_SERVER_DETECTION'] = 'none';

const project = 'demo-cold-start';
const sessionId = 'A'.repeat(22);
const deviceId = 'installation-01-of-alice';
const keyId = 'key-1';

/** The smallest callable that refuses, and the smallest that reads one document. */
const minimal = {
  refuse: `
import { HttpsError, onCall } from 'firebase-functions/v2/https';
export const refuse = onCall(() => {
  throw new HttpsError('unauthenticated', 'Sign in first.');
});`,
  read: `
import { initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import { onCall } from 'firebase-functions/v2/https';
const firestore = getFirestore(initializeApp());
export const read = onCall(async () => {
  const document = await firestore.doc('deviceSessions/${sessionId}').get();
  return { deviceName: document.get('deviceName') };
});`,
};

export interface Stage {
  /** The folders of the smallest functions. */
  minimal: Record<keyof typeof minimal, string>;
  /** The folder of our functions as compiled, not bundled. */
  compiled: string;
  /** The environment of every function, beside what says which it is. */
  env: Record<string, string>;
  /** The same for one that verifies ID tokens: a double gives it Google's keys. */
  verifyingEnv: Record<string, string>;
  /** The Authorization header of the session's owner. */
  authorization: string;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const sessionKeys = await generateSessionKeys();
  await seed(sessionKeys);
  const folder = mkdtempSync(join(tmpdir(), 'cold-start-'));
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keys = { [keyId]: publicKey.export({ type: 'spki', format: 'pem' }) };
  const google = await startDouble(({ path }) => (path.includes('/x509/') ? { body: keys } : null));
  const env = {
    NODE_ENV: 'production',
    GCLOUD_PROJECT: project,
    FIREBASE_CONFIG: JSON.stringify({ projectId: project }),
    FIRESTORE_EMULATOR_HOST: process.env['FIRESTORE_EMULATOR_HOST'] ?? '',
    METADATA_SERVER_DETECTION: 'none',
    SESSION_KEYS: sessionKeys,
    INTROSPECTION_SECRET: 'introspection-secret',
    IPAPI_KEY: 'none',
  };
  return {
    minimal: { refuse: layOut(folder, 'refuse'), read: layOut(folder, 'read') },
    compiled: layOutCompiled(folder),
    env,
    verifyingEnv: { ...env, ...google.environment },
    authorization: `Bearer ${idToken(privateKey)}`,
    async close() {
      await google.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function layOut(parent: string, name: keyof typeof minimal): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  symlinkSync(join(root, 'functions', 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module","main":"index.js"}');
  writeFileSync(join(folder, 'index.js'), minimal[name]);
  return folder;
}

function layOutCompiled(parent: string): string {
  const folder = join(parent, 'compiled');
  mkdirSync(folder);
  for (const name of ['node_modules', 'lib']) {
    symlinkSync(join(root, 'functions', name), join(folder, name));
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module","main":"lib/index.js"}');
  return folder;
}

async function seed(sessionKeys: string): Promise<void> {
  const deviceHashes = hashDevice(await parseSessionKeys(sessionKeys), sessionId, deviceId);
  const now = new Date();
  const session = openSession({
    sessionId,
    deviceHash: deviceHashes[0]!,
    createdAt: now,
    expiresAt: new Date(now.getTime() + 86_400_000),
  });
  const firestore = new Firestore({ projectId: project });
  const { sessionId: id, ...fields } = toView(alice, 'device-1', session, policy);
  const stored = account({
    devices: { 'device-1': device({ session }) },
    deleteAt: session.expiresAt,
  });
  await firestore.doc(`deviceSessions/${id}`).set(fields);
  await firestore.doc(`deviceSessionAccounts/${accountIdOf(alice)}`).set(toAccountFields(stored));
  await firestore.terminate();
}

function idToken(key: KeyObject): string {
  const now = Math.floor(Date.now() / 1000);
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const claims = {
    iss: `https://securetoken.google.com/${project}`,
    aud: project,
    sub: 'alice',
    user_id: 'alice',
    auth_time: now,
    iat: now,
    exp: now + 3600,
    sid: sessionId,
    device_id: deviceId,
    firebase: { sign_in_provider: 'password', identities: {} },
  };
  const signed = `${encode({ alg: 'RS256', kid: keyId, typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`;
}
