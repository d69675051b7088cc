import assert from 'node:assert/strict';
import type { Account, Device } from '../../../src/domain/account/account.ts';
import type { Actor } from '../../../src/domain/account/caller.ts';
import { requireActor } from '../../../src/domain/account/caller.ts';
import type { OutboxEntry } from '../../../src/domain/account/outboxEntry.ts';
import type { Reauthentication } from '../../../src/domain/account/reauthentication.ts';
import type { SessionView } from '../../../src/domain/account/view.ts';
import { decideRename } from '../../../src/domain/revocation/renaming.ts';
import {
  decideEndAll,
  decideRevoke,
  decideRevokeOthers,
  decideSignOut,
} from '../../../src/domain/revocation/revocation.ts';
import type { Known } from '../../../src/domain/account/draft.ts';
import type { SignInMethods } from '../../../src/domain/session/session.ts';
import {
  account,
  ago,
  alice,
  callerOf,
  device,
  endedView,
  endsOf,
  known,
  moment,
  now,
  ranOut,
  refusalOf,
  using,
  view,
  waiting,
  written,
} from '../accounts.ts';

const mine = { me: using({ sessionId: 'me' }) };
const caller = callerOf('me');

function on(devices: Account['devices'], views: SessionView[] = [], more: Partial<Account> = {}) {
  return known(account({ devices, ...more }), views);
}

describe('who may act', () => {
  const bobs = { ...account({ devices: mine }), userId: 'bob' };
  const cases: [what: string, state: Known, actor: Actor, refusal: string][] = [
    ['is a confirmed session', on(mine), { caller }, 'none'],
    [
      'is not an unconfirmed one',
      on({ me: waiting({ sessionId: 'me' }) }),
      { caller },
      'session_unconfirmed',
    ],
    [
      'is not one that was closed',
      on({}, [endedView('me', 'me', 'denied')]),
      { caller },
      'session_revoked',
    ],
    [
      'is not one that ran out',
      on({ me: using({ sessionId: 'me', expiresAt: now }) }),
      { caller },
      'session_expired',
    ],
    ['is not another user’s', known(bobs), { caller }, 'session_expired'],
    [
      'is not another device’s',
      on(mine),
      { caller: { ...caller, deviceHashes: ['x'] } },
      'session_expired',
    ],
    ['is nobody whose account is gone', known(null), { caller }, 'session_expired'],
    [
      'is nobody whose view alone is left',
      known(null, [view({ sessionId: 'me' })]),
      { caller },
      'session_expired',
    ],
  ];
  for (const [what, state, actor, refusal] of cases) {
    it(what, () =>
      assert.equal(
        refusalOf(() => requireActor(state, actor, moment())),
        refusal,
      ),
    );
  }

  const google = { provider: 'google.com:1', secondFactor: null };
  const owner = using({ sessionId: 'owner', signedInWith: google });
  const asking = waiting({ sessionId: 'me' });
  const none: SignInMethods = { provider: null, secondFactor: null };
  const proof: Reauthentication = { ...alice, signedInAt: ago({ seconds: 300 }), methods: google };
  const proofs: [what: string, Account['devices'], Partial<Reauthentication>, string][] = [
    ['by what a confirmed session signed in with', { me: asking, owner }, {}, 'none'],
    [
      'not by what is older than five minutes',
      { me: asking, owner },
      { signedInAt: ago({ seconds: 301 }) },
      'session_unconfirmed',
    ],
    ['not by another user’s', { me: asking, owner }, { userId: 'bob' }, 'session_unconfirmed'],
    ['not by another tenant’s', { me: asking, owner }, { tenantId: 't' }, 'session_unconfirmed'],
    [
      'not by the password, which the owner has signed in with too',
      {
        me: waiting({ sessionId: 'me', signedInWith: google }),
        owner: using({ sessionId: 'owner', signedInWith: none }),
      },
      { methods: none },
      'session_unconfirmed',
    ],
    [
      'not by a factor, or a provider, that no confirmed session has',
      { me: asking, owner },
      { methods: { provider: 'google.com:2', secondFactor: 'phone:mine' } },
      'session_unconfirmed',
    ],
    [
      'not by what no confirmed session has',
      { me: asking, owner: waiting({ sessionId: 'o', signedInWith: google }) },
      {},
      'session_unconfirmed',
    ],
    [
      'not by what it has shown itself',
      { me: waiting({ sessionId: 'me', signedInWith: google }), owner },
      {},
      'session_unconfirmed',
    ],
  ];
  for (const [what, devices, fields, refusal] of proofs) {
    it(`is lifted ${what}`, () => {
      const reauthentication = { ...proof, ...fields };
      const decide = () => requireActor(on(devices), { caller, reauthentication }, moment());
      assert.equal(refusalOf(decide), refusal);
      if (refusal === 'none') assert.equal(decide().device.session.confirmed, true);
    });
  }

  it('is told when, and by what else, it will be', () => {
    const signedInWith = { ...google, secondFactor: 'phone:1' };
    const devices = { me: asking, owner: using({ sessionId: 'owner', signedInWith }) };
    assert.throws(() => requireActor(on(devices), { caller }, moment()), {
      details: {
        retryAfterSeconds: 7 * 86_400 - 3600,
        confirmBy: ['other_device', 'second_factor', 'other_provider', 'time'],
      },
    });
    const idle = using({ sessionId: 'o', lastActiveAt: ago({ days: 8 }) }, { pushToken: null });
    assert.throws(() => requireActor(on({ me: devices.me, idle }), { caller }, moment()), {
      details: { retryAfterSeconds: 7 * 86_400 - 3600, confirmBy: ['time'] },
    });
  });
});

describe('revoking one', () => {
  const revoke = (state: Known, sessionId: string) =>
    decideRevoke(state, { callId: 'call', caller, sessionId }, moment());
  const both = { ...mine, other: using({ sessionId: 'other' }) };

  it('ends it, closes its device and has its logout in hand', () => {
    const change = revoke(on(both), 'other');
    const after = written(change);
    assert.deepEqual(endsOf(change), { other: 'user' });
    assert.deepEqual(
      [after.devices.other?.standing, after.devices.other?.pushToken],
      ['closed', null],
    );
    const [entry] = after.outbox;
    assert.deepEqual(change.result, { revokedCount: 1, pushIds: [entry?.pushId] });
    assert.deepEqual(entry?.notBefore, ago({ seconds: -60 }));
  });

  for (const [what, state, sessionId, refusal] of [
    ['the session in use', on(both), 'me', 'current_session'],
    ['what does not exist', on(both), 'none', 'session_not_found'],
    [
      'another user’s',
      on(both, [view({ sessionId: 'bobs', userId: 'bob' })]),
      'bobs',
      'session_not_found',
    ],
  ] as const) {
    it(`refuses ${what}`, () =>
      assert.equal(
        refusalOf(() => revoke(state, sessionId)),
        refusal,
      ));
  }

  it('follows a replaced session to its device', () => {
    const change = revoke(on(both, [endedView('old', 'other', 'replaced')]), 'old');
    assert.deepEqual(endsOf(change), { other: 'user' });
  });

  it('follows nothing else: what has taken its place another way stays', () => {
    const { write } = revoke(on(both, [endedView('old', 'other', 'sign_out')]), 'old');
    assert.equal(write, null);
  });

  it('never ends the session in use', () => {
    assert.equal(revoke(on(both, [endedView('old', 'me', 'replaced')]), 'old').write, null);
  });

  it('closes the device of what has ended, and takes its right to say "no"', () => {
    const mayDeny = { mayDenyUntil: ago({ days: -1 }), mayDenySince: ago({ days: 1 }) };
    const devices = { ...mine, gone: device(mayDeny) };
    for (const reason of ['account', 'sign_out', 'replaced'] as const) {
      const change = revoke(on(devices, [endedView('old', 'gone', reason)]), 'old');
      const { gone } = written(change).devices;
      assert.deepEqual([gone?.standing, gone?.mayDenyUntil, endsOf(change)], ['closed', null, {}]);
    }
  });

  it('has in hand what is still owed of what has ended', () => {
    const outbox = [logout('gone', 'push-1')];
    const devices = { ...mine, gone: device({ standing: 'closed' }) };
    const { result } = revoke(on(devices, [endedView('old', 'gone', 'user')], { outbox }), 'old');
    assert.deepEqual(result, { revokedCount: 0, pushIds: ['push-1'] });
  });

  it('does not count a login that the owner has closed', () => {
    const newDevices = [{ device: 'other', at: now, isCounted: true }];
    const after = written(revoke(on(both, [], { newDevices }), 'other'));
    assert.deepEqual(after.newDevices, [{ device: 'other', at: now, isCounted: false }]);
  });

  it('does not count one that had ended before, either, nor do all others', () => {
    const login = { device: 'gone', at: ago({ seconds: 60 }), isCounted: true };
    const gone = ranOut({ sessionId: 'old' });
    const views = [endedView('old', 'gone', 'expired')];
    const state = on({ ...mine, gone }, views, { newDevices: [login] });
    for (const change of [
      decideRevoke(state, { callId: 'call', caller, sessionId: 'old' }, moment()),
      decideRevokeOthers(state, { callId: 'call', caller }, moment()),
      decideEndAll(state, { callId: 'call', owner: alice }, moment()),
    ]) {
      assert.deepEqual(written(change).newDevices, [{ ...login, isCounted: false }]);
    }
  });

  it('answers what an earlier run of the same call has done', () => {
    const change = revoke(on(both), 'other');
    const again = revoke(known(written(change)), 'other');
    assert.deepEqual([again.result, again.write], [change.result, null]);
  });
});

describe('revoking all others', () => {
  const revokeOthers = (state: Known) =>
    decideRevokeOthers(state, { callId: 'call', caller }, moment());

  it('ends every open one, confirmed or not, and closes the devices of what has ended', () => {
    const devices = {
      ...mine,
      a: using({ sessionId: 'a' }),
      b: waiting({ sessionId: 'b' }),
      late: using({ sessionId: 'late', expiresAt: now }),
      gone: device(),
    };
    const change = revokeOthers(on(devices));
    const after = written(change);
    assert.deepEqual(endsOf(change), { a: 'others', b: 'others', late: 'expired' });
    assert.equal(change.result.revokedCount, 2);
    assert.deepEqual(
      Object.entries(after.devices).map(([key, { standing }]) => [key, standing]),
      [
        ['me', 'known'],
        ['a', 'closed'],
        ['b', 'closed'],
        ['late', 'closed'],
        ['gone', 'closed'],
      ],
    );
    assert.equal(change.result.pushIds.length, 2);
  });

  it('refuses an unconfirmed caller, and ends none', () => {
    const devices = { me: waiting({ sessionId: 'me' }), a: using({ sessionId: 'a' }) };
    assert.equal(
      refusalOf(() => revokeOthers(on(devices))),
      'session_unconfirmed',
    );
  });
});

describe('an operator who ends all', () => {
  it('ends and closes all that a user has', () => {
    const devices = { ...mine, gone: device() };
    const change = decideEndAll(on(devices), { callId: 'call', owner: alice }, moment());
    assert.deepEqual(endsOf(change), { me: 'operator' });
    assert.deepEqual(
      Object.values(written(change).devices).map(({ standing }) => standing),
      ['closed', 'closed'],
    );
    assert.deepEqual(
      change.write?.events.map(({ initiatingEntity, actorSessionId }) => [
        initiatingEntity,
        actorSessionId,
      ]),
      [['admin', null]],
    );
  });

  it('ends none of a user who has none', () => {
    const { result, write } = decideEndAll(known(null), { callId: 'call', owner: alice }, moment());
    assert.deepEqual([result.revokedCount, write], [0, null]);
  });
});

describe('signing out', () => {
  const signOut = (state: Known, forget = false, who = caller) =>
    decideSignOut(state, { caller: who, forget }, moment());

  for (const [what, one, forget, standing] of [
    ['keeps a known device known', mine.me, false, 'known'],
    ['leaves a new device new', waiting({ sessionId: 'me' }, { signIns: [mark()] }), false, 'new'],
    ['closes the device where that is asked for', mine.me, true, 'closed'],
  ] as const) {
    it(what, () => {
      const change = signOut(on({ me: one }), forget);
      assert.deepEqual(endsOf(change), { me: 'sign_out' });
      assert.equal(written(change).devices.me?.standing, standing);
      assert.deepEqual(written(change).outbox, []);
    });
  }

  const late = (view: Partial<SessionView> = {}, one: Device = device()) => {
    const ended = { ...endedView('me', 'me', 'sign_out'), deviceHash: 'hash-me', ...view };
    return signOut(on({ me: one }, [ended]), true).write;
  };
  it('closes late where nothing is open on the device and the session was not replaced', () => {
    assert.ok(late());
    assert.equal(late({}, using({ sessionId: 'next' })), null);
    assert.equal(late({ revokedReason: 'replaced' }), null);
    assert.equal(late({ deviceHash: 'another' }), null);
    assert.equal(late({ userId: 'bob' }), null);
  });

  it('changes nothing of what is gone, another user’s or another device’s', () => {
    assert.equal(signOut(known(null)).write, null);
    assert.equal(signOut(on(mine), false, { ...caller, deviceHashes: [] }).write, null);
    assert.equal(signOut(on(mine), false, { ...caller, userId: 'bob' }).write, null);
  });
});

describe('a name', () => {
  const rename = (devices: Account['devices'], sessionId: string, deviceName: string | null) =>
    decideRename(on(devices), { caller, sessionId, deviceName }, moment());

  it('is given to any open session by a confirmed one; what shows nothing is the device type’s', () => {
    assert.equal(rename(mine, 'me', 'Kitchen').result.deviceName, 'Kitchen');
    assert.equal(rename(mine, 'me', null).result.deviceName, 'Android device');
    assert.equal(rename(mine, 'me', 'Phone me').write, null);
  });

  it('is given to nothing that has ended or is not there, and by no unconfirmed session', () => {
    assert.equal(
      refusalOf(() => rename(mine, 'gone', 'x')),
      'session_not_found',
    );
    const late = { ...mine, late: using({ sessionId: 'late', expiresAt: now }) };
    assert.equal(
      refusalOf(() => rename(late, 'late', 'x')),
      'session_not_found',
    );
    const young = { me: waiting({ sessionId: 'me' }) };
    assert.equal(
      refusalOf(() => rename(young, 'me', 'x')),
      'session_unconfirmed',
    );
  });
});

function mark() {
  return { second: Math.floor(now.getTime() / 1000), isSpent: false };
}

function logout(key: string, pushId: string): OutboxEntry {
  return {
    kind: 'force_logout',
    ...{ pushId, attempts: 1, until: ago({ days: -7 }), notBefore: ago({ seconds: -10 }) },
    ...{ sessionId: 'old', device: key, deviceType: 'IOS' },
    pushToken: { kind: 'token', value: 'push' },
  };
}
