import assert from 'node:assert/strict';
import type { OwedOutcome } from '../../../src/domain/session/owedDelivery.ts';
import {
  decideOwedCleared,
  decideOwedLease,
  decideOwedReturned,
  decideOwedSettled,
  isLastTry,
  keepsNoPushToken,
} from '../../../src/domain/session/owedDelivery.ts';
import { owedOf } from '../../../src/domain/session/owed.ts';
import type { OwedPush, SessionRecord, SessionState } from '../../../src/domain/session/session.ts';
import { ago, ended, moment, now, record } from '../records.ts';

const at = moment();

/** Of use for another day. */
function owed(pushId: string, fields: Partial<OwedPush> = {}): OwedPush {
  const until = ago({ days: -1 });
  return { pushId, kind: 'force_logout', receiver: null, attempts: 0, until, ...fields };
}

/** An ended session that owes these. */
function owing(pushes: OwedPush[], owedNotBefore: Date | null = null): SessionRecord {
  return ended('s', 'user', { secrets: { ...owedOf(pushes), owedNotBefore } });
}

describe('what a session owes is leased', () => {
  const cases: [what: string, record: SessionRecord | undefined, kind: string][] = [
    ['by the first to come', owing([owed('a')]), 'leased'],
    ['by nobody while another run has it', owing([owed('a')], ago({ seconds: -1 })), 'busy'],
    ['again once its time has come', owing([owed('a')], now), 'leased'],
    ['by nobody where nothing is owed', owing([]), 'done'],
    ['by nobody where the session is gone', undefined, 'done'],
  ];
  for (const [what, found, kind] of cases) {
    it(what, () => {
      const { result, changes } = decideOwedLease(found, at);
      assert.equal(result.kind, kind);
      const lease = { sessionId: 's', secrets: { owedNotBefore: ago({ seconds: -60 }) } };
      assert.deepEqual(changes, kind === 'leased' ? [lease] : []);
    });
  }

  it('and given back at once where it cannot be sent', () => {
    assert.deepEqual(decideOwedReturned(owing([owed('a')], ago({ seconds: -60 }))).changes, [
      { sessionId: 's', secrets: { owedNotBefore: null } },
    ]);
    assert.deepEqual(decideOwedReturned(undefined).changes, []);
  });
});

describe('after a run', () => {
  function settle(
    pushes: OwedPush[],
    outcomes: Record<string, OwedOutcome>,
    of: (pushes: OwedPush[]) => SessionRecord = owing,
  ) {
    const plan = decideOwedSettled(of(pushes), new Map(Object.entries(outcomes)), {}, at);
    return { ...plan.result, secrets: plan.changes[0]?.secrets };
  }

  it('what is settled is taken off, with the push token that waited for the last of it', () => {
    assert.deepEqual(settle([owed('a'), owed('b')], { a: 'settled', b: 'settled' }), {
      givenUp: [],
      remaining: [],
      secrets: { owed: [], isOwed: false, owedNotBefore: null, pushToken: null },
    });
  });

  it('what failed stays with one try more, and so does the push token', () => {
    const left = [owed('b', { attempts: 1 })];
    assert.deepEqual(settle([owed('a'), owed('b')], { a: 'settled', b: 'failed' }), {
      givenUp: [],
      remaining: left,
      secrets: { owed: left, isOwed: true, owedNotBefore: ago({ seconds: -60 }) },
    });
  });

  it('what came meanwhile stays untried', () => {
    assert.deepEqual(settle([owed('a'), owed('new')], { a: 'settled' }).remaining, [owed('new')]);
  });

  const waits: [attempts: number, seconds: number][] = [
    [0, 60],
    [1, 120],
    [2, 240],
    [3, 480],
  ];
  for (const [attempts, seconds] of waits) {
    it(`try ${attempts + 2} waits for ${seconds} seconds`, () => {
      const { secrets } = settle([owed('a', { attempts })], { a: 'failed' });
      assert.deepEqual(secrets?.owedNotBefore, ago({ seconds: -seconds }));
    });
  }

  const givenUp: [what: string, before: Partial<OwedPush>][] = [
    ['what failed five times', { attempts: 4 }],
    ['what is past its time', { until: now }],
  ];
  for (const [what, before] of givenUp) {
    it(`${what} is given up, and nothing is owed any more`, () => {
      const result = settle([owed('a', before)], { a: 'failed' });
      assert.deepEqual(result.givenUp, [
        owed('a', { ...before, attempts: (before.attempts ?? 0) + 1 }),
      ]);
      assert.deepEqual(result.remaining, []);
      assert.deepEqual(result.secrets, {
        owed: [],
        isOwed: false,
        owedNotBefore: null,
        pushToken: null,
      });
    });
  }

  it('what is written beside it goes into the same change', () => {
    const also = { session: { location: 'Paris, France' }, secrets: { alertedAt: now } };
    const found = owing([owed('a')]);
    const { changes } = decideOwedSettled(found, new Map([['a', 'settled']]), also, at);
    assert.deepEqual(changes[0]?.session, also.session);
    assert.deepEqual(changes[0].secrets?.alertedAt, now);
  });

  it('nothing is written of a session that is gone', () => {
    const { result, changes } = decideOwedSettled(undefined, new Map([['a', 'failed']]), {}, at);
    assert.deepEqual([result, changes], [{ givenUp: [], remaining: [] }, []]);
  });

  it('an open session keeps its push token', () => {
    const open = (pushes: OwedPush[]) => record('s', { secrets: owedOf(pushes) });
    const { secrets } = settle([owed('a')], { a: 'settled' }, open);
    assert.ok(secrets && !('pushToken' in secrets));
  });
});

describe('the push token goes with the last of what is owed', () => {
  const cases: [state: SessionState, goes: boolean][] = [
    ['ended', true],
    ['replaced', true],
    // It may still deny a login.
    ['account', false],
    ['open', false],
  ];
  for (const [state, goes] of cases) {
    it(`${goes ? 'where' : 'never where'} the state is "${state}"`, () =>
      assert.equal(keepsNoPushToken(record('s', { secrets: { state } })), goes));
  }
});

describe('what is sent at once', () => {
  it('is taken off, and the rest is in nobody’s hand', () => {
    const found = owing([owed('a'), owed('b')], ago({ seconds: -60 }));
    assert.deepEqual(decideOwedCleared(found, [owed('a')]).changes, [
      { sessionId: 's', secrets: { ...owedOf([owed('b')]), owedNotBefore: null } },
    ]);
    assert.deepEqual(decideOwedCleared(undefined, [owed('a')]).changes, []);
  });
});

it('the fifth try is the last', () => {
  assert.deepEqual(
    [0, 3, 4].map((attempts) => isLastTry(owed('a', { attempts }))),
    [false, false, true],
  );
});
