import assert from 'node:assert/strict';
import { isBeforeRollOut } from '../../../src/domain/account/bounds.ts';
import {
  isRollOut,
  requireEligibleSignIn,
  requirePossibleSignIn,
} from '../../../src/domain/registration/signInEligibility.ts';
import { methodsOf } from '../../../src/domain/registration/signIn.ts';
import { account, ago, device, moment, now, refusalOf, signIn } from '../accounts.ts';

const second = (seconds: number) => Math.floor(now.getTime() / 1000) - seconds;
const old = { signedInAt: ago({ days: 1 }) };
const rollOutAt = ago({ hours: 1 });
const since = { signedInAfter: ago({ seconds: 10 }) };
const justBefore = { signedInAt: ago({ seconds: 11 }) };

describe('a sign-in that could open a session', () => {
  for (const [what, fields, isRepeatable, limits, refusal] of [
    ['is one of just now', {}, false, {}, 'none'],
    [
      'is at most SIGN_IN_MAX_AGE_SECONDS old',
      { signedInAt: ago({ seconds: 600 }) },
      false,
      {},
      'none',
    ],
    ['is no older', { signedInAt: ago({ seconds: 601 }) }, false, {}, 'recent_sign_in_required'],
    ['may be older for an attempt', old, true, {}, 'none'],
    ['may be older before the roll-out', old, false, { rollOutAt }, 'none'],
    ['is as old as SIGNED_IN_AFTER', {}, false, since, 'none'],
    ['is no older than that', justBefore, false, since, 'recent_sign_in_required'],
    ['... in the roll-out either', old, false, { ...since, rollOutAt }, 'recent_sign_in_required'],
  ] as const) {
    it(what, () => {
      const decide = () => requirePossibleSignIn(signIn(fields), { isRepeatable }, moment(limits));
      assert.equal(refusalOf(decide), refusal);
    });
  }
});

describe('a sign-in that may open a session', () => {
  const withMark = (isSpent: boolean, of = 10) =>
    account({ devices: { one: device({ signIns: [{ second: second(of), isSpent }] }) } });
  const registered = (seconds: number, isSpent = true) =>
    account({
      devices: { one: device({ registrations: [{ second: second(seconds), isSpent }] }) },
    });
  for (const [what, stored, fields, limits, refusal] of [
    ['is one of just now', null, {}, {}, 'none'],
    [
      'is not one whose session has ended, on whatever device',
      withMark(true),
      {},
      {},
      'recent_sign_in_required',
    ],
    ['is one whose session lives or was replaced', withMark(false), {}, {}, 'none'],
    ['is another than that, by its second', withMark(true, 11), {}, {}, 'none'],
    ['is not an old one', null, old, {}, 'recent_sign_in_required'],
    ['is an old one from before the roll-out', null, old, { rollOutAt }, 'none'],
    ['but only once', withMark(false, 86_400), old, { rollOutAt }, 'recent_sign_in_required'],
    [
      'is not that of our custom token, refreshed',
      registered(15),
      { refreshed: true },
      {},
      'recent_sign_in_required',
    ],
    [
      'nor within five seconds of it',
      registered(10),
      { refreshed: true },
      {},
      'recent_sign_in_required',
    ],
    ['but later', registered(16), { refreshed: true }, {}, 'none'],
    ['and one that was not refreshed', registered(12), {}, {}, 'none'],
    ['is as old as SIGNED_IN_AFTER', null, {}, since, 'none'],
    ['is no older than that', null, justBefore, since, 'recent_sign_in_required'],
    ['... in the roll-out either', null, old, { ...since, rollOutAt }, 'recent_sign_in_required'],
  ] as const) {
    it(what, () => {
      const decide = () => requireEligibleSignIn(stored, signIn(fields), moment(limits));
      assert.equal(refusalOf(decide), refusal);
    });
  }

  it('counts as signed in before the roll-out once, for RETENTION_DAYS after it', () => {
    const limits = { rollOutAt };
    assert.equal(isBeforeRollOut(old.signedInAt, moment(limits, ago({ days: -29 }))), true);
    assert.equal(isBeforeRollOut(old.signedInAt, moment(limits, ago({ days: -30 }))), false);
    assert.equal(isBeforeRollOut(rollOutAt, moment(limits)), false);
    assert.equal(isRollOut(withMark(false, 86_400), signIn(old), moment(limits)), false);
    assert.equal(isRollOut(null, signIn(old), moment(limits)), true);
  });
});

describe('the methods of a sign-in', () => {
  const google = { sign_in_provider: 'google.com', identities: { 'google.com': ['123'] } };
  const factor = { sign_in_second_factor: 'phone', second_factor_identifier: 'f1' };
  for (const [what, firebase, provider, secondFactor] of [
    ['name a provider with its id', google, 'google.com:123', null],
    ['name a second factor with its id', { ...google, ...factor }, 'google.com:123', 'phone:f1'],
    ['name no second factor without one', { sign_in_second_factor: 'phone' }, null, null],
    ['name no provider without one', { sign_in_provider: 'google.com' }, null, null],
    [
      'never name a password',
      { sign_in_provider: 'password', identities: { password: ['a'] } },
      null,
      null,
    ],
  ] as const) {
    it(what, () => {
      const claims = firebase as NonNullable<Parameters<typeof methodsOf>[0]['firebase']>;
      assert.deepEqual(methodsOf({ firebase: claims }), { provider, secondFactor });
    });
  }

  it('are none where the token says nothing', () => {
    assert.deepEqual(methodsOf({}), { provider: null, secondFactor: null });
  });
});
