import assert from 'node:assert/strict';
import type { Account } from '../../../src/domain/account/account.ts';
import { beginDraft } from '../../../src/domain/account/decision.ts';
import { endSession } from '../../../src/domain/account/ending.ts';
import type { OutboxEntry } from '../../../src/domain/account/outboxEntry.ts';
import type { SessionView } from '../../../src/domain/account/view.ts';
import {
  decideAnswer,
  decideConfirmByOperator,
} from '../../../src/domain/revocation/loginAnswer.ts';
import {
  account,
  ago,
  alertEntry,
  alice,
  callerOf,
  device,
  endedView,
  endsOf,
  frame,
  known,
  moment,
  now,
  ranOut,
  refusalOf,
  using,
  waiting,
  written,
} from '../accounts.ts';

const owner = using({ sessionId: 'owner' });
const thief = waiting({ sessionId: 'thief' });
const home = { owner, tablet: using({ sessionId: 'tablet' }), thief };

interface How {
  wasMe?: boolean;
  views?: SessionView[];
  outbox?: OutboxEntry[];
}

/** By the owner's ID token. */
function answer(devices: Account['devices'], sessionId: string, how: How = {}) {
  const { wasMe = false, views = [], outbox = [] } = how;
  const actor = { caller: callerOf('owner') };
  const state = known(account({ devices, outbox }), views);
  return decideAnswer(state, { callId: 'call', actor, sessionId, wasMe }, moment());
}

/** By the token of the alert that the owner's device was sent. */
function answerAlert(devices: Account['devices'], about: string[], how: How = {}, at = now) {
  const { wasMe = false, views = [] } = how;
  const asked = { sessionId: 'owner', device: 'owner' };
  const state = known(account({ devices }), views);
  return decideAnswer(state, { callId: 'call', asked, about, wasMe }, moment({}, at));
}

const toldOf = ({ outbox }: Account) =>
  outbox.map((entry) => [
    entry.kind,
    'receiver' in entry ? entry.receiver : 'device' in entry ? entry.device : null,
  ]);

describe('"it was not me"', () => {
  for (const [how, decide] of [
    ['an ID token', () => answer(home, 'thief')],
    ['the alert’s token', () => answerAlert(home, ['thief'])],
  ] as const) {
    it(`ends the session, closes its device and tells all concerned, by ${how}`, () => {
      const change = decide();
      const after = written(change);
      assert.deepEqual(endsOf(change), { thief: 'denied' });
      assert.equal(after.devices.thief?.standing, 'closed');
      assert.deepEqual(toldOf(after), [
        ['force_logout', 'thief'],
        ['login_answered', 'tablet'],
      ]);
      const { pushIds, ...result } = change.result;
      assert.deepEqual(result, {
        device: 'thief',
        sessionId: 'thief',
        hasEnded: true,
        isDenied: true,
        revokedCount: null,
      });
      assert.equal(pushIds.length, 2);
    });
  }

  it('wins over an earlier "yes"', () => {
    const confirmed = { ...home, thief: using({ sessionId: 'thief' }) };
    assert.deepEqual(endsOf(answer(confirmed, 'thief')), { thief: 'denied' });
  });

  it('ends each of several', () => {
    const devices = { ...home, other: waiting({ sessionId: 'other' }) };
    const ends = endsOf(answerAlert(devices, ['thief', 'other']));
    assert.deepEqual(ends, { thief: 'denied', other: 'denied' });
  });

  it('takes back the alerts that others still wait for', () => {
    const outbox = [alertEntry({ receiver: 'tablet', about: ['thief'] })];
    const after = written(answer(home, 'thief', { outbox }));
    assert.ok(after.outbox.every(({ kind }) => kind !== 'login_alert'));
  });

  it('has no logout of another device in hand', () => {
    const { sessionId, deviceType } = thief.session!;
    const pushToken = { kind: 'token' as const, value: 'push-gone' };
    const owed = {
      kind: 'force_logout' as const,
      device: 'gone',
      sessionId,
      deviceType,
      pushToken,
    };
    const { result } = answer(home, 'thief', { outbox: [{ ...owed, ...frame }] });
    assert.ok(!result.pushIds.includes('p'));
  });

  it('closes the device of what has ended', () => {
    const devices = { owner, gone: device() };
    for (const reason of ['sign_out', 'replaced'] as const) {
      const change = answer(devices, 'old', { views: [endedView('old', 'gone', reason)] });
      assert.equal(written(change).devices.gone?.standing, 'closed');
      assert.deepEqual(endsOf(change), {});
    }
  });

  it('takes a login that has ended already off the hourly limit', () => {
    const login = { device: 'gone', at: ago({ seconds: 60 }), isCounted: true };
    const views = [endedView('old', 'gone', 'sign_out')];
    const actor = { caller: callerOf('owner') };
    const input = { callId: 'call', actor, sessionId: 'old', wasMe: false };
    // It may have forgotten itself, too.
    for (const standing of ['new', 'closed'] as const) {
      const gone = device({ standing });
      const stored = account({ devices: { owner, gone }, newDevices: [login] });
      const after = written(decideAnswer(known(stored, views), input, moment()));
      assert.deepEqual(after.newDevices, [{ ...login, isCounted: false }]);
    }
  });

  it('changes nothing where it was given before', () => {
    const devices = { owner, thief: device({ standing: 'closed' }) };
    const views = [endedView('thief', 'thief', 'denied')];
    assert.equal(answer(devices, 'thief', { views }).write, null);
    const again = decideAnswer(
      known(written(answer(home, 'thief')), views),
      { callId: 'call', asked: { sessionId: 'owner', device: 'owner' }, about: [], wasMe: false },
      moment(),
    );
    assert.equal(again.write, null);
  });
});

describe('"it was me"', () => {
  it('confirms the session and makes its device known', () => {
    const after = written(answer(home, 'thief', { wasMe: true }));
    assert.equal(after.devices.thief?.session?.confirmed, true);
    assert.equal(after.devices.thief.standing, 'known');
    assert.deepEqual(toldOf(after), [
      ['login_answered', 'tablet'],
      ['login_answered', 'thief'],
    ]);
  });

  it('changes nothing after a "no", of what has ended, or of what is confirmed', () => {
    const views = [endedView('thief', 'thief', 'denied'), endedView('old', 'gone', 'sign_out')];
    const closed = { owner, thief: device({ standing: 'closed' }), gone: device() };
    const denied = answer(closed, 'thief', { wasMe: true, views });
    assert.deepEqual([denied.write, denied.result.isDenied], [null, true]);
    assert.equal(answer(closed, 'old', { wasMe: true, views }).write, null);
    assert.equal(answer(home, 'tablet', { wasMe: true }).write, null);
  });

  it('of a session that ended otherwise than by a newer one says nothing of what came later', () => {
    const devices = { owner, thief: waiting({ sessionId: 'next' }) };
    const views = [endedView('thief', 'thief', 'sign_out')];
    assert.equal(answer(devices, 'thief', { wasMe: true, views }).write, null);
    const later = { owner, thief: ranOut({ sessionId: 'next' }) };
    assert.equal(answer(later, 'thief', { wasMe: true, views }).write, null);
  });

  it('makes a device known whose session ran out before anybody answered', () => {
    const devices = { owner, web: ranOut({ sessionId: 'thief' }) };
    const views = [endedView('thief', 'web', 'expired')];
    const after = written(answer(devices, 'thief', { wasMe: true, views }));
    assert.deepEqual([after.devices.web?.standing, after.devices.web?.unanswered], ['known', null]);
  });
});

describe('an answer follows the device', () => {
  const next = { owner, thief: waiting({ sessionId: 'next' }) };
  it('to what replaced the session asked about', () => {
    const views = [endedView('thief', 'thief', 'replaced')];
    assert.deepEqual(endsOf(answer(next, 'thief', { views })), { next: 'denied' });
    assert.deepEqual(endsOf(answerAlert(next, ['thief'])), { next: 'denied' });
  });

  it('to what came after one that ran out unanswered, and waits with its question', () => {
    const firstLoginAt = ago({ days: 2 });
    const again = { owner, web: waiting({ sessionId: 'again', firstLoginAt }) };
    const ranOut = { ...endedView('thief', 'web', 'expired'), createdAt: firstLoginAt };
    assert.deepEqual(endsOf(answer(again, 'thief', { views: [ranOut] })), { again: 'denied' });
    const after = written(answer(again, 'thief', { wasMe: true, views: [ranOut] }));
    assert.equal(after.devices.web?.session?.confirmed, true);
    // An older question was over when this one began.
    const older = { ...ranOut, createdAt: ago({ days: 20 }) };
    assert.equal(answer(again, 'thief', { views: [older] }).write, null);
    const left = { ...ranOut, revokedReason: 'sign_out' as const };
    assert.equal(answer(again, 'thief', { views: [left] }).write, null);
  });

  it('to what replaced the session that was asked', () => {
    const devices = { owner: using({ sessionId: 'new-owner' }), thief };
    assert.deepEqual(endsOf(answerAlert(devices, ['thief'])), { thief: 'denied' });
  });

  it('never to the answering session itself', () => {
    const views = [endedView('old', 'owner', 'replaced')];
    assert.equal(
      refusalOf(() => answer(home, 'old', { views })),
      'current_session',
    );
    assert.equal(
      refusalOf(() => answerAlert(home, ['owner'])),
      'current_session',
    );
  });
});

it('a "no" about what ended otherwise than by a newer session ends nothing', () => {
  const views = [endedView('old', 'thief', 'sign_out')];
  const { write, result } = answer(home, 'old', { views });
  assert.deepEqual([write, result.sessionId, result.hasEnded], [null, 'old', true]);
  // The token of its alert names the device alone, and follows it.
  assert.deepEqual(endsOf(answerAlert(home, ['thief'])), { thief: 'denied' });
});

describe('an answer is refused', () => {
  const closed = [endedView('owner', 'owner', 'user')];
  const cases: [what: string, decide: () => unknown, refusal: string][] = [
    [
      'to an unconfirmed session',
      () => answer({ owner: waiting({ sessionId: 'owner' }), thief }, 'thief'),
      'session_unconfirmed',
    ],
    [
      'to its alert’s token too',
      () => answerAlert({ owner: waiting({ sessionId: 'owner' }), thief }, ['thief']),
      'session_unconfirmed',
    ],
    ['about itself', () => answer(home, 'owner'), 'current_session'],
    ['about nothing', () => answer(home, 'none'), 'session_not_found'],
    [
      'about another user’s',
      () => answer(home, 'bobs', { views: [{ ...endedView('bobs', 'b', 'user'), userId: 'bob' }] }),
      'session_not_found',
    ],
    [
      'to one that was closed',
      () =>
        answerAlert({ owner: device({ standing: 'closed' }), thief }, ['thief'], { views: closed }),
      'session_revoked',
    ],
    ['to one that is gone', () => answerAlert({ thief }, ['thief']), 'session_expired'],
    [
      'where the account is gone',
      () =>
        decideAnswer(
          known(null),
          {
            callId: 'c',
            asked: { sessionId: 'owner', device: 'owner' },
            about: ['thief'],
            wasMe: false,
          },
          moment(),
        ),
      'session_expired',
    ],
  ];
  for (const [what, decide, refusal] of cases) {
    it(what, () => assert.equal(refusalOf(decide), refusal));
  }
});

describe('a session that a change of the account ended', () => {
  const since = ago({ hours: 2 });
  const reset = device({ mayDenyUntil: ago({ days: -5 }), mayDenySince: since });
  const views = [endedView('owner', 'owner', 'account')];
  const before = waiting({ sessionId: 'before', createdAt: ago({ hours: 3 }) });
  const devices = { owner: reset, second: structuredClone(reset), thief, before };

  it('may say "no", once in all, which ends every unconfirmed session signed in since', () => {
    const decoy = waiting({ sessionId: 'decoy' });
    const atOnce = waiting({ sessionId: 'atOnce', createdAt: since });
    const owners = using({ sessionId: 'owners' });
    const change = answerAlert({ ...devices, decoy, atOnce, owners }, ['decoy'], { views });
    assert.deepEqual(endsOf(change), { decoy: 'denied', atOnce: 'denied', thief: 'denied' });
    assert.equal(change.result.revokedCount, 3);
    const after = written(change);
    assert.deepEqual(
      [after.devices.owner?.mayDenySince, after.devices.second?.mayDenySince],
      [null, null],
    );
    const again = () =>
      answerAlert({ ...after.devices, next: waiting({ sessionId: 'next' }) }, ['next'], { views });
    assert.equal(refusalOf(again), 'session_revoked');
  });

  it('may say no second one for the same change, whichever look ends its sessions later', () => {
    const after = written(answerAlert(devices, ['thief'], { views }));
    const late = using({ sessionId: 'late', createdAt: ago({ hours: 3 }) });
    const endedBy = (accountChangedAt: Date) => {
      const draft = beginDraft({ ...after, devices: { late } }, moment());
      endSession(draft, 'late', 'account', { accountChangedAt });
      return draft.account.devices.late;
    };
    assert.deepEqual([after.deniedChange, endedBy(since)?.mayDenySince], [since, null]);
    // It still hears of logins; and after another change it may say another one.
    assert.ok(endedBy(since)?.mayDenyUntil);
    assert.deepEqual(endedBy(now)?.mayDenySince, now);
    const earlier = account({ devices, deniedChange: ago({ days: 1 }) });
    const asked = { sessionId: 'owner', device: 'owner' };
    const no = { callId: 'call', asked, about: ['thief'], wasMe: false };
    assert.deepEqual(
      written(decideAnswer(known(earlier, views), no, moment())).deniedChange,
      since,
    );
  });

  it('changes nothing, and uses nothing up, where all that it is asked about has ended', () => {
    const { write, result } = answerAlert({ owner: reset, thief: device() }, ['thief'], { views });
    assert.deepEqual([write, result.hasEnded, result.revokedCount], [null, true, null]);
  });

  const late = ranOut({ sessionId: 'thief' }, true);

  it('closes what ran out unanswered and would be known later, which uses nothing up', () => {
    const { result, ...change } = answerAlert({ owner: reset, late }, ['late'], { views });
    const after = written({ result, ...change });
    assert.deepEqual([result.isDenied, result.revokedCount], [true, null]);
    assert.deepEqual(
      [after.devices.late?.standing, after.devices.owner?.mayDenySince],
      ['closed', since],
    );
    assert.equal(after.devices.late?.unanswered, null);
    const said = device({ mayDenyUntil: ago({ days: -5 }) });
    assert.equal(answerAlert({ owner: said, late }, ['late'], { views }).write, null);
  });

  it('closes with its one "no" what was signed in since and ran out unanswered, and counts what it ends', () => {
    const change = answerAlert({ ...devices, late }, ['thief'], { views });
    assert.deepEqual(endsOf(change), { thief: 'denied' });
    assert.equal(change.result.revokedCount, 1);
    assert.equal(written(change).devices.late?.standing, 'closed');
  });

  const confirmed = { ...devices, thief: using({ sessionId: 'thief' }) };
  const cases: [what: string, decide: () => unknown, refusal: string][] = [
    [
      'never "yes"',
      () => answerAlert(devices, ['thief'], { views, wasMe: true }),
      'session_revoked',
    ],
    [
      'not about a confirmed session',
      () => answerAlert(confirmed, ['thief'], { views }),
      'session_revoked',
    ],
    [
      'not later than a login can be answered',
      () => answerAlert(devices, ['thief'], { views }, ago({ days: -5 })),
      'session_revoked',
    ],
    ['not by an ID token', () => answer(devices, 'thief', { views }), 'session_revoked'],
  ];
  for (const [what, decide, refusal] of cases) {
    it(what, () => assert.equal(refusalOf(decide), refusal));
  }
});

describe('an operator who confirms', () => {
  const confirm = (devices: Account['devices'], sessionId: string, views: SessionView[] = []) =>
    decideConfirmByOperator(
      known(account({ devices }), views),
      { callId: 'call', owner: alice, sessionId },
      moment(),
    );

  it('does what a "yes" does, in an operator’s name, also for what has replaced the session', () => {
    const views = [endedView('old', 'thief', 'replaced')];
    for (const sessionId of ['thief', 'old']) {
      const change = confirm(home, sessionId, views);
      assert.equal(written(change).devices.thief?.session?.confirmed, true);
      const { outbox } = written(change);
      assert.ok(outbox.length > 0 && outbox.every((one) => 'wasMe' in one && one.wasMe));
      assert.deepEqual(
        change.write?.events.map(({ type, initiatingEntity }) => [type, initiatingEntity]),
        [['assurance-level-change', 'admin']],
      );
    }
  });

  it('makes the device known whose session ran out before anybody answered', () => {
    const devices = { owner, web: ranOut({ sessionId: 'thief' }) };
    const change = confirm(devices, 'thief', [endedView('thief', 'web', 'expired')]);
    assert.equal(written(change).devices.web?.standing, 'known');
    assert.deepEqual([change.result.sessionId, change.result.hasEnded], ['thief', true]);
  });

  it('finds nothing that has ended, or is not there', () => {
    for (const views of [[endedView('old', 'thief', 'user')], []]) {
      assert.equal(
        refusalOf(() => confirm(home, 'old', views)),
        'session_not_found',
      );
    }
  });
});
