// One installation of the client in a browser, on a fake server.
import { makeSessionsClient } from '../src/core/client.ts';
import { pageLocks } from '../src/core/locks.ts';
import type { ClientOptions } from '../src/core/options.ts';
import { memoryStorage } from '../src/core/storage.ts';
import { fakeBrowser, fakeServer } from './fakeServer.ts';

/** One browser on one server: `open` gives a tab's client, on the storage and locks they all share. */
export function installed(overrides: Partial<ClientOptions> = {}) {
  const server = fakeServer();
  const browser = fakeBrowser(server);
  const storage = memoryStorage();
  const locks = pageLocks();
  const waits: number[] = [];
  const open = (more: Partial<ClientOptions> = {}) =>
    makeSessionsClient({
      transports: browser.transports(),
      describe: () => ({ deviceName: 'Chrome on Linux', deviceType: 'WEB', locale: 'en' }),
      storage,
      locks,
      apiOrigins: ['https://api.example.com'],
      patience: {
        delays: [1, 1, 1],
        longestWait: 10_000,
        sleep: async (milliseconds) => {
          waits.push(milliseconds);
          await new Promise((resolve) => setImmediate(resolve));
        },
      },
      ...overrides,
      ...more,
    });
  return { server, browser, storage, waits, open, client: open() };
}

export const refusedFor = (reason: string) => ({ name: 'Refusal', reason });

/** The same with Alice signed in and her session open. */
export async function started(overrides: Partial<ClientOptions> = {}) {
  const setup = installed(overrides);
  setup.browser.signIn('alice');
  const { session } = await setup.client.start();
  return { ...setup, session };
}
