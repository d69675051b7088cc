// A deleted account comes back only by an operator, whatever comes between. Which account it is:
// domain/account/firebaseAccount.test.ts.
import assert from 'node:assert/strict';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { eraseDeletedUser, eraseUser, eraseWithAccount } from '../../src/operations/eraseUser.ts';
import { exportUser } from '../../src/operations/exportUser.ts';
import { listSecurityEvents } from '../../src/operations/listSecurityEvents.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { readmitUser } from '../../src/operations/readmitUser.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { alice } from '../doubles/lookInside.ts';
import type { TestServices } from '../doubles/services.ts';
import { accountInOrder, testServices } from '../doubles/services.ts';

const revived = { reason: 'account_revived' };
const byAccount = { reason: 'session_revoked', details: { revokedReason: 'account' } };
const attempt = 'one-sign-in-of-this-app';

describe('a deleted account', () => {
  let services: TestServices;
  beforeEach(() => (services = testServices()));

  const enter = (device: string, more: Parameters<typeof register>[3] = {}) =>
    register(services, device, signInNow(services), more);
  /** The account is made anew now; `createdAt` is what it says. */
  const make = (createdAt = services.now()) => {
    services.account = { ...accountInOrder, createdAt, email: 'thief@example.com' };
  };
  const isRefusedAlone = () => assert.rejects(enter('thief'), revived);
  /** And nothing else of the account is open. */
  const isRefused = async () => {
    await isRefusedAlone();
    const { sessions } = await exportUser(services, alice);
    assert.deepEqual(
      sessions.filter((session) => !session.revoked),
      [],
    );
  };

  /** The owner's phone, and a thief whose device the owner has just closed. */
  async function scene() {
    const phone = await enter('phone');
    services.pass({ seconds: 60 });
    const thief = await enter('thief');
    await revokeSession(services, phone.caller, thief.session);
    services.pass({ seconds: 60 });
    services.account = null;
    return { phone, thief };
  }

  it('opens no session where it is revived before its deletion is heard of', async () => {
    const { phone } = await scene();
    make();
    services.pass({ seconds: 2 });
    await assert.rejects(enter('thief'), revived);
    await eraseWithAccount(services, alice);
    await isRefused();
    await assert.rejects(listSessions(services, phone.caller), { reason: 'session_expired' });
  });

  it('opens none where it is revived while it is erased', async () => {
    await scene();
    const { eraseRest: erase } = services.sessions;
    services.sessions.eraseRest = async (...parameters) => {
      make();
      await assert.rejects(enter('thief'), revived);
      await erase(...parameters);
    };
    await eraseWithAccount(services, alice);
    await isRefused();
  });

  it('opens none where it is revived once it is erased, for as long as it is there', async () => {
    await scene();
    await eraseWithAccount(services, alice);
    services.pass({ hours: 1 });
    make();
    await isRefused();
    await eraseDeletedUser(services, alice);
    services.pass({ days: 300 });
    await isRefused();
  });

  it('opens none for the attempt that had opened one', async () => {
    await enter('phone', { attempt });
    services.pass({ seconds: 2 });
    make();
    await assert.rejects(enter('phone', { attempt }), revived);
  });

  it('opens none where nothing is heard of its deletion, and ends all sessions at the first look', async () => {
    const { phone } = await scene();
    services.account = accountInOrder;
    const tablet = await enter('tablet');
    make();
    await isRefusedAlone();
    services.pass({ hours: 1 });
    services.sent.length = 0;
    await assert.rejects(refreshTokens(services, phone.tokens.refresh_token), byAccount);
    await assert.rejects(listSessions(services, tablet.caller), byAccount);
    assert.deepEqual(services.sent.map(({ kind, message }) => `${kind} ${message.token}`).sort(), [
      'force_logout push-phone',
      'force_logout push-tablet',
    ]);
    await isRefused();
  });

  it('is another account where its uid is made anew when no custom token can live', async () => {
    const { phone } = await scene();
    services.account = accountInOrder;
    const tablet = await enter('tablet');
    services.pass({ days: 1 });
    make();
    services.pass({ seconds: 5 });
    const first = await enter('new-phone', again(tablet));
    assert.equal(first.session.confirmed, true);
    const shown = await listSessions(services, first.caller, { includeEnded: true });
    assert.equal(shown.sessions.length, 1);
    const { events } = await listSecurityEvents(services, first.caller);
    assert.deepEqual(
      events.map(({ sessionId }) => sessionId),
      [first.session.sessionId],
    );
    for (const { caller } of [phone, tablet]) {
      await assert.rejects(listSessions(services, caller), byAccount);
    }
    // Nothing of the old one counts: its devices are new ones.
    const second = await enter('phone', again(phone));
    assert.equal(second.session.confirmed, false);
    await deliverForUser(services, alice);
    const alerts = services.sent.filter(({ kind }) => kind === 'login_alert');
    assert.deepEqual(
      alerts.slice(-1).map(({ sessionId }) => sessionId),
      [first.session.sessionId],
    );
    // A late word of the deletion takes what is left of the old one, and nothing of the new.
    await eraseDeletedUser(services, alice);
    const { sessions, devices } = await exportUser(services, alice);
    assert.equal(sessions.length, 2);
    assert.equal(devices.length, 2);
    assert.equal((await listSessions(services, first.caller)).sessions.length, 2);
  });

  it('is not gone on with by another account, with the same attempt and tokens', async () => {
    const phone = await enter('phone', { attempt });
    services.pass({ days: 1 });
    make();
    services.pass({ seconds: 5 });
    const { refresh_token: refreshToken } = phone.tokens;
    const other = await enter('phone', { attempt, refreshToken });
    assert.notEqual(other.session.sessionId, phone.session.sessionId);
    assert.notEqual(other.deviceToken, phone.deviceToken);
    await assert.rejects(listSessions(services, phone.caller), byAccount);
  });

  it('is logged once, however often it tries to come back', async () => {
    await scene();
    make();
    services.logged.length = 0;
    await isRefusedAlone();
    await isRefusedAlone();
    assert.deepEqual(
      services.logged.filter(({ message }) => message === 'a deleted account was made anew'),
      [{ level: 'warn', message: 'a deleted account was made anew', fields: alice }],
    );
  });

  describe('is readmitted by an operator', () => {
    it('no sooner than its custom tokens are dead, and then comes as first', async () => {
      await scene();
      await eraseWithAccount(services, alice);
      make();
      services.pass({ hours: 1 });
      await assert.rejects(readmitUser(services, alice), (error: Error) => {
        assert.match(error.message, /^Not before 2026-03-01T13:11:00/);
        return true;
      });
      await isRefused();
      services.pass({ seconds: 601 });
      assert.equal(await readmitUser(services, alice), true);
      assert.equal((await enter('phone')).session.confirmed, true);
      // No late erasure takes what it has since.
      await eraseDeletedUser(services, alice);
      assert.equal((await enter('tablet')).session.confirmed, false);
    });

    it('only where it had been refused, and exists', async () => {
      await enter('phone');
      assert.equal(await readmitUser(services, alice), false);
      services.account = null;
      await assert.rejects(readmitUser(services, alice), /There is no such account/);
    });
  });

  it('is another matter than what an operator erases: that account goes on, as first, and owes the logouts', async () => {
    const phone = await enter('phone');
    services.outcome = { kind: 'retry', afterSeconds: 60 };
    await eraseUser(services, alice);
    await assert.rejects(listSessions(services, phone.caller), { reason: 'session_expired' });
    services.pass({ seconds: 1 });
    assert.equal((await enter('phone', again(phone))).session.confirmed, true);
    services.pass({ seconds: 60 });
    services.outcome = { kind: 'sent' };
    services.sent.length = 0;
    await deliverForUser(services, alice);
    assert.deepEqual(
      services.sent.map(({ kind, sessionId }) => [kind, sessionId]),
      [['force_logout', phone.session.sessionId]],
    );
  });

  it('loses nothing where it exists as ever, whatever its event says', async () => {
    const phone = await enter('phone');
    await eraseWithAccount(services, alice);
    assert.equal((await listSessions(services, phone.caller)).sessions.length, 1);
  });

  it('is not told from a revived one with CHECK_ACCOUNT off', async () => {
    services.checkAccount = false;
    await enter('phone');
    make();
    await enter('thief');
    assert.equal((await exportUser(services, alice)).firebaseAccount, null);
  });

  it('gets no mail about a login of it, at its new address', async () => {
    services.loginMails = { create: async (mail) => void services.mails.push(mail) };
    await enter('phone');
    await enter('galaxy');
    services.pass({ seconds: 2 });
    make();
    await deliverForUser(services, alice);
    assert.deepEqual(services.mails, []);
  });
});
