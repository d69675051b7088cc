import assert from 'node:assert/strict';
import { accountIdOf } from '../../src/domain/account/accountId.ts';
import { deliverForUser } from '../../src/operations/deliverForUser.ts';
import { answerLogin, answerLoginAlert } from '../../src/operations/answerLogin.ts';
import { confirmUserSession } from '../../src/operations/answerLogin.ts';
import { confirmLogout } from '../../src/operations/confirmLogout.ts';
import { endUserSessions } from '../../src/operations/endUserSessions.ts';
import { listSessions } from '../../src/operations/listSessions.ts';
import { refreshTokens } from '../../src/operations/refreshTokens.ts';
import { revokeOtherSessions } from '../../src/operations/revokeOtherSessions.ts';
import { revokeSession } from '../../src/operations/revokeSession.ts';
import { signOut } from '../../src/operations/signOut.ts';
import { sweep } from '../../src/operations/sweep.ts';
import type { DeviceSession } from '../../src/domain/session/deviceSession.ts';
import { again, register, signInNow } from '../doubles/device.ts';
import { alice, openOf, viewOf } from '../doubles/lookInside.ts';
import { living } from '../doubles/limits.ts';
import type { TestServices } from '../doubles/services.ts';
import { testServices } from '../doubles/services.ts';

const refused = (reason: string) => ({ name: 'SessionError', reason });

/** The owner's phone and tablet, both confirmed, and a new device that the phone is alerted of. */
async function scene() {
  const services = testServices();
  const phone = await register(services, 'iphone-1');
  const tablet = await register(services, 'tablet-1');
  await deliverForUser(services, tablet.caller);
  services.sent.length = 0;
  services.pass({ days: 7 });
  const login = await register(services, 'galaxy-1');
  await deliverForUser(services, login.caller);
  const alert = services.sent.find(({ message }) => message.token === 'push-iphone-1');
  const token = alert?.message.data?.answerToken;
  assert.ok(token);
  services.sent.length = 0;
  const answer = (wasMe: boolean) =>
    answerLogin(services, phone.caller, { sessionId: login.session.sessionId, wasMe });
  const answerAlert = (wasMe: boolean) => answerLoginAlert(services, { token, wasMe });
  const stored = () => services.sessions.content.views.get(login.session.sessionId)!;
  return { services, phone, tablet, login, token, answer, answerAlert, stored };
}

type Scene = Awaited<ReturnType<typeof scene>>;
type Login = Parameters<typeof answerLogin>[2];

const pushesOf = ({ sent }: TestServices) =>
  sent.map(({ kind, message }) => `${kind} ${message.token}`).sort();

describe('the answer "it was me"', () => {
  it('confirms the session, knows its device, and withdraws the alert elsewhere', async () => {
    const { services, login, answer } = await scene();
    const { session } = await answer(true);
    assert.equal(session.confirmed, true);
    // Also where it was waiting for the answer.
    assert.deepEqual(pushesOf(services), [
      'login_answered push-galaxy-1',
      'login_answered push-tablet-1',
    ]);
    for (const { message } of services.sent) {
      assert.equal(message.data?.sessionId, login.session.sessionId);
    }
    await signOut(services, login.caller);
    services.pass({ seconds: 1 });
    const back = await register(services, 'galaxy-1', undefined, again(login));
    assert.equal(back.session.confirmed, true);
  });

  for (const [who, answer] of [
    ['the owner', ({ services, phone }, login) => answerLogin(services, phone.caller, login)],
    [
      'an operator',
      ({ services }, { sessionId }) => confirmUserSession(services, alice, sessionId),
    ],
  ] as [string, (one: Scene, login: Login) => Promise<{ session: DeviceSession }>][]) {
    it(`by ${who} confirms also what has run out, and its device comes back as known`, async () => {
      const one = await scene();
      const { services } = one;
      Object.assign(services.policy, living('30d/365d,WEB:15m/8h'));
      const web = await register(services, 'browser-1', undefined, { deviceType: 'WEB' });
      services.pass({ hours: 1 });
      const { sessionId } = web.session;
      const { session } = await answer(one, { sessionId, wasMe: true });
      assert.deepEqual([session.sessionId, session.confirmed], [sessionId, true]);
      const back = await register(services, 'browser-1', undefined, again(web));
      assert.equal(back.session.confirmed, true);
    });
  }

  it('is not said by a "no" about what has run out', async () => {
    const { services, phone } = await scene();
    Object.assign(services.policy, living('30d/365d,WEB:15m/8h'));
    const web = await register(services, 'browser-1', undefined, { deviceType: 'WEB' });
    const stored = () => openOf(services, web.session.sessionId).session;
    assert.equal(stored().toldLoginAt, null);
    await deliverForUser(services, alice);
    assert.deepEqual(stored().toldLoginAt, stored().registeredAt);
    services.pass({ hours: 1 });
    const { sessionId } = web.session;
    const { session } = await answerLogin(services, phone.caller, { sessionId, wasMe: false });
    assert.equal(session.confirmed, false);
    const back = await register(services, 'browser-1', undefined, again(web));
    assert.equal(back.session.confirmed, false);
  });

  it('given again changes nothing and pushes nothing', async () => {
    const { services, answer, answerAlert } = await scene();
    assert.deepEqual(await answerAlert(true), { wasMe: true, revoked: false });
    services.sent.length = 0;
    assert.deepEqual(await answerAlert(true), { wasMe: true, revoked: false });
    assert.equal((await answer(true)).session.confirmed, true);
    assert.deepEqual(services.sent, []);
  });

  it('changes nothing after "it was not me"', async () => {
    const { answerAlert, answer, stored } = await scene();
    await answerAlert(false);
    const before = structuredClone(stored());
    assert.deepEqual(await answerAlert(true), { wasMe: false, revoked: true });
    await answer(true);
    assert.deepEqual(stored(), before);
  });
});

describe('the answer "it was not me"', () => {
  it('ends exactly that session, with its refresh family, and tells all concerned', async () => {
    const { services, phone, login, answerAlert, stored } = await scene();
    assert.deepEqual(await answerAlert(false), { wasMe: false, revoked: true });
    assert.equal(stored().revokedReason, 'denied');
    assert.deepEqual(pushesOf(services), [
      'force_logout push-galaxy-1',
      'login_answered push-tablet-1',
    ]);
    await assert.rejects(
      refreshTokens(services, login.tokens.refresh_token),
      refused('session_revoked'),
    );
    await assert.rejects(listSessions(services, login.caller), refused('session_revoked'));
    assert.equal((await listSessions(services, phone.caller)).sessions.length, 2);
  });

  it('forgets the device, so that its next login alerts again', async () => {
    const { services, login, answer } = await scene();
    await answer(true);
    await answer(false);
    services.pass({ seconds: 1 });
    const back = await register(services, 'galaxy-1', undefined, again(login));
    assert.equal(back.session.confirmed, false);
    services.sent.length = 0;
    await deliverForUser(services, back.caller);
    assert.equal(services.sent.length, 2);
    assert.notEqual(back.session.sessionId, login.session.sessionId);
  });

  it('wins over an earlier "it was me"', async () => {
    const { answerAlert, stored } = await scene();
    await answerAlert(true);
    assert.deepEqual(await answerAlert(false), { wasMe: false, revoked: true });
    assert.equal(stored().revokedReason, 'denied');
  });

  it('given again gives the same result and pushes nothing', async () => {
    const { services, answer, answerAlert } = await scene();
    await answerAlert(false);
    services.sent.length = 0;
    assert.deepEqual(await answerAlert(false), { wasMe: false, revoked: true });
    await answer(false);
    assert.deepEqual(services.sent, []);
  });

  it('follows the device when it has meanwhile registered again', async () => {
    const { services, login, answerAlert } = await scene();
    const successor = await register(services, 'galaxy-1', login.signIn, again(login));
    await answerAlert(false);
    await assert.rejects(listSessions(services, successor.caller), refused('session_revoked'));
  });

  it('leaves a session that had already ended its reason', async () => {
    const { services, login, answerAlert, stored } = await scene();
    await signOut(services, login.caller);
    assert.deepEqual(await answerAlert(false), { wasMe: false, revoked: true });
    assert.equal(stored().revokedReason, 'sign_out');
    // The device is closed, so nobody else need be asked.
    assert.deepEqual(pushesOf(services), ['login_answered push-tablet-1']);
  });

  it('about one that has signed itself out takes nothing of what its device has opened since', async () => {
    const { services, phone, login } = await scene();
    await signOut(services, login.caller);
    services.pass({ seconds: 1 });
    const later = await register(services, 'galaxy-1', undefined, again(login));
    const { sessionId } = login.session;
    const { session } = await answerLogin(services, phone.caller, { sessionId, wasMe: false });
    assert.equal(session.sessionId, sessionId);
    assert.deepEqual((await listSessions(services, later.caller)).sessions.length, 3);
    assert.deepEqual(services.sent, []);
  });
});

describe('an answer follows the installation', () => {
  it('of the phone that was asked, when that has registered again before its "no"', async () => {
    const { services, phone, answerAlert, stored } = await scene();
    await register(services, 'iphone-1', undefined, again(phone));
    assert.deepEqual(await answerAlert(false), { wasMe: false, revoked: true });
    assert.equal(stored().revokedReason, 'denied');
  });

  it('and never the device id: not on the side that is asked about', async () => {
    const { services, login, answerAlert, stored } = await scene();
    // The owner's own new phone, restored from a backup, say: another nonce, the same device id.
    const owners = await register(services, 'galaxy-1');
    await signOut(services, login.caller);
    await answerAlert(false);
    assert.equal(stored().revokedReason, 'sign_out');
    const { revoked } = services.sessions.content.views.get(owners.session.sessionId)!;
    assert.equal(revoked, false);
  });

  it('and never the device id: not on the side that answers', async () => {
    const { services, phone, answerAlert, stored } = await scene();
    await register(services, 'iphone-1');
    await signOut(services, phone.caller);
    await assert.rejects(answerAlert(false), refused('session_revoked'));
    assert.equal(stored().revoked, false);
  });
});

describe('an answer about several logins', () => {
  async function several() {
    const all = await scene();
    const { services, login, phone } = all;
    services.pass({ seconds: 30 });
    const second = await register(services, 'galaxy-2');
    await deliverForUser(services, second.caller);
    const push = services.sent.findLast(({ message }) => message.token === 'push-iphone-1');
    services.sent.length = 0;
    const { answerToken: token = '', count } = push?.message.data ?? {};
    assert.equal(count, '2');
    const revokedOf = ({ session }: { session: { sessionId: string } }) =>
      services.sessions.content.views.get(session.sessionId)!.revokedReason;
    return { services, phone, login, second, token, revokedOf };
  }

  it('is "no" only, which closes exactly those', async () => {
    const { services, login, second, token, revokedOf, phone } = await several();
    services.pass({ seconds: 90 });
    const third = await register(services, 'galaxy-3');
    await assert.rejects(answerLoginAlert(services, { token, wasMe: true }), {
      reason: 'invalid_input',
    });
    assert.deepEqual([login, second].map(revokedOf), [null, null]);
    assert.deepEqual(await answerLoginAlert(services, { token, wasMe: false }), {
      wasMe: false,
      revoked: true,
    });
    assert.deepEqual([login, second, third, phone].map(revokedOf), [
      'denied',
      'denied',
      null,
      null,
    ]);
  });

  it('ends with the first of them that counts as the owner’s', async () => {
    const { services, token, second, revokedOf } = await several();
    services.pass({ days: 7, seconds: -30 });
    await assert.rejects(
      answerLoginAlert(services, { token, wasMe: false }),
      refused('token_invalid'),
    );
    assert.equal(revokedOf(second), null);
  });
});

describe('a session that a change of the account has ended', () => {
  /** The thief sets a password, which ends the owner's sessions, and signs in anew. */
  async function takeover() {
    const services = testServices();
    const phone = await register(services, 'iphone-1');
    const first = await register(services, 'tablet-1');
    services.pass({ days: 8 });
    const tablet = await register(services, 'tablet-1', undefined, {
      ...again(first),
      refreshToken: first.tokens.refresh_token,
    });
    await deliverForUser(services, phone.caller);
    services.pass({ hours: 1 });
    services.account = {
      disabled: false,
      createdAt: new Date('2026-01-01T00:00:00Z'),
      tokensValidAfter: services.now(),
      email: null,
    };
    services.pass({ seconds: 5 });
    services.sent.length = 0;
    const thief = await register(services, 'thief-001');
    await deliverForUser(services, thief.caller);
    const tokenTo = (pushToken: string) => {
      const alert = services.sent.find(
        ({ kind, message }) => kind === 'login_alert' && message.token === pushToken,
      );
      return alert?.message.data.answerToken ?? '';
    };
    const stored = () => services.sessions.content.views.get(thief.session.sessionId)!;
    return { services, phone, tablet, thief, tokenTo, stored };
  }

  it('is told, with "no" only, and the team’s hook runs', async () => {
    const { services, thief, stored } = await takeover();
    assert.equal(stored().confirmed, false);
    const alert = services.sent.find(
      ({ kind, message }) => kind === 'login_alert' && message.token === 'push-iphone-1',
    );
    const { body, confirmLabel, denyLabel } = alert?.message.data ?? {};
    assert.match(body ?? '', /Your account was changed shortly before\./);
    assert.equal(denyLabel, 'No, close this session');
    assert.equal(confirmLabel, undefined);
    assert.deepEqual(
      services.unalerted.map(({ sessionId }) => sessionId),
      [thief.session.sessionId],
    );
  });

  it('may say "no" although it has ended, once in all', async () => {
    const { services, tablet, tokenTo, stored } = await takeover();
    const [first, other] = [tokenTo('push-iphone-1'), tokenTo('push-tablet-1')];
    assert.ok(first && other);
    await assert.rejects(
      answerLoginAlert(services, { token: first, wasMe: true }),
      refused('session_revoked'),
    );
    const answer = await answerLoginAlert(services, { token: first, wasMe: false });
    const given = { wasMe: false, revoked: true };
    assert.deepEqual(answer, { ...given, revokedCount: 1 });
    assert.equal(stored().revokedReason, 'denied');
    // The same answer again finds it given; about another login nobody has one left.
    assert.deepEqual(await answerLoginAlert(services, { token: other, wasMe: false }), given);
    services.pass({ seconds: 30 });
    const next = await register(services, 'thief-002');
    const token = await services.tokens.issueAnswerToken(
      {
        accountId: accountIdOf(alice),
        answeringSessionId: tablet.session.sessionId,
        answeringDevice: viewOf(services, tablet.session.sessionId).device,
        about: [viewOf(services, next.session.sessionId).device],
        expiresAt: new Date(services.now().getTime() + 60_000),
      },
      services.now(),
    );
    await assert.rejects(
      answerLoginAlert(services, { token, wasMe: false }),
      refused('session_revoked'),
    );
  });
});

describe('who may answer', () => {
  it('is no session about itself', async () => {
    const { services, phone, login } = await scene();
    for (const [{ caller, session }, reason] of [
      [phone, 'current_session'],
      [login, 'session_unconfirmed'],
    ] as const) {
      await assert.rejects(
        answerLogin(services, caller, { sessionId: session.sessionId, wasMe: true }),
        refused(reason),
      );
    }
  });

  it('is no unconfirmed session, so two new devices cannot deny each other', async () => {
    const { services, login, stored } = await scene();
    const other = await register(services, 'galaxy-2');
    for (const [one, two] of [
      [login, other],
      [other, login],
    ] as const) {
      for (const wasMe of [true, false]) {
        await assert.rejects(
          answerLogin(services, one.caller, { sessionId: two.session.sessionId, wasMe }),
          refused('session_unconfirmed'),
        );
      }
    }
    assert.equal(stored().revoked, false);
    assert.equal(stored().confirmed, false);
  });

  it('is no other user', async () => {
    const { services, login } = await scene();
    const bob = await register(services, 'laptop-1', signInNow(services, 'bob'));
    await assert.rejects(
      answerLogin(services, bob.caller, { sessionId: login.session.sessionId, wasMe: false }),
      refused('session_not_found'),
    );
  });

  it('is no session that has been revoked since it was asked', async () => {
    const { services, phone, tablet, answer, answerAlert, stored } = await scene();
    await revokeSession(services, tablet.caller, phone.session);
    await assert.rejects(answerAlert(false), refused('session_revoked'));
    await assert.rejects(answer(false), refused('session_revoked'));
    assert.equal(stored().revoked, false);
  });

  it('is nobody after the confirmation period, nor with another kind of token', async () => {
    const { services, phone, token, answerAlert } = await scene();
    for (const wrong of [`${token}x`, phone.tokens.access_token, phone.tokens.refresh_token]) {
      await assert.rejects(
        answerLoginAlert(services, { token: wrong, wasMe: false }),
        refused('token_invalid'),
      );
    }
    services.pass({ days: 7 });
    await assert.rejects(answerAlert(false), refused('token_invalid'));
  });

  it('is nobody with a token that names other sessions than the user’s own', async () => {
    const { services, phone, login } = await scene();
    const bob = await register(services, 'laptop-1', signInNow(services, 'bob'));
    const forge = (answeringSessionId: string, about: string) =>
      services.tokens.issueAnswerToken(
        {
          accountId: accountIdOf(alice),
          answeringSessionId,
          answeringDevice: viewOf(services, answeringSessionId).device,
          about: [viewOf(services, about).device],
          expiresAt: new Date(services.now().getTime() + 60_000),
        },
        services.now(),
      );
    const { sessionId: phoneId } = phone.session;
    const { sessionId: bobId } = bob.session;
    const foreignTarget = await forge(phoneId, bobId);
    await answerLoginAlert(services, { token: foreignTarget, wasMe: false });
    await listSessions(services, bob.caller);
    const foreignAnswerer = await forge(bobId, login.session.sessionId);
    await assert.rejects(
      answerLoginAlert(services, { token: foreignAnswerer, wasMe: false }),
      refused('session_expired'),
    );
  });
});

describe('the receipt of a logout', () => {
  async function toLogOut() {
    const all = await scene();
    await all.answer(false);
    const push = all.services.sent.find(({ kind }) => kind === 'force_logout');
    const receipt = push?.message.data?.receiptToken;
    assert.ok(receipt);
    return { ...all, receipt };
  }

  it('is recorded once, and shown to who asks for ended sessions', async () => {
    const { services, phone, login, receipt } = await toLogOut();
    services.pass({ seconds: 120 });
    const confirmed = await confirmLogout(services, receipt);
    services.pass({ seconds: 60 });
    assert.deepEqual(await confirmLogout(services, receipt), confirmed);
    const { sessions } = await listSessions(services, phone.caller, { includeEnded: true });
    const ended = sessions.at(-1);
    assert.deepEqual(ended, {
      ...login.session,
      location: 'Moscow, Russia',
      expiresAt: null,
      signals: ['new_device'],
      isCurrentDevice: false,
      revokedAt: '2026-03-08T12:00:00.000Z',
      revokedReason: 'denied',
      logoutConfirmedAt: '2026-03-08T12:02:00.000Z',
    });
    assert.equal((await listSessions(services, phone.caller)).sessions.length, 2);
  });

  it('survives whatever is done or found out later', async () => {
    const { services, phone, login, receipt } = await toLogOut();
    const { logoutConfirmedAt } = await confirmLogout(services, receipt);
    const { sessionId } = login.session;
    await answerLogin(services, phone.caller, { sessionId, wasMe: false });
    await answerLogin(services, phone.caller, { sessionId, wasMe: true });
    await revokeSession(services, phone.caller, { sessionId });
    await deliverForUser(services, phone.caller);
    services.pass({ hours: 1 });
    await register(services, login.caller.deviceId, signInNow(services), again(login));
    await deliverForUser(services, phone.caller);
    await revokeOtherSessions(services, phone.caller);
    services.pass({ days: 7 });
    await sweep(services);
    await endUserSessions(services, phone.caller);
    const view = await services.sessions.findView(sessionId);
    assert.equal(view?.logoutConfirmedAt?.toISOString(), logoutConfirmedAt);
    assert.deepEqual([view?.revokedReason, view?.location], ['denied', 'Moscow, Russia']);
  });

  it('is missing while the device has not answered', async () => {
    const { services, phone } = await toLogOut();
    const { sessions } = await listSessions(services, phone.caller, { includeEnded: true });
    const ended = sessions.at(-1);
    assert.ok(ended && 'logoutConfirmedAt' in ended);
    assert.equal(ended.logoutConfirmedAt, null);
    const [current] = sessions;
    assert.ok(current && 'revokedAt' in current);
    assert.equal(current.revokedAt, null);
  });

  it('is refused for a live session, with another token, and after 30 days', async () => {
    const { services, phone, receipt } = await toLogOut();
    const live = await services.tokens.issueReceiptToken({
      sessionId: phone.session.sessionId,
      expiresAt: new Date(services.now().getTime() + 60_000),
    });
    for (const wrong of [live, `${receipt}x`, phone.tokens.refresh_token]) {
      await assert.rejects(confirmLogout(services, wrong), refused('token_invalid'));
    }
    services.pass({ days: 30 });
    await assert.rejects(confirmLogout(services, receipt), refused('token_invalid'));
  });

  it('ends of long ago and replaced sessions are not shown', async () => {
    const { services, phone } = await toLogOut();
    services.pass({ days: 20 });
    const goingOn = await register(services, 'iphone-1', signInNow(services), {
      refreshToken: phone.tokens.refresh_token,
    });
    services.pass({ days: 11 });
    const { sessions } = await listSessions(services, goingOn.caller, { includeEnded: true });
    assert.deepEqual(
      sessions.map((one) => [one.deviceName, 'revokedReason' in one && one.revokedReason]),
      [
        ['Phone iphone-1', null],
        ['Phone tablet-1', 'expired'],
      ],
    );
  });
});
