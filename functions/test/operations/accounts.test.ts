import assert from 'node:assert/strict';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { answerLoginAlert } from '../../src/operations/answerLogin.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { updateSession } from '../../src/operations/updateSession.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';
import { SessionError } from '../../src/errors.ts';

const alice = { userId: 'alice', tenantId: null };
const inOrder = {
  disabled: false,
  createdAt: new Date('2026-03-01T00:00:00Z'),
  tokensValidAfter: null,
  email: null,
};

/** Somebody sets a password, or the owner has it reset: earlier sign-ins count no longer. */
function changeAccount(services: TestServices): void {
  services.pass({ seconds: 5 });
  services.account = { ...inOrder, tokensValidAfter: signInNow(services).signedInAt };
  services.pass({ seconds: 1 });
}

const stored = ({ sessions }: TestServices) => structuredClone(sessions.content);
const reasonOf = ({ sessions }: TestServices, { sessionId }: { sessionId: string }) =>
  sessions.content.views.get(sessionId)?.revokedReason;
const answersSent = ({ sent }: TestServices, to: string) =>
  sent
    .filter(({ kind, message }) => kind === 'login_alert' && message.token === to)
    .flatMap(({ message }) => message.data?.['answerToken'] ?? []);

describe('a registration', () => {
  const accounts: [what: string, account: TestServices['account'], reason: string][] = [
    ['is deleted', null, 'recent_sign_in_required'],
    ['is disabled', { ...inOrder, disabled: true }, 'recent_sign_in_required'],
    [
      'was revoked since',
      { ...inOrder, tokensValidAfter: new Date('2026-03-01T12:00:01Z') },
      'recent_sign_in_required',
    ],
    ['cannot be reached', new SessionError('unavailable'), 'unavailable'],
  ];
  for (const [what, account, reason] of accounts) {
    it(`is refused where its account ${what}; nothing is written, no token minted`, async () => {
      const services = testServices();
      services.account = account;
      await assert.rejects(register(services, 'phone'), { reason });
      assert.deepEqual(stored(services), stored(testServices()));
      await assert.rejects(register(services, 'phone'), { reason });
      assert.equal(services.minted, 0);
    });
  }

  it('looks at no account where CHECK_ACCOUNT is off', async () => {
    const services = testServices();
    services.checkAccount = false;
    services.account = null;
    await register(services, 'phone');
    assert.equal(services.lookedAt, 0);
  });
});

describe('the hourly look', () => {
  const calls = [
    [
      'refreshTokens',
      (services: TestServices, { tokens }: Awaited<ReturnType<typeof register>>) =>
        refreshTokens(services, tokens.refresh_token),
    ],
    [
      'updateSession',
      (services: TestServices, { caller }: Awaited<ReturnType<typeof register>>) =>
        updateSession(services, caller, {}),
    ],
  ] as const;
  for (const [name, call] of calls) {
    it(`of ${name} ends a session whose account is gone, and tells its device why`, async () => {
      const services = testServices();
      const phone = await register(services, 'phone');
      services.account = null;
      services.pass({ hours: 1 });
      await assert.rejects(call(services, phone), {
        reason: 'session_revoked',
        details: { revokedReason: 'account' },
      });
      assert.equal(reasonOf(services, phone.session), 'account');
      assert.deepEqual(
        services.sent.map(({ kind, message }) => [kind, message.token]),
        [['force_logout', 'push-phone']],
      );
    });

    it(`of ${name} is made once an hour`, async () => {
      const services = testServices();
      const phone = await register(services, 'phone');
      services.pass({ seconds: 3599 });
      await updateSession(services, phone.caller, {});
      assert.equal(services.lookedAt, 1);
      services.pass({ seconds: 1 });
      await call(services, phone);
      await updateSession(services, phone.caller, {});
      assert.equal(services.lookedAt, 2);
    });

    it(`of ${name} fails open, with a line in the log`, async () => {
      const services = testServices();
      const phone = await register(services, 'phone');
      services.account = new SessionError('unavailable');
      services.pass({ hours: 1 });
      await call(services, phone);
      assert.deepEqual(
        services.logged.map(({ level, message }) => [level, message]),
        [['warn', 'account not looked at']],
      );
    });
  }
});

describe('a thief who sets a password', () => {
  async function theft({ afterHourlyLook = false } = {}) {
    const services = testServices();
    const owner = await register(services, 'phone');
    services.pass({ hours: 2 });
    changeAccount(services);
    if (afterHourlyLook) {
      await assert.rejects(updateSession(services, owner.caller, {}), {
        reason: 'session_revoked',
      });
      services.pass({ hours: 1 });
    }
    const thief = await register(services, 'thief');
    await deliverForUser(services, alice);
    return { services, owner, thief };
  }

  for (const afterHourlyLook of [false, true]) {
    const when = afterHourlyLook ? 'after the owner’s hourly look' : 'at once';
    it(`is unconfirmed, told of and deniable ${when}`, async () => {
      const { services, owner, thief } = await theft({ afterHourlyLook });
      assert.equal(reasonOf(services, owner.session), 'account');
      assert.equal(thief.session.confirmed, false);
      assert.equal(services.unalerted.length, 1);
      const [token = ''] = answersSent(services, 'push-phone');
      assert.deepEqual(await answerLoginAlert(services, { token, wasMe: false }), {
        wasMe: false,
        revoked: true,
        revokedCount: 1,
      });
      await assert.rejects(listSessions(services, thief.caller), { reason: 'session_revoked' });
    });

    it(`is not confirmed by the session that his password ended, ${when}`, async () => {
      const { services } = await theft({ afterHourlyLook });
      const [token = ''] = answersSent(services, 'push-phone');
      await assert.rejects(answerLoginAlert(services, { token, wasMe: true }), {
        reason: 'session_revoked',
      });
    });

    it(`is ended by the owner’s own reset on the known phone, whom he cannot deny, ${when}`, async () => {
      const { services, owner, thief } = await theft({ afterHourlyLook });
      changeAccount(services);
      const back = await register(services, 'phone', signInNow(services), again(owner));
      assert.equal(back.session.confirmed, true);
      assert.equal(reasonOf(services, thief.session), 'account');
      await deliverForUser(services, alice);
      assert.deepEqual(answersSent(services, 'push-thief'), []);
    });
  }

  it('denies once only: a second login needs the owner to sign in', async () => {
    const { services } = await theft();
    const [token = ''] = answersSent(services, 'push-phone');
    await answerLoginAlert(services, { token, wasMe: false });
    services.pass({ seconds: 5 });
    const second = await register(services, 'thief-2');
    await deliverForUser(services, alice);
    assert.equal(answersSent(services, 'push-phone').length, 1);
    assert.equal(reasonOf(services, second.session), null);
  });

  it('does not come back as known where he was confirmed, once the owner has closed him', async () => {
    const services = testServices();
    const owner = await register(services, 'phone');
    const thief = await register(services, 'thief');
    services.pass({ days: 8 });
    changeAccount(services);
    const back = await register(services, 'phone', signInNow(services), again(owner));
    await revokeSession(services, back.caller, thief.session);
    const returning = await register(services, 'thief', signInNow(services), again(thief));
    assert.equal(returning.session.confirmed, false);
  });
});

describe('claims of the sign-in', () => {
  const claimsOf = (services: TestServices) => {
    const minted: object[] = [];
    services.accounts.createCustomToken = async (_session, claims) => {
      minted.push(claims);
      return 'custom';
    };
    return minted;
  };

  it('are left out, all of them, where Firebase would refuse them for their size', async () => {
    const services = testServices();
    const minted = claimsOf(services);
    const carriedClaims = { role: 'x'.repeat(1000) };
    await register(services, 'phone', { ...signInNow(services), carriedClaims });
    assert.deepEqual(minted, [{}]);
    assert.equal(services.logged[0]?.level, 'error');
  });
});

describe('the same uid in two tenants', () => {
  it('is two users: neither lists, closes nor alerts the other', async () => {
    const services = testServices();
    const here = await register(services, 'phone', signInNow(services, 'alice', 'tenant-a'));
    const there = await register(services, 'laptop', signInNow(services, 'alice', 'tenant-b'));
    assert.equal(there.session.confirmed, true);
    assert.equal((await listSessions(services, here.caller)).sessions.length, 1);
    await assert.rejects(revokeSession(services, here.caller, there.session), {
      reason: 'session_not_found',
    });
    await assert.rejects(listSessions(services, { ...here.caller, tenantId: 'tenant-b' }), {
      reason: 'session_expired',
    });
    await deliverForUser(services, { userId: 'alice', tenantId: 'tenant-b' });
    assert.deepEqual(
      services.sent.filter(({ kind }) => kind === 'login_alert'),
      [],
    );
  });
});
