// The deployed functions and two guarded ones of a team as a program of their own, wired as in
// production, on the emulators' Firestore. Whatever it asks by HTTPS ends at a Google of the test's; all
// that it writes is kept. Devices sign in with ID tokens that nobody has signed, as in the emulator.
import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { globalAgent } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { RequestHandler } from 'express';
import type { DeviceSession } from '../../../src/domain/session/deviceSession.ts';
import type { TokenResponse } from '../../../src/operations/issueTokens.ts';
import { generateSessionKeys } from '../../../src/tokens/sessionKeys.ts';
import { deployedParams } from '../../functions/environment.ts';
import { serve } from '../../functions/serve.ts';
import type { Google } from './google.ts';
import { startGoogle } from './google.ts';
import type { HttpCall, HttpReply } from './http.ts';
import { callHttp } from './http.ts';

export const programProject = 'demo-tokens';
const file = fileURLToPath(import.meta.url);

/** What the program is started with, and must not tell. */
export interface ProgramSecrets {
  SESSION_KEYS: string;
  INTROSPECTION_SECRET: string;
  /** The private key by which it proves itself to Google, PEM. */
  serviceAccountKey: string;
}

export interface Program {
  secrets: ProgramSecrets;
  /** Each function is at a path of its name. */
  url: string;
  /** Calls a function by its name. */
  call(name: string, init?: HttpCall): Promise<HttpReply>;
  /** A callable, as the Firebase SDKs call it. */
  callAs(idToken: string | null, name: string, data?: object): Promise<HttpReply>;
  refresh(refreshToken: string): Promise<HttpReply>;
  /** Signs in and registers a device from this address. */
  logIn(userId: string, ip?: string): Promise<ProgramDevice>;
  /** Ends it; resolves to all that it has written. */
  close(): Promise<string>;
}

export interface ProgramDevice {
  userId: string;
  deviceId: string;
  pushToken: string;
  session: DeviceSession;
  tokens: TokenResponse;
  customToken: string;
  /** Without the session, and with it. */
  firstIdToken: string;
  idToken: string;
}

/** The guarded functions of the program: each answers with the session that the guard hands over. */
export const guarded = { request: 'guardedRequest', call: 'guardedCall' };
/** The same for confirmed sessions only. */
export const guardedForConfirmed = { request: 'confirmedRequest', call: 'confirmedCall' };

/** The program and its Google, for a `describe`: there are both once it has begun. */
export function useProgram(): { google: Google; program: Program } {
  const used = {} as { google: Google; program: Program };
  before(async () => {
    used.google = await startGoogle();
    used.program = await startProgram(used.google.port);
  });
  after(async () => {
    await used.program.close();
    await used.google.close();
  });
  return used;
}

/** Throws, in words that repeat the token that it is sent: what a leak would look like. */
export const leak = 'leak';

export async function startProgram(
  googlePort: number,
  variables: NodeJS.Dict<string> = {},
): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), 'tokens-'));
  const { credentials, serviceAccountKey } = makeServiceAccount(folder);
  const secrets = {
    SESSION_KEYS: variables.SESSION_KEYS ?? (await generateSessionKeys()),
    INTROSPECTION_SECRET: `introspection-${randomUUID()}`,
    serviceAccountKey,
  };
  const { SESSION_KEYS, INTROSPECTION_SECRET } = secrets;
  const child = spawn(process.execPath, [file], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...deployedParams,
      // The accounts of these tests are made up.
      CHECK_ACCOUNT: 'false',
      // The only source of places that asks nobody.
      GEO_PROVIDERS: 'mmdb',
      GCLOUD_PROJECT: programProject,
      FIREBASE_CONFIG: JSON.stringify({ projectId: programProject }),
      FIRESTORE_EMULATOR_HOST: process.env.FIRESTORE_EMULATOR_HOST,
      // Custom tokens are made without asking Google.
      FIREBASE_AUTH_EMULATOR_HOST: process.env.FIREBASE_AUTH_EMULATOR_HOST,
      FIREBASE_DEBUG_MODE: 'true',
      FIREBASE_DEBUG_FEATURES: JSON.stringify({ skipTokenVerification: true }),
      GOOGLE_APPLICATION_CREDENTIALS: credentials,
      GOOGLE_PORT: String(googlePort),
      ...variables,
      SESSION_KEYS,
      INTROSPECTION_SECRET,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (written: string) => (output += written));
  }
  const closed = once(child, 'close');
  const url = await new Promise<string>((resolve, reject) => {
    const look = () => {
      const [, found] = /^serving (\S+)$/m.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', look);
    void closed.then(() => reject(new Error(`the functions did not load:\n${output}`)));
  });

  const program: Program = {
    secrets,
    url,
    call: (name, init) => callHttp(`${url}/${name}`, init),

    callAs: (idToken, name, data = {}) =>
      program.call(name, {
        json: { data },
        headers: idToken === null ? {} : { authorization: `Bearer ${idToken}` },
      }),

    refresh: (refreshToken) =>
      program.call('refreshTokens', {
        form: { grant_type: 'refresh_token', refresh_token: refreshToken },
      }),

    async logIn(userId, ip = '77.88.55.242') {
      const deviceId = randomUUID();
      const pushToken = `push-${deviceId}`;
      const firstIdToken = idTokenOf(userId);
      const { json, text: answer } = await program.call('registerSession', {
        json: {
          data: { deviceId, pushToken, deviceName: 'Samsung Galaxy S24', deviceType: 'ANDROID' },
        },
        headers: { authorization: `Bearer ${firstIdToken}`, 'x-forwarded-for': ip },
      });
      if (!json.result) throw new Error(`registerSession answered ${answer}`);
      const { session, tokens, customToken } = json.result as ProgramDevice;
      const idToken = idTokenOf(userId, { sid: session.sessionId, device_id: deviceId });
      return {
        ...{ userId, deviceId, pushToken, firstIdToken, idToken },
        ...{ session, tokens, customToken },
      };
    },

    async close() {
      child.stdin.end();
      await closed;
      rmSync(folder, { recursive: true });
      return output;
    },
  };
  return program;
}

const latestSignIns = new Map<string, number>();

/**
 * A Firebase ID token of a sign-in just now, signed by nobody. No two of a user are of the same
 * second, for one that is closed would spend both: each is a second before the last.
 */
export function idTokenOf(userId: string, claims: object = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const authTime = (latestSignIns.get(userId) ?? now) - 1;
  latestSignIns.set(userId, authTime);
  return unsignedJwt({
    ...{ sub: userId, user_id: userId, auth_time: authTime, iat: now, exp: now + 3600 },
    firebase: { sign_in_provider: 'password' },
    ...claims,
  });
}

function unsignedJwt(payload: object): string {
  const parts = [{ alg: 'none', typ: 'JWT' }, payload];
  return `${parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;
}

function makeServiceAccount(folder: string) {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const credentials = join(folder, 'serviceAccount.json');
  const account = {
    type: 'service_account',
    project_id: programProject,
    client_email: `functions@${programProject}.iam.gserviceaccount.com`,
    private_key: privateKey,
  };
  writeFileSync(credentials, JSON.stringify(account), { mode: 0o600 });
  return { credentials, serviceAccountKey: privateKey };
}

async function runProgram(): Promise<void> {
  globalAgent.createConnection = () => connect(Number(process.env.GOOGLE_PORT), '127.0.0.1');
  const { onSessionCreated, ...deployed } = await import('../../../src/index.ts');
  const { onSessionCall, onSessionRequest } = await import('../../../src/guard.ts');
  const { floor } = await import('./floor.ts');
  const functions: Record<string, unknown> = {
    ...deployed,
    ...Object.fromEntries(
      [guarded, guardedForConfirmed].flatMap(({ request, call }) => {
        const options = { confirmed: request === guardedForConfirmed.request };
        return Object.entries({
          [request]: onSessionRequest(options, (_request, response, session) => {
            response.json(session);
          }),
          [call]: onSessionCall(options, (_request, session) => session),
        });
      }),
    ),
    floor,
    [leak]: onSessionRequest({}, (request) => {
      throw new Error(`cannot use ${request.rawBody.toString()}`);
    }),
    // Delivers the event of the creation of a session of this user.
    onSessionCreated: (async ({ query }, response) => {
      const data = { data: () => ({ tenantId: null, ...query }) };
      await onSessionCreated.run({ data } as never);
      response.end();
    }) satisfies RequestHandler,
  };
  const entries = Object.entries(functions).map(
    ([name, handler]) => [name, withRawBody(handler as RequestHandler)] as const,
  );
  const { url } = await serve(Object.fromEntries(entries));
  console.log(`serving ${url}`);
  process.stdin.resume().once('end', () => process.exit(0));
}

/** The cloud's runtime keeps every body as it came; the test server does so of JSON alone. */
function withRawBody(handler: RequestHandler): RequestHandler {
  return async (request, response, next) => {
    if (!('rawBody' in request)) {
      Object.assign(request, { rawBody: Buffer.from(await text(request)) });
    }
    await handler(request, response, next);
  };
}

if (process.argv[1] === file) await runProgram();
