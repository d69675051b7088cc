// `npm run sessions` on the running stack, with real Firebase apps as the devices.
import assert from 'node:assert/strict';
import { deleteApp, getApps } from 'firebase-admin/app';
import { refusalIn } from '../../../clients/js/testing/wire.ts';
import { sessionsCommand } from '../../../tools/sessions/command.ts';
import type { EndedSessions } from '../../src/admin.ts';
import { browser, iPhone, revokedBy, samsung, useDevices } from './support/devices.ts';
import { runHere, runScript } from './support/runScript.ts';

/** Versions that no other test's devices have. */
const [oldVersion, newVersion, limit] = ['0.0.1', '0.0.3', '0.0.2'];
const timeOf = (time: number) => new Date(time).toISOString().replace(/\.\d+Z/, 'Z');

describe('npm run sessions', () => {
  const { backstage, logInEach } = useDevices();
  // The command's own, which would keep this process waiting.
  after(() => Promise.all(getApps().map(deleteApp)));

  const run = (words: string[], signal = new AbortController().signal) =>
    runHere((speech) => sessionsCommand(words, speech, signal));
  const end = (...args: string[]) => run(['end', ...args]);
  /** So that all that has signed in by now is meant: in whole seconds, as sign-ins are counted. */
  const ofNow = async () => {
    const next = (Math.floor(Date.now() / 1000) + 1) * 1000;
    await new Promise((resolve) => setTimeout(resolve, next - Date.now() + 5));
    return timeOf(next);
  };

  it('ends those that fit, tells their devices, and lets them come back as known', async () => {
    const { devices, user } = await logInEach(
      { ...iPhone, appVersion: newVersion },
      { ...samsung, appVersion: oldVersion },
      { ...browser, appVersion: oldVersion },
    );
    const [phone, galaxy, firefox] = devices;
    for (const { session } of [galaxy, firefox])
      await phone.app.client.answer(session.sessionId, true);
    const before = await ofNow();
    const those = ['--signed-in-before', before, '--app-version-below', limit, '--page', '500'];

    const counted = await end(...those, '--dry-run', '--json');
    assert.equal(counted.code, 0, counted.stderr);
    const { revokedCount, concernedCount } = JSON.parse(counted.stdout) as EndedSessions;
    assert.deepEqual([revokedCount, concernedCount], [2, 1]);
    assert.equal((await phone.app.client.list()).length, 3);

    const ended = await end(...those, '--yes');
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stdout, /^2 sessions ended of 1 accounts; \d+ were looked at\.\n/);
    const [first, second] = ended.stderr.split('\n');
    assert.match(first ?? '', /^A sign-in from before may open such a session again/);
    assert.match(
      second ?? '',
      /^End all sessions signed in before \S+, of apps older than 0\.0\.2 in the emulators of \/.* \(project demo-/,
    );
    for (const { app, session } of [galaxy, firefox]) {
      const pushes = await backstage.pushesTo(app.pushToken);
      const told = pushes.filter(({ kind }) => kind === 'force_logout');
      assert.deepEqual(
        told.map(({ message }) => message.data['sessionId']),
        [session.sessionId],
      );
      assert.deepEqual(refusalIn(await app.raw.post('listSessions')), revokedBy('incident'));
    }
    assert.deepEqual(
      (await phone.app.client.list({ includeEnded: true })).map(
        (one) => 'revokedReason' in one && one.revokedReason,
      ),
      [null, 'incident', 'incident'],
    );
    const back = await galaxy.app.logIn(user);
    assert.equal(back.confirmed, true);
    const again = await end(...those, '--yes');
    assert.match(again.stdout, /^0 sessions ended of 0 accounts/);
    assert.equal((await phone.app.client.list()).length, 2);
  });

  it('asks by time alone that no older sign-in opens a session again', async () => {
    const before = await ofNow();
    const words = ['--signed-in-before', before, '--tenant', 'nobodys', '--yes'];
    const refused = await end(...words);
    assert.deepEqual([refused.code, refused.stdout], [1, '']);
    assert.match(refused.stderr, new RegExp(`^SIGNED_IN_AFTER must be ${before} or later: else`));
    assert.match(refused.stderr, /functions\/\.env\.local, and start the emulators anew\.\n$/);
    const taken = await runScript('sessions', ['end', ...words], { SIGNED_IN_AFTER: before });
    assert.match(taken.stdout, /^0 sessions ended of 0 accounts/, taken.stderr);
  });

  it('changes nothing that nobody has agreed to, wherever', async () => {
    const before = timeOf(Date.now() - 1000);
    const words = ['--signed-in-before', before, '--type', 'WEB'];
    const unasked = await end(...words);
    const real = await runScript('sessions', ['end', ...words, '--project', 'my-real-project']);
    for (const [{ code, stdout, stderr }, place] of [
      [unasked, 'the emulators of /'],
      [real, 'the project my-real-project'],
    ] as const) {
      assert.deepEqual([code, stdout], [1, '']);
      assert.ok(stderr.startsWith(`Nothing was done in ${place}`), stderr);
      assert.match(stderr, /add --yes to agree/);
    }
  });

  it('says where to go on, where it is stopped', async () => {
    const words = ['end', '--signed-in-before', '2026-01-01T00:00:00Z', '--type', 'WEB', '--yes'];
    const { code, stdout, stderr } = await run(words, AbortSignal.abort());
    assert.deepEqual([code, stdout], [1, '0 sessions ended of 0 accounts; 0 were looked at.\n']);
    assert.ok(stderr.endsWith(`Stopped. To go on: npm run sessions -- ${words.join(' ')}\n`));
    assert.equal((await run(['begin'])).code, 64);
  });
});
