// What the client promises beyond the stories: lost answers, later starts, names, tokens of its own.
import { deepEqual, equal, notEqual, ok, rejects } from 'node:assert/strict';
import { findStack } from '../../../clients/js/testing/stack.ts';
import { createUser } from '../../../clients/js/testing/users.ts';
import { browser, claimsOf, iPhone, untilLaterSecond, useDevices } from './support/devices.ts';

describe('the client', () => {
  const { install, logInEach, logIn, pushedTo } = useDevices();

  it('opens one session though the answer got lost', async () => {
    let tries = 0;
    const app = await install(browser, {
      loses: (name) => name === 'registerSession' && ++tries < 3,
    });
    await app.logIn(await createUser());
    equal(tries, 3);
    equal((await app.client.list()).length, 1);
  });

  it('says at the next start that the session lives, and tells what has changed', async () => {
    const [{ app, session }] = (await logInEach(browser)).devices;
    const again = await app.client.start({ appVersion: '2.0.0' });
    equal(again.session.sessionId, session.sessionId);
    equal(again.session.appVersion, '2.0.0');
  });

  it('is known again after signing out, and not after forgetting the device', async () => {
    const { user, devices } = await logInEach(iPhone, browser);
    const [, laptop] = devices;
    const { client } = laptop.app;
    equal(laptop.session.confirmed, false);
    await client.signOut();
    await untilLaterSecond(laptop.firstIdToken);
    const before = await laptop.app.logIn(user);
    const idToken = await laptop.app.raw.idToken();
    equal(claimsOf(idToken).sid, before.sessionId);
    await client.signOut({ forget: true });
    await untilLaterSecond(idToken);
    const after = await laptop.app.logIn(user);
    notEqual(before.sessionId, after.sessionId);
    equal(after.confirmed, false);
  });

  it('waits for the answer where a function of the team is for confirmed sessions', async () => {
    const { devices } = await logInEach(iPhone, browser);
    const [phone, newcomer] = devices;
    const { client, raw, ended } = newcomer.app;
    const { status, body } = await raw.post('labPhotos');
    equal(status, 403);
    const waiting = await client.waitForConfirmation(body.error);
    ok(waiting?.confirmBy.includes('other_device'));
    equal(await client.waitForConfirmation(body.error), waiting);
    await phone.app.client.answer(newcomer.session.sessionId, true);
    const [push] = await pushedTo(newcomer.app, 'login_answered');
    equal(await client.handlePush(push ?? {}), 'changed');
    equal(await waiting?.done, true);
    equal((await raw.post('labPhotos')).status, 200);
    deepEqual(ended, []);
  });

  it('keeps its own access token new, and ends when the refresh is refused', async () => {
    const { user, devices } = await logInEach(iPhone);
    const [phone] = devices;
    const laptop = await logIn(browser, user);
    await phone.app.client.answer(laptop.session.sessionId, true);
    const token = await laptop.app.client.accessToken();
    notEqual(await laptop.app.client.accessToken(token), token);
    equal(await phone.app.client.revokeOthers(), 1);
    const last = await laptop.app.client.accessToken();
    await rejects(laptop.app.client.accessToken(last), { reason: 'session_revoked' });
    equal(laptop.app.ended[0]?.revokedReason, 'others');
  });

  it('finds all functions by the issuer alone', async () => {
    const { page: issuer } = findStack();
    const app = await install(browser, { issuer });
    const session = await app.logIn(await createUser());
    deepEqual(
      (await app.client.list()).map(({ sessionId }) => sessionId),
      [session.sessionId],
    );
    const token = await app.client.accessToken();
    notEqual(await app.client.accessToken(token), token);
    await app.client.signOut();
    equal((await app.raw.refreshTokens()).status, 401);
  });

  it('renames a device and reads what happened to the account', async () => {
    const [{ app, session }] = (await logInEach(iPhone)).devices;
    equal((await app.client.rename(session.sessionId, 'My phone')).deviceName, 'My phone');
    const { events } = await app.client.securityEvents();
    ok(events.some(({ type }) => type === 'session-established'));
  });
});
