import assert from 'node:assert/strict';
import { requireActor } from '../../../src/domain/revocation/actor.ts';
import {
  decideEndAll,
  decideLateForget,
  decideRevoke,
  decideRevokeOthers,
  decideCloseDevice,
  decideSignOut,
} from '../../../src/domain/revocation/revocation.ts';
import { withChange } from '../../../src/domain/session/plan.ts';
import type { Plan } from '../../../src/domain/session/plan.ts';
import { owe } from '../../../src/domain/session/owed.ts';
import type { SessionRecord } from '../../../src/domain/session/session.ts';
import {
  ago,
  callerOf,
  ended,
  expired,
  moment,
  record,
  refusalOf,
  unconfirmed,
} from '../records.ts';

const me = record('me');
const caller = callerOf(me);
const bobs = record('bobs', { session: { userId: 'bob' } });
const owing = { owed: [owe('force_logout', 'gone', ago({ days: -1 }), moment())], isOwed: true };

const endsOf = ({ changes }: Plan<unknown>) =>
  changes.flatMap(({ sessionId, session }) =>
    session?.revokedReason ? [`${sessionId}:${session.revokedReason}`] : [],
  );
const afterOf = ({ changes }: Plan<unknown>, one: SessionRecord) =>
  changes.filter(({ sessionId }) => sessionId === one.session.sessionId).reduce(withChange, one)
    .secrets;

describe('who may act', () => {
  const cases: [what: string, own: SessionRecord, reason: string][] = [
    ['is a confirmed session', me, 'none'],
    ['is not an unconfirmed one', unconfirmed('me'), 'session_unconfirmed'],
    [
      'is one that has come of age',
      unconfirmed('me', { session: { createdAt: ago({ days: 7 }) } }),
      'none',
    ],
    ['is not one that was closed', ended('me', 'denied'), 'session_revoked'],
    ['is not one that ran out', expired('me'), 'session_expired'],
    ['is not another user’s', record('me', { session: { userId: 'bob' } }), 'session_expired'],
    ['is not another device’s', record('me', { session: { deviceHash: 'x' } }), 'session_expired'],
  ];
  for (const [what, own, reason] of cases) {
    it(what, () => {
      assert.equal(
        refusalOf(() => requireActor([own], { caller }, moment())),
        reason,
      );
    });
  }

  it('is nobody whose record is not there', () => {
    assert.equal(
      refusalOf(() => requireActor([], { caller }, moment())),
      'session_expired',
    );
  });

  it('is an unconfirmed one that its owner lifts, which confirms it for good', () => {
    const google = { provider: 'google.com:1', secondFactor: null };
    const phone = record('phone', { secrets: { signedInWith: google } });
    const reauthentication = {
      userId: 'alice',
      tenantId: null,
      signedInAt: ago({}),
      methods: google,
    };
    const own = unconfirmed('me');
    const actor = requireActor([own, phone], { caller, reauthentication }, moment());
    assert.equal(actor.session.confirmed, true);
    assert.deepEqual(actor.changes, [
      { sessionId: 'me', session: { confirmed: true }, secrets: { device: 'known' } },
    ]);
    assert.equal(actor.events[0]?.type, 'assurance-level-change');
  });
});

describe('decideRevoke', () => {
  const revoke = (records: SessionRecord[], sessionId: string) =>
    decideRevoke([me, ...records], { caller, sessionId }, moment());

  it('ends a session, forgets its device and has its logout in hand', () => {
    const other = record('other');
    const plan = revoke([other], 'other');
    assert.deepEqual(endsOf(plan), ['other:user']);
    const { device, owed, owedNotBefore } = afterOf(plan, other);
    assert.deepEqual(
      [device, owed[0]?.attempts, owedNotBefore],
      ['forgotten', 1, ago({ seconds: -60 })],
    );
    assert.equal(plan.result.toLogOut[0]?.secrets.isOwed, true);
    assert.equal(plan.events?.[0]?.actorSessionId, 'me');
  });

  const refusals: [what: string, records: SessionRecord[], sessionId: string, reason: string][] = [
    ['the session in use', [], 'me', 'current_session'],
    ['what does not exist', [], 'none', 'session_not_found'],
    ['another user’s', [bobs], 'bobs', 'session_not_found'],
    [
      'another tenant’s',
      [record('t', { session: { tenantId: 'tenant' } })],
      't',
      'session_not_found',
    ],
  ];
  for (const [what, records, sessionId, reason] of refusals) {
    it(`refuses ${what}`, () => {
      assert.equal(
        refusalOf(() => revoke(records, sessionId)),
        reason,
      );
    });
  }

  it('forgets the device of what has ended, and ends nothing', () => {
    for (const over of [ended('other', 'sign_out'), expired('other')]) {
      const plan = revoke([over], 'other');
      assert.deepEqual(endsOf(plan), []);
      assert.equal(afterOf(plan, over).device, 'forgotten');
    }
  });

  it('takes a session that the account ended its right to say no', () => {
    const over = ended('other', 'account', { secrets: { state: 'account' } });
    const { state, device, pushToken } = afterOf(revoke([over], 'other'), over);
    assert.deepEqual([state, device, pushToken], ['ended', 'forgotten', null]);
  });

  it('sends what is still owed of what has ended', () => {
    const over = ended('gone', 'user', { secrets: { ...owing, device: 'forgotten' } });
    assert.deepEqual(revoke([over], 'gone').result.toLogOut, [over]);
    assert.deepEqual(revoke([ended('gone', 'user')], 'gone').result.toLogOut, []);
  });

  it('leads from a replaced session to its installation', () => {
    const replaced = ended('old', 'replaced', {
      secrets: { state: 'replaced', device: 'unknown' },
    });
    const closing = { installation: 'on-old', isReplaced: true };
    assert.deepEqual(revoke([replaced], 'old').result.closing, closing);
  });

  it('leads from what has ended to its installation, where that is known by a later record', () => {
    const past = ended('past', 'sign_out', { secrets: { device: 'unknown' } });
    const closing = { installation: 'on-past', isReplaced: false };
    assert.deepEqual(revoke([past], 'past').result.closing, closing);
    assert.equal(revoke([ended('x', 'user')], 'x').result.closing, null);
    const own = ended('own', 'sign_out', { secrets: { device: 'unknown', installation: 'on-me' } });
    assert.equal(revoke([own], 'own').result.closing, null);
  });
});

describe('decideCloseDevice', () => {
  const successor = record('next', { secrets: { installation: 'on-old' } });
  const revoke = (records: SessionRecord[], installation: string, isReplaced = true) =>
    decideCloseDevice(records, { caller, installation, isReplaced }, moment());

  it('ends what is open on the installation, and nothing beside it', () => {
    assert.deepEqual(endsOf(revoke([me, successor, record('other')], 'on-old')), ['next:user']);
  });

  it('forgets the device where what took the place has ended too', () => {
    const over = ended('next', 'sign_out', {
      secrets: { installation: 'on-old', device: 'known' },
    });
    assert.deepEqual(revoke([me, over, ended('other', 'sign_out')], 'on-old').changes, [
      { sessionId: 'next', secrets: { device: 'forgotten' } },
    ]);
  });

  it('ends nothing for a session that was not replaced, and forgets what has ended there', () => {
    const over = ended('over', 'sign_out', { secrets: { installation: 'on-old' } });
    const plan = revoke([me, successor, over], 'on-old', false);
    assert.deepEqual(endsOf(plan), []);
    assert.deepEqual(plan.changes, [{ sessionId: 'over', secrets: { device: 'forgotten' } }]);
  });

  it('never ends the session in use', () => {
    assert.deepEqual(endsOf(revoke([me, successor], 'on-me')), []);
  });

  it('refuses an unconfirmed caller', () => {
    assert.equal(
      refusalOf(() => revoke([unconfirmed('me'), successor], 'on-old')),
      'session_unconfirmed',
    );
  });
});

describe('decideRevokeOthers', () => {
  const revoke = (records: SessionRecord[]) => decideRevokeOthers(records, { caller }, moment());

  it('ends every live session except the one in use, confirmed or not', () => {
    const plan = revoke([me, record('a'), unconfirmed('b'), expired('c'), ended('d', 'sign_out')]);
    assert.deepEqual(endsOf(plan), ['a:others', 'b:others']);
    assert.equal(plan.result.ended.length, 2);
  });

  it('forgets the devices of what has ended, except the one in use', () => {
    const out = ended('out', 'sign_out');
    const reset = ended('reset', 'account', { secrets: { state: 'account' } });
    const own = ended('own', 'sign_out', { secrets: { installation: 'on-me' } });
    const plan = revoke([me, out, reset, own]);
    assert.deepEqual(
      [out, reset, own].map((one) => afterOf(plan, one).device),
      ['forgotten', 'forgotten', 'known'],
    );
    assert.equal(afterOf(plan, reset).state, 'ended');
  });

  it('sends what is still owed of what has ended', () => {
    const gone = ended('gone', 'user', { secrets: { ...owing, device: 'forgotten' } });
    assert.deepEqual(revoke([me, gone]).result.toLogOut, [gone]);
  });

  it('refuses an unconfirmed caller, and ends none', () => {
    assert.equal(
      refusalOf(() => revoke([unconfirmed('me'), record('a')])),
      'session_unconfirmed',
    );
  });
});

describe('decideEndAll', () => {
  it('ends and forgets all that a user has, in an operator’s name', () => {
    const out = ended('out', 'sign_out');
    const plan = decideEndAll([record('a'), unconfirmed('b'), out], moment());
    assert.deepEqual(endsOf(plan), ['a:operator', 'b:operator']);
    assert.equal(afterOf(plan, out).device, 'forgotten');
    assert.deepEqual(
      plan.events?.map(({ initiatingEntity, actorSessionId }) => [
        initiatingEntity,
        actorSessionId,
      ]),
      [
        ['admin', null],
        ['admin', null],
      ],
    );
  });

  it('sends what is still owed where it is done again', () => {
    const gone = ended('gone', 'operator', { secrets: { ...owing, device: 'forgotten' } });
    assert.deepEqual(decideEndAll([gone], moment()).result, { ended: [], toLogOut: [gone] });
  });
});

describe('decideSignOut', () => {
  const signOut = (own: SessionRecord | undefined, forget = false, who = caller) =>
    decideSignOut(own, { caller: who, forget }, moment());

  it('ends the session in use and keeps its device known', () => {
    const plan = signOut(me);
    assert.deepEqual(endsOf(plan), ['me:sign_out']);
    assert.deepEqual([afterOf(plan, me).device, afterOf(plan, me).isOwed], ['known', false]);
  });

  it('is open to an unconfirmed session, whose device stays unknown', () => {
    const own = unconfirmed('me');
    assert.equal(afterOf(signOut(own), own).device, 'unknown');
  });

  it('forgets the device where that is asked for', () => {
    assert.equal(afterOf(signOut(me, true), me).device, 'forgotten');
  });

  it('is late for a session that has ended, except one that was replaced', () => {
    const isLate = (own: SessionRecord) => signOut(own, true).result.isLate;
    assert.deepEqual([ended('me', 'sign_out'), ended('me', 'account'), expired('me')].map(isLate), [
      true,
      true,
      true,
    ]);
    assert.deepEqual([me, ended('me', 'replaced')].map(isLate), [false, false]);
    assert.equal(signOut(ended('me', 'user')).result.isLate, false);
  });

  describe('that is late', () => {
    const here = { secrets: { installation: 'here' } };
    const own = ended('me', 'account', { secrets: { ...here.secrets, device: 'unknown' } });
    const forget = (records: SessionRecord[], who = caller) =>
      decideLateForget(records, { caller: who }, moment()).changes.map(
        ({ sessionId }) => sessionId,
      );

    it('forgets the device by all that has ended on it', () => {
      const last = ended('last', 'sign_out', here);
      assert.deepEqual(forget([own, last, ended('elsewhere', 'sign_out')]), ['last']);
    });

    it('changes nothing where something is open there, or for who is not the caller', () => {
      const last = ended('last', 'sign_out', here);
      assert.deepEqual(forget([own, last, record('open', here)]), []);
      assert.deepEqual(forget([own, last], { ...caller, userId: 'bob' }), []);
      assert.deepEqual(forget([own, last], { ...caller, deviceHashes: ['x'] }), []);
    });
  });

  it('changes nothing of what has ended, gone, another user’s or another device’s', () => {
    for (const own of [ended('me', 'user'), expired('me'), undefined]) {
      assert.deepEqual(signOut(own).changes, []);
    }
    for (const other of [
      { ...caller, userId: 'bob' },
      { ...caller, tenantId: 'tenant' },
      { ...caller, deviceHashes: ['x'] },
    ]) {
      assert.deepEqual(signOut(me, true, other).changes, []);
    }
  });
});
