// Google as the Admin SDK sees it, on this machine: an app whose every request ends at a server of the test,
// whatever host it names.
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { Agent } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { type App, deleteApp, initializeApp } from 'firebase-admin/app';

export interface GoogleServer {
  app: App;
  /** The account by which the app signs. */
  serviceAccount: string;
  /** Lets go of requests that hang; later ones find nobody at this address. */
  leave(): Promise<void>;
  close(): Promise<void>;
}

let servers = 0;

export async function startGoogleServer(
  projectId: string,
  listener: RequestListener,
  getAccessToken = async () => ({ access_token: 'access', expires_in: 3600 }),
): Promise<GoogleServer> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const httpAgent = new Agent();
  httpAgent.createConnection = () => connect(port, '127.0.0.1');
  const serviceAccount = `sessions@${projectId}.iam.gserviceaccount.com`;
  const app = initializeApp(
    { projectId, serviceAccountId: serviceAccount, httpAgent, credential: { getAccessToken } },
    `${projectId}-${(servers += 1)}`,
  );

  async function leave(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  return {
    app,
    serviceAccount,
    leave,
    async close() {
      await Promise.all([leave(), deleteApp(app)]);
      httpAgent.destroy();
    },
  };
}
