import assert from 'node:assert/strict';
import type { Answer } from '../../../src/domain/revocation/answerer.ts';
import { decideAnswer } from '../../../src/domain/revocation/loginAnswer.ts';
import { withChange } from '../../../src/domain/session/plan.ts';
import type { SessionPolicy } from '../../../src/domain/session/policy.ts';
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

const owner = record('owner');
const thief = unconfirmed('thief');

interface Asked extends Partial<Omit<Answer, 'answerer'>> {
  /** The session that answers, by an ID token unless `byToken`. */
  by?: SessionRecord;
  byToken?: boolean;
}

function answer(records: SessionRecord[], asked: Asked = {}, limits: Partial<SessionPolicy> = {}) {
  const { by = owner, byToken = false, sessionIds = ['thief'], wasMe = false } = asked;
  const answerer = byToken
    ? { answeringSessionId: by.session.sessionId, userId: 'alice' }
    : { caller: callerOf(by) };
  const plan = decideAnswer(records, { answerer, sessionIds, wasMe }, moment(limits));
  const after = (one: SessionRecord) =>
    plan.changes
      .filter(({ sessionId }) => sessionId === one.session.sessionId)
      .reduce(withChange, one);
  const owed = (one: SessionRecord) =>
    after(one).secrets.owed.map(({ kind, receiver }) => `${kind}:${receiver}`);
  return { ...plan, after, owed };
}

describe('"it was not me"', () => {
  for (const byToken of [false, true]) {
    it(`ends the session and forgets its device, ${byToken ? 'by the alert’s token' : 'by an ID token'}`, () => {
      const { after, owed, result } = answer([owner, thief], { byToken });
      const { session, secrets } = after(thief);
      assert.deepEqual([session.revokedReason, secrets.device], ['denied', 'forgotten']);
      assert.deepEqual(owed(thief), ['force_logout:thief']);
      assert.deepEqual(
        result.owing.map((one) => one.session.sessionId),
        ['thief'],
      );
    });
  }

  it('wins over an earlier "yes"', () => {
    const confirmed = record('thief', { secrets: { newDevice: true } });
    assert.equal(answer([owner, confirmed]).after(confirmed).session.revokedReason, 'denied');
  });

  it('ends each of several', () => {
    const other = unconfirmed('other');
    const { result } = answer([owner, thief, other], { sessionIds: ['thief', 'other', 'gone'] });
    assert.deepEqual(
      result.about.map(({ session }) => session.revokedReason),
      ['denied', 'denied'],
    );
  });

  it('takes back the alerts that others still wait for, and tells them of the answer', () => {
    const owed = [owe('login_alert', 'tablet', ago({ days: -1 }), moment())];
    const alerting = unconfirmed('thief', { secrets: { owed, isOwed: true } });
    const tablet = record('tablet');
    assert.deepEqual(answer([owner, alerting, tablet]).owed(alerting), [
      'force_logout:thief',
      'login_answered:tablet',
    ]);
  });

  it('forgets the device of what has ended, and the right of that to say no', () => {
    const over = ended('thief', 'account', { secrets: { state: 'account' } });
    const { secrets, session } = answer([owner, over]).after(over);
    assert.deepEqual(
      [session.revokedReason, secrets.device, secrets.state],
      ['account', 'forgotten', 'ended'],
    );
  });

  it('forgets the device of what has ended where a later session speaks for that', () => {
    const replaced = ended('thief', 'replaced', { secrets: { device: 'unknown' } });
    const there = { secrets: { installation: 'on-thief', device: 'known' as const } };
    const later = ended('later', 'sign_out', there);
    const { after } = answer([owner, replaced, later, ended('other', 'sign_out')]);
    assert.equal(after(later).secrets.device, 'forgotten');
    assert.equal(after(ended('other', 'sign_out')).secrets.device, 'known');
  });

  it('ends a session once that two of those asked about have become', () => {
    const there = { secrets: { installation: 'on-thief' } };
    const earlier = ended('earlier', 'replaced', there);
    const { changes, events } = answer([owner, thief, earlier], {
      sessionIds: ['earlier', 'thief'],
    });
    assert.deepEqual([changes.length, events?.length], [1, 1]);
  });

  it('changes nothing where it was given before', () => {
    const denied = ended('thief', 'denied', { secrets: { device: 'forgotten' } });
    assert.deepEqual(answer([owner, denied]).changes, []);
  });
});

describe('"it was me"', () => {
  it('confirms the session and makes its device known', () => {
    const { after, owed } = answer([owner, thief, record('tablet')], { wasMe: true });
    assert.deepEqual(
      [after(thief).session.confirmed, after(thief).secrets.device],
      [true, 'known'],
    );
    assert.deepEqual(owed(thief), ['login_answered:tablet']);
  });

  it('changes nothing after a "no", of what ran out, or of what is confirmed', () => {
    for (const one of [ended('thief', 'denied'), expired('thief'), record('thief')]) {
      assert.deepEqual(answer([owner, one], { wasMe: true }).changes, []);
    }
  });
});

describe('an answer follows the installation', () => {
  const replaced = (id: string) => ended(id, 'replaced', { secrets: { state: 'replaced' } });
  const successor = (id: string, fields = {}) =>
    record(`${id}-next`, { secrets: { installation: `on-${id}` }, ...fields });

  it('to what replaced the session asked about', () => {
    const next = unconfirmed('thief-next', { secrets: { installation: 'on-thief' } });
    const { after } = answer([owner, replaced('thief'), next]);
    assert.equal(after(next).session.revokedReason, 'denied');
  });

  it('never by the device id', () => {
    const same = unconfirmed('same', { secrets: { deviceId: 'device-thief' } });
    const { changes } = answer([owner, replaced('thief'), same]);
    assert.deepEqual(
      changes.filter(({ sessionId }) => sessionId === 'same'),
      [],
    );
  });

  it('to what replaced the session that was asked', () => {
    const next = successor('owner');
    const { after } = answer([replaced('owner'), next, thief], { byToken: true });
    assert.equal(after(thief).session.revokedReason, 'denied');
  });

  it('never to the answering session itself', () => {
    const own = ended('old', 'replaced', {
      secrets: { state: 'replaced', installation: 'on-owner' },
    });
    const { changes } = answer([owner, own], { sessionIds: ['old'] });
    assert.equal(
      changes.some(({ session }) => session?.revoked),
      false,
    );
  });

  it('not to another user’s session on it', () => {
    const bobs = record('bobs', {
      session: { userId: 'bob' },
      secrets: { installation: 'on-thief' },
    });
    const { changes } = answer([owner, replaced('thief'), bobs]);
    assert.deepEqual(
      changes.filter(({ sessionId }) => sessionId === 'bobs'),
      [],
    );
  });
});

describe('an answer is refused', () => {
  const cases: [what: string, records: SessionRecord[], asked: Asked, reason: string][] = [
    ['to an unconfirmed session', [unconfirmed('owner'), thief], {}, 'session_unconfirmed'],
    [
      'to an unconfirmed session with an alert’s token',
      [unconfirmed('owner'), thief],
      { byToken: true },
      'session_unconfirmed',
    ],
    ['about itself', [owner], { sessionIds: ['owner'] }, 'current_session'],
    ['about nothing', [owner], {}, 'session_not_found'],
    [
      'about another user’s session',
      [owner, unconfirmed('thief', { session: { userId: 'bob' } })],
      {},
      'session_not_found',
    ],
    [
      'to one that was closed',
      [ended('owner', 'user'), thief],
      { byToken: true },
      'session_revoked',
    ],
    ['to one that ran out', [expired('owner'), thief], { byToken: true }, 'session_expired'],
    ['to one that is gone', [thief], { byToken: true }, 'session_expired'],
    [
      'to another user’s',
      [record('owner', { session: { userId: 'bob' } }), thief],
      { byToken: true },
      'session_expired',
    ],
  ];
  for (const [what, records, asked, reason] of cases) {
    it(what, () =>
      assert.equal(
        refusalOf(() => answer(records, asked)),
        reason,
      ),
    );
  }
});

describe('a session that a change of the account ended', () => {
  const reset = (id: string, days = 1) =>
    ended(id, 'account', { secrets: { state: 'account', endedAt: ago({ days }) } });
  const byToken = true;

  it('may still say "no" about an unconfirmed login', () => {
    const { after } = answer([reset('owner'), thief], { byToken });
    assert.equal(after(thief).session.revokedReason, 'denied');
  });

  it('keeps its right where all that it is asked about has ended already, and changes nothing', () => {
    const gone = ended('thief', 'sign_out', { session: { confirmed: false } });
    const { changes, result } = answer([reset('owner'), gone], { byToken });
    assert.deepEqual([changes, result.about[0]?.session.revokedReason], [[], 'sign_out']);
  });

  it('follows a login to what has replaced it, and denies none that was confirmed since', () => {
    const replaced = ended('thief', 'replaced', { session: { confirmed: false } });
    const there = { secrets: { installation: 'on-thief' } };
    const { after } = answer([reset('owner'), replaced, unconfirmed('next', there)], { byToken });
    assert.equal(after(unconfirmed('next', there)).session.revokedReason, 'denied');
    assert.equal(
      refusalOf(() => answer([reset('owner'), replaced, record('next', there)], { byToken })),
      'session_revoked',
    );
  });

  it('says it once, for all that the change ended', () => {
    const records = [reset('owner'), reset('tablet'), thief];
    const { after } = answer(records, { byToken });
    assert.deepEqual(
      records.slice(0, 2).map((one) => after(one).secrets.state),
      ['ended', 'ended'],
    );
    const spent = records
      .map(after)
      .map((one) => (one.session.sessionId === 'thief' ? thief : one));
    assert.equal(
      refusalOf(() => answer(spent, { byToken })),
      'session_revoked',
    );
  });

  const refusals: [what: string, records: SessionRecord[], asked: Asked][] = [
    ['never "yes"', [reset('owner'), thief], { byToken, wasMe: true }],
    ['not about a confirmed session', [reset('owner'), record('thief')], { byToken }],
    ['not later than a login can be answered', [reset('owner', 7), thief], { byToken }],
    ['not where it was unconfirmed itself', [ended('owner', 'account'), thief], { byToken }],
    ['not by an ID token', [reset('owner'), thief], {}],
    [
      'not about several of which one is confirmed',
      [reset('owner'), thief, record('other')],
      { byToken, sessionIds: ['thief', 'other'] },
    ],
  ];
  for (const [what, records, asked] of refusals) {
    it(what, () =>
      assert.equal(
        refusalOf(() => answer(records, asked)),
        'session_revoked',
      ),
    );
  }
});
