// Firebase Authentication for firebase-admin in this process: keys of ours in place of Google's, and an
// account look-up on this machine, so that what is timed is the SDK and not the way to Google.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { globalAgent } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { initializeApp } from 'firebase-admin/app';
import { type Auth, getAuth } from 'firebase-admin/auth';
import { SignJWT } from 'jose';

export interface LocalFirebaseAuth {
  auth: Auth;
  /** A Firebase ID token of an hour, signed as Google signs. */
  issueIdToken(userId: string): Promise<string>;
  close(): void;
}

export async function startFirebaseAuth(projectId: string): Promise<LocalFirebaseAuth> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = 'local';
  const keys = { [kid]: publicKey.export({ type: 'spki', format: 'pem' }) };
  const server = createServer((request, response) => {
    request.resume();
    const isLookUp = request.url?.includes('accounts:lookup') ?? false;
    const account = { localId: 'alice', validSince: '0', disabled: false };
    response.writeHead(200, {
      'content-type': 'application/json',
      'cache-control': 'public, max-age=20000',
    });
    response.end(JSON.stringify(isLookUp ? { users: [account] } : keys));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Whatever host the SDK asks by HTTPS is this one, in plain HTTP.
  const { port } = server.address() as AddressInfo;
  globalAgent.createConnection = () => connect(port, '127.0.0.1');
  const credential = {
    getAccessToken: async () => ({ access_token: 'local', expires_in: 3600 }),
  };
  return {
    auth: getAuth(initializeApp({ projectId, credential }, 'bench')),
    async issueIdToken(userId) {
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        user_id: userId,
        auth_time: now,
        firebase: { sign_in_provider: 'password' },
      };
      return await new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid })
        .setIssuer(`https://securetoken.google.com/${projectId}`)
        .setAudience(projectId)
        .setSubject(userId)
        .setIssuedAt(now)
        .setExpirationTime('1h')
        .sign(privateKey);
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
