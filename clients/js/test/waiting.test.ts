// Waiting for another device, beside the cases that every client plays.
import { equal } from 'node:assert/strict';
import { started } from './installed.ts';
import { virtualTime } from './virtualTime.ts';

const refused = {
  details: { reason: 'session_unconfirmed', retryAfterSeconds: 604_800, confirmBy: ['time'] },
};

describe('client: waiting for another device', () => {
  it('is over once the person signs out, and is nothing to who signs in next', async () => {
    const { client, browser, server } = await started({ after: () => () => {} });
    server.live()[0]!.view.confirmed = false;
    const waiting = (await client.waitForConfirmation(refused))!;
    await waiting.ask();
    const asked = server.calls.length;
    await client.signOut();
    equal(await Promise.race([waiting.done, virtualTime(0).settled()]), false);
    equal(
      server.calls.slice(asked).some(({ name }) => name === 'listSessions'),
      false,
    );
    browser.signIn('bob', 2000);
    await client.start();
    server.live()[0]!.view.confirmed = false;
    const next = (await client.waitForConfirmation(refused))!;
    equal(next === waiting, false);
    next.stop();
  });
});
