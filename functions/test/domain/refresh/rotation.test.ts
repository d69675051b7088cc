import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  decideRefresh,
  firstRefreshState,
  type RefreshDecision,
} from '../../../src/domain/refresh/rotation.ts';
import type { RefreshState } from '../../../src/domain/session/session.ts';
import { anySteps, type Decide, honestSteps, makeFamily } from './refreshFamily.ts';

const graceSeconds = 10;
const at = (seconds: number) => new Date(seconds * 1000);
const moment = (
  seconds: number,
  lostAnswer: 'accept' | 'end' = 'accept',
  newId = () => 'fresh',
) => ({
  ...{ now: at(seconds), newId },
  policy: { refreshGraceSeconds: graceSeconds, lostAnswer },
});
const state: RefreshState = { currentNonce: 'C', previousNonce: 'P', rotatedAt: at(100) };

describe('decideRefresh', () => {
  const rotated = (shown: string, seconds: number): RefreshDecision => ({
    kind: 'rotate',
    state: { currentNonce: 'fresh', previousNonce: shown, rotatedAt: at(seconds) },
  });
  const repeated: RefreshDecision = { kind: 'repeat' };
  const cases: [title: string, nonce: string, seconds: number, RefreshDecision][] = [
    ['rotates for the current nonce at once', 'C', 100, rotated('C', 100)],
    ['rotates for the current nonce within the grace', 'C', 105, rotated('C', 105)],
    ['rotates for the current nonce long after', 'C', 99_999, rotated('C', 99_999)],
    ['repeats the current nonce for the previous one at once', 'P', 100, repeated],
    ['repeats it at the last moment of the grace', 'P', 110, repeated],
    ['replaces the current nonce a moment later', 'P', 110.001, rotated('P', 110.001)],
    ['replaces it long after', 'P', 99_999, rotated('P', 99_999)],
    ['repeats where the clock is behind the one that rotated', 'P', 98, repeated],
    ['calls any other nonce reuse within the grace', 'X', 101, { kind: 'reuse' }],
    ['calls any other nonce reuse later', 'X', 99_999, { kind: 'reuse' }],
  ];
  for (const [title, nonce, seconds, expected] of cases) {
    it(title, () => assert.deepEqual(decideRefresh(state, nonce, moment(seconds)), expected));
  }

  it('calls the previous nonce reuse after the grace, where no lost answer is accepted', () => {
    const use = (nonce: string, seconds: number) =>
      decideRefresh(state, nonce, moment(seconds, 'end'));
    assert.deepEqual(use('P', 110), repeated);
    assert.deepEqual(use('P', 110.001), { kind: 'reuse' });
    assert.deepEqual(use('C', 99_999), rotated('C', 99_999));
  });

  it('knows no previous nonce in a new session', () => {
    const first = firstRefreshState('A', at(100));
    assert.deepEqual(decideRefresh(first, 'A', moment(200)), rotated('A', 200));
    assert.deepEqual(decideRefresh(first, 'null', moment(200)), { kind: 'reuse' });
  });

  it('calls the use of a current nonce that was replaced reuse', () => {
    const late = decideRefresh(state, 'P', moment(200));
    assert(late.kind === 'rotate');
    assert.deepEqual(decideRefresh(late.state, 'C', moment(201)), { kind: 'reuse' });
  });

  it('leaves the state that it is given as it was', () => {
    const frozen = Object.freeze({ ...state });
    for (const nonce of ['C', 'P', 'X']) decideRefresh(frozen, nonce, moment(200));
    assert.deepEqual(frozen, state);
  });

  it('has one child for fifty uses of one token within the grace', () => {
    let now = firstRefreshState('A', at(100));
    let made = 0;
    const newId = () => `child ${(made += 1)}`;
    const children = Array.from({ length: 50 }, (_, index) => {
      const decision = decideRefresh(now, 'A', moment(200 + index / 5, 'accept', newId));
      assert.notEqual(decision.kind, 'reuse');
      if (decision.kind === 'rotate') now = decision.state;
      return now.currentNonce;
    });
    assert.deepEqual(new Set(children), new Set(['child 1']));
  });
});

const runs = { numRuns: 2000, seed: 20_261_123 };

/** Two processes of one app, answers lost and retried at any time: the session must stay. */
const honestAloneKeepsIt = (decide: Decide) =>
  fc.property(honestSteps, (steps) => {
    const family = makeFamily(decide, graceSeconds);
    steps.forEach(family.play);
    family.play({ who: 'app', after: 0, lost: false });
    return !family.hasEnded();
  });

/**
 * Somebody copies a token somewhere among any steps; then thief and owner both go on, more than the
 * grace apart (nearer than that a thief can't be told from a second process), the thief with any
 * token he has seen. Three turns each must end the session.
 */
const sharedFamilyEnds = (decide: Decide) =>
  fc.property(
    anySteps,
    anySteps,
    fc.array(fc.nat(40), { minLength: 3, maxLength: 3 }),
    (...all) => {
      const [before, since, picks] = all;
      const family = makeFamily(decide, graceSeconds);
      before.forEach(family.play);
      family.play({ who: 'copier' });
      since.forEach(family.play);
      for (const pick of picks) {
        family.play({ who: 'app', after: graceSeconds + 1, lost: false });
        family.play({ who: 'thief', after: graceSeconds + 1, pick });
      }
      return family.hasEnded();
    },
  );

describe('a family of refresh tokens', () => {
  it('is never lost by its honest owner', () => {
    fc.assert(honestAloneKeepsIt(decideRefresh), runs);
  });

  it('always ends where an owner and a thief both go on using it', () => {
    fc.assert(sharedFamilyEnds(decideRefresh), runs);
  });

  it('never has more than two good nonces', () => {
    const property = fc.property(anySteps, (steps) => {
      const family = makeFamily(decideRefresh, graceSeconds);
      return steps.every((step) => {
        family.play(step);
        return family.good().length <= 2;
      });
    });
    fc.assert(property, runs);
  });
});

describe('the properties of a family', () => {
  type Change = (...args: [decision: RefreshDecision, ...Parameters<Decide>]) => RefreshDecision;
  const changed =
    (change: Change): Decide =>
    (...args) =>
      change(decideRefresh(...args), ...args);
  const withState = (decision: RefreshDecision, other: Partial<RefreshState>): RefreshDecision =>
    decision.kind === 'rotate' ? { ...decision, state: { ...decision.state, ...other } } : decision;
  const isLate = (decision: RefreshDecision, before: RefreshState, nonce: string) =>
    decision.kind === 'rotate' && nonce === before.previousNonce;

  const withGrace =
    (refreshGraceSeconds: number): Decide =>
    (before, nonce, given) =>
      decideRefresh(before, nonce, { ...given, policy: { ...given.policy, refreshGraceSeconds } });

  const honest: Record<string, Decide> = {
    'has no grace': withGrace(-1),
    'ends the grace a second early': withGrace(graceSeconds - 1),
    'takes the previous nonce for reuse after the grace': changed((decision, before, nonce) =>
      isLate(decision, before, nonce) ? { kind: 'reuse' } : decision,
    ),
    'forgets the nonce that it rotated': changed((decision, { previousNonce }) =>
      withState(decision, { previousNonce }),
    ),
    'has the replaced nonce as the previous one': changed((decision, { currentNonce }) =>
      withState(decision, { previousNonce: currentNonce }),
    ),
    'starts no new grace when it replaces the current nonce': changed((decision, before, nonce) =>
      isLate(decision, before, nonce)
        ? withState(decision, { rotatedAt: before.rotatedAt })
        : decision,
    ),
  };
  const shared: Record<string, Decide> = {
    'repeats the current nonce for ever': withGrace(Infinity),
    'never rotates': changed((decision, before, nonce) =>
      nonce === before.currentNonce ? { kind: 'repeat' } : decision,
    ),
    'forgives reuse': changed((decision) =>
      decision.kind === 'reuse' ? { kind: 'repeat' } : decision,
    ),
  };

  for (const [title, decide] of Object.entries(honest)) {
    it(`do not hold for a rule that ${title}`, () => {
      assert(fc.check(honestAloneKeepsIt(decide), runs).failed);
    });
  }
  for (const [title, decide] of Object.entries(shared)) {
    it(`do not hold for a rule that ${title}`, () => {
      assert(fc.check(sharedFamilyEnds(decide), runs).failed);
    });
  }
});
