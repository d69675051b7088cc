import { equal, rejects } from 'node:assert/strict';
import { memoryStorage, type Storage } from '../src/core/storage.ts';
import { installed, refusedFor, started } from './installed.ts';

const fail = () => {
  throw new DOMException('full', 'QuotaExceededError');
};

describe('client: a storage that fails', () => {
  const broken = (broken: Partial<Storage>): Storage => ({ ...memoryStorage(), ...broken });
  for (const [what, storage] of Object.entries({
    'cannot be written': broken({ setItem: fail }),
    'cannot be removed from': broken({ removeItem: fail }),
    'holds rubbish': broken({ getItem: () => '{"userId":' }),
    'holds something else': broken({ getItem: () => '[17]' }),
    'rejects later': broken({ setItem: () => Promise.reject(new Error('disk')) }),
  })) {
    it(`that ${what} costs no sign-in and no sign-out`, async () => {
      const { client, browser, server } = installed({ storage });
      browser.signIn('alice');
      await client.start();
      equal(server.live().length, 1);
      equal((await client.list()).length, 1);
      await client.signOut();
      equal(server.live().length, 0);
      equal(browser.identity, null);
    });
  }

  it('that cannot be written still serves the tokens of this page', async () => {
    const { client, browser } = installed({ storage: broken({ setItem: fail }) });
    browser.signIn('alice');
    await client.start();
    equal((await client.fetch('https://api.example.com/')).status, 200);
  });

  it('that cannot be read opens no session as a new device', async () => {
    const { client, browser, server } = installed({ storage: broken({ getItem: fail }) });
    browser.signIn('alice');
    await rejects(client.start(), refusedFor('unavailable'));
    equal(server.count('registerSession'), 0);
  });

  it('that cannot be read any more costs no call, and no sign-out', async () => {
    const storage = memoryStorage();
    const { client, browser, server } = await started({ storage });
    storage.getItem = fail;
    await client.update({ appVersion: '2.0' });
    equal((await client.list()).length, 1);
    await client.signOut();
    equal(server.live().length, 0);
    equal(browser.identity, null);
  });
});
