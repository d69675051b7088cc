import { deepEqual, equal, rejects } from 'node:assert/strict';
import { installed, refusedFor } from './installed.ts';

describe('client: answers', () => {
  it('passes on that a "No" was refused, with what would lift it', async () => {
    const { client, browser, server } = installed();
    browser.signIn('alice');
    await client.start();
    const [own] = server.live();
    if (own) own.view.confirmed = false;
    await rejects(client.answer('another', false), {
      reason: 'session_unconfirmed',
      details: {
        reason: 'session_unconfirmed',
        retryAfterSeconds: 604_800,
        confirmBy: ['other_provider'],
      },
    });
  });

  it('waits as long as the server asks, and no longer than a person would', async () => {
    const { client, browser, server, waits } = installed();
    browser.signIn('alice');
    await client.start();
    server.intercept = () => ({
      status: 503,
      body: { error: 'x', reason: 'unavailable', retryAfterSeconds: 2 },
    });
    await rejects(client.answerAlert('token', false), refusedFor('unavailable'));
    deepEqual(waits.slice(-3), [2000, 2000, 2000]);
    server.intercept = () => ({
      status: 503,
      body: { error: 'x', reason: 'unavailable', retryAfterSeconds: 60 },
    });
    const before = waits.length;
    await rejects(client.answerAlert('token', false), refusedFor('unavailable'));
    equal(waits.length, before);
  });

  it('tells the screen that the list has changed', async () => {
    const { client, browser } = installed();
    browser.signIn('alice');
    await client.start();
    let changes = 0;
    client.onChanged(() => changes++);
    await client.revoke('another');
    equal(changes, 1);
  });

  it('calls the functions by the names of the deployment', async () => {
    const { server, browser, open } = installed();
    browser.signIn('alice');
    await rejects(open({ functionName: (name) => `kit-sessions-${name}` }).start());
    equal(server.calls[0]?.name, 'kit-sessions-registerSession');
  });
});
