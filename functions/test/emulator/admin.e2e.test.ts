// `npm run user`, and the deletion of an account, on the running stack.
import assert from 'node:assert/strict';
import { deleteApp, getApps } from 'firebase-admin/app';
import { userCommand } from '../../../tools/user/command.ts';
import { installApp } from '../../../clients/js/testing/app.ts';
import { findStack } from '../../../clients/js/testing/stack.ts';
import { until } from '../../../clients/js/testing/until.ts';
import type { TestUser } from '../../../clients/js/testing/users.ts';
import { askAsOwner, createUser } from '../../../clients/js/testing/users.ts';
import { openFirestore } from './support/firestore.ts';
import { runHere, runScript } from './support/runScript.ts';

const runUser = (args: string[]) => runHere((speech) => userCommand(args, speech));

/** Logs the user in on a new iPhone; the id of its session. */
async function logIn(user: TestUser, deviceName: string): Promise<string> {
  const app = await installApp({ deviceName, deviceType: 'IOS' });
  try {
    return (await app.logIn(user)).sessionId;
  } finally {
    await app.uninstall();
  }
}

describe('npm run user', () => {
  let uid: string;
  let email: string;
  let first: string;
  let second: string;

  before(async () => {
    const user = await createUser();
    uid = user.userId;
    email = user.email;
    first = await logIn(user, 'iPhone 15 Pro');
    second = await logIn(user, 'Samsung Galaxy S24');
  });
  // The command's own, which would keep this process waiting.
  after(() => Promise.all(getApps().map(deleteApp)));

  it('lists the sessions as a table, unconfirmed ones first', async () => {
    const { code, stdout } = await runUser(['list', uid]);
    const [header, ...rows] = stdout.trimEnd().split('\n');
    assert.equal(code, 0);
    assert.match(header ?? '', /^session +device +type +place +last active +state +unusual$/);
    assert.match(
      rows[0] ?? '',
      new RegExp(`^${second} +Samsung Galaxy S24 +IOS .* unconfirmed\\b`),
    );
    assert.match(rows[1] ?? '', new RegExp(`^${first} +iPhone 15 Pro +IOS .* confirmed$`));
  });

  it('confirms a session, and says so where there is none', async () => {
    const { code, stdout } = await runUser(['confirm', uid, second, '--json', '--yes']);
    assert.equal(code, 0);
    assert.equal(
      (JSON.parse(stdout) as { session: { confirmed: boolean } }).session.confirmed,
      true,
    );
    const missing = await runUser(['confirm', uid, 'x'.repeat(22), '--yes']);
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /There is no such session\./);
  });

  it('takes an e-mail address, and says so where nobody has it', async () => {
    const { sessions } = JSON.parse((await runUser(['list', email, '--json'])).stdout) as {
      sessions: { sessionId: string }[];
    };
    assert.deepEqual(sessions.map(({ sessionId }) => sessionId).sort(), [first, second].sort());
    for (const action of ['list', 'end', 'export', 'erase']) {
      const { code, stdout, stderr } = await runUser([action, 'nobody@example.com', '--yes']);
      assert.deepEqual([code, stdout], [1, ''], action);
      assert.match(stderr, /no user has the uid or e-mail address nobody@example\.com\.$/m);
    }
  });

  it('changes nothing on the emulators that nobody has agreed to', async () => {
    const { code, stdout, stderr } = await runUser(['erase', uid]);
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /^Nothing was done in the emulators of \/.*: add --yes/);
    assert.notEqual((await runUser(['list', uid])).stdout, 'No sessions.\n');
  });

  it('ends all of them, and shows how they ended', async () => {
    const { stdout: ended, stderr } = await runUser(['end', uid, '--yes']);
    assert.equal(ended, 'Ended: 2.\n');
    assert.match(
      stderr,
      /^End all sessions of \S+@\S+ \(uid \S+\) in the emulators of \/.* \(project demo-/,
    );
    assert.equal(stderr.trimEnd().split('\n').length, 1);
    assert.equal((await runUser(['list', uid])).stdout, 'No sessions.\n');
    const { stdout } = await runUser(['list', uid, '--ended']);
    assert.equal(stdout.match(/ended: operator/g)?.length, 2);
  });

  it('exports what is kept as nothing but JSON, and erases it', async () => {
    const { stdout } = await runScript('user', ['export', uid]);
    const { sessions, devices, events } = JSON.parse(stdout) as Record<string, object[]>;
    assert.deepEqual([sessions?.length, devices?.length], [2, 2]);
    assert.ok((events?.length ?? 0) >= 4);
    assert.equal((await runUser(['erase', uid, '--yes'])).stdout, 'Erased.\n');
    const left = JSON.parse((await runUser(['export', uid])).stdout) as Record<string, object>;
    const { firebaseAccount, ...rest } = left;
    assert.deepEqual(rest, { account: null, devices: [], owed: [], sessions: [], events: [] });
    assert.ok(firebaseAccount);
  });

  it('lets an account in that had been refused, and says so where it had not', async () => {
    const { stdout, stderr } = await runUser(['readmit', uid, '--yes']);
    assert.equal(stdout, 'It had not been refused.\n');
    assert.match(stderr, /^Let in again.* of \S+@\S+ \(uid \S+, made \w{3}, \d\d .* GMT\) in the/);
  });

  it('changes nothing in a real project that nobody has agreed to', async () => {
    const { code, stdout, stderr } = await runScript('user', [
      'end',
      uid,
      '--project',
      'my-real-project',
    ]);
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /^Nothing was done in the project my-real-project: add --yes/);
  });
});

describe('deleting an account', () => {
  const firestore = openFirestore(findStack().project);
  after(() => firestore.terminate());

  it('tells its devices to log out, and erases all that is kept of it', async () => {
    const user = await createUser();
    const uid = user.userId;
    const sessionId = await logIn(user, 'iPhone 15 Pro');
    await askAsOwner('accounts:delete', { localId: uid });
    await until('nothing is left', async () => {
      const kept = ['deviceSessions', 'deviceSessionAccounts', 'deviceSessionEvents'].map((name) =>
        firestore.collection(name).where('userId', '==', uid).count().get(),
      );
      return (await Promise.all(kept)).every((found) => found.data().count === 0);
    });
    const pushes = await firestore
      .collection('pushOutbox')
      .where('kind', '==', 'force_logout')
      .get();
    const told = pushes.docs.filter((push) => push.get('message.data.sessionId') === sessionId);
    // A push may go out twice, under the same id.
    assert.equal(new Set(told.map((push) => push.get('message.data.pushId') as string)).size, 1);
  });
});
